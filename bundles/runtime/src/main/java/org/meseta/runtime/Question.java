package org.meseta.runtime;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/** A question to a loop and its answer. */
final class Question<T> extends CompletableFuture<T> implements Runnable {
  private final Supplier<T> question;

  Question(Supplier<T> question) {
    this.question = question;
  }

  @Override
  @SuppressWarnings("CatchingUnchecked") // whatever it throws is its answer
  public void run() {
    try {
      complete(question.get());
    } catch (Throwable e) {
      completeExceptionally(e);
    }
  }

  /** Answers that the loop is closed. */
  Question<T> refuse(String loop) {
    completeExceptionally(new RejectedExecutionException("loop " + loop + " is closed"));
    return this;
  }
}
