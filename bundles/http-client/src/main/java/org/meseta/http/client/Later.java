package org.meseta.http.client;

import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** What is done when something asynchronous has ended. */
final class Later {
  private Later() {}

  /** Calls {@code end} with the result or the failure; what it throws is lost. */
  static <T> void then(
      CompletionStage<T> stage, BiConsumer<? super @Nullable T, ? super @Nullable Throwable> end) {
    stage.whenComplete(end);
  }
}
