package org.meseta.recording;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import org.meseta.plugin.allocator.Allocator;
import org.meseta.plugin.allocator.AllocatorFactory;
import org.meseta.recording.proto.Step;

/**
 * Does again what was recorded, step by step: same input, same clock, same timers, same randomness.
 * Ends at the first difference, since nothing can be compared after that.
 */
final class ExactReplay {
  private final Recording recording;
  private final ReplayContext context;
  private final Findings findings = new Findings();

  ExactReplay(Recording recording) {
    this.recording = recording;
    this.context =
        new ReplayContext(Headers.options(recording.header()), recording.header().getSeed(), true);
  }

  ReplayReport run(AllocatorFactory factory) throws IOException {
    Optional<Step> first = recording.next();
    if (first.isEmpty()) {
      return findings.report();
    }
    Allocator[] made = new Allocator[1];
    boolean same = does(first.get(), () -> made[0] = factory.create(context));
    if (made[0] == null) {
      return findings.report();
    }
    try (Allocator allocator = made[0]) {
      Telling telling = new Telling(allocator);
      Optional<Step> step = same ? recording.next() : Optional.empty();
      while (step.isPresent()) {
        Step now = step.get();
        step = does(now, () -> perform(now, telling)) ? recording.next() : Optional.empty();
      }
      return findings.report();
    }
  }

  private boolean perform(Step step, Telling telling) {
    if (step.hasTimer()) {
      context
          .timer(step.getTimer())
          .orElseThrow(() -> new DivergedException("it has not set the timer that fired then"))
          .run();
    } else {
      telling.tell(step.getInput());
    }
    return true;
  }

  /** Whether all was the same. */
  private boolean does(Step step, Supplier<Object> action) {
    context.begin(step.getNanos(), step.getReadingsList());
    context.grants().clear();
    findings.step(step.getNanos());
    String failure = failure(action);
    Grants recorded = new Grants();
    recorded.add(step.getGrantsList());
    if (!failure.equals(step.getFailure())) {
      findings.difference("it failed with '%s', was '%s'".formatted(failure, step.getFailure()));
      return false;
    }
    if (context.readingsLeft() > 0) {
      findings.difference("it looks at the clock less often than was recorded");
      return false;
    }
    if (!context.asks().equals(step.getAsksList().stream().sorted(Asks.ORDER).toList())) {
      findings.difference("its inverse offers are not those that were recorded");
      return false;
    }
    findings.offers(recorded, context.grants());
    return recorded.isSameAs(context.grants());
  }

  private static String failure(Supplier<Object> action) {
    try {
      Object unused = action.get();
      return "";
    } catch (RuntimeException | StackOverflowError e) {
      return String.valueOf(e);
    }
  }
}
