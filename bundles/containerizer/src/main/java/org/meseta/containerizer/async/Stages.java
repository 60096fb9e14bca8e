package org.meseta.containerizer.async;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Small things that futures lack. */
public final class Stages {
  private static final Logger LOG = LoggerFactory.getLogger(Stages.class);

  private Stages() {}

  /** Starts something; what it throws becomes the failure of the answer. */
  public static <T> CompletableFuture<T> start(Callable<CompletableFuture<T>> work) {
    try {
      return work.call();
    } catch (Exception e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** Does something when an answer is there. What that throws is logged. */
  public static <T> void whenDone(CompletionStage<T> answer, Reaction<T> reaction) {
    var unused =
        answer.whenComplete(
            (value, failure) -> {
              try {
                reaction.react(value, failure == null ? null : cause(failure));
              } catch (RuntimeException e) {
                LOG.error("A reaction failed", e);
              }
            });
  }

  /** Hands an answer on, without the wrapping that futures put around failures. */
  public static <T> void connect(CompletionStage<T> source, CompletableFuture<T> target) {
    whenDone(
        source,
        (value, failure) -> {
          if (failure == null) {
            target.complete(value);
          } else {
            target.completeExceptionally(failure);
          }
        });
  }

  /** What really went wrong. */
  public static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  /** Gets an answer: a value, or a failure. */
  public interface Reaction<T> {
    /** Called once; the value means nothing if there is a failure. */
    void react(T value, @Nullable Throwable failure);
  }
}
