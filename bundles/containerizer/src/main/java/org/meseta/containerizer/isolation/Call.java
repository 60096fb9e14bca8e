package org.meseta.containerizer.isolation;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.meseta.plugin.isolator.Isolator;

/**
 * A call that some version of an isolator is to answer.
 *
 * @param <T> type of the answer
 */
final class Call<T> {
  final String what;
  final CompletableFuture<T> answer = new CompletableFuture<>();

  /** If there: it waits for ever for an isolator, and this is told when it begins to. */
  final Optional<Runnable> postponed;

  /** It waits no longer than for the version that is just being made. */
  boolean overdue;

  private final Function<Isolator, CompletionStage<T>> question;

  /**
   * To be asked before the question when nobody knows how far an earlier version has got with it.
   */
  private final Function<Isolator, CompletionStage<Void>> before;

  private boolean unsure;

  Call(
      String what,
      Optional<Runnable> postponed,
      Function<Isolator, CompletionStage<T>> question,
      Function<Isolator, CompletionStage<Void>> before) {
    this.what = what;
    this.postponed = postponed;
    this.question = question;
    this.before = before;
  }

  /** The version that is asked next was told of the container, and maybe asked this before. */
  void isUnsure() {
    unsure = true;
  }

  CompletableFuture<T> ask(Version version) {
    return unsure
        ? version.ask(what, before).thenCompose(nothing -> version.ask(what, question))
        : version.ask(what, question);
  }
}
