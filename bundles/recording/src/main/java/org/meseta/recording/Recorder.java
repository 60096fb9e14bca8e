package org.meseta.recording;

import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.meseta.plugin.Clock;
import org.meseta.plugin.allocator.Allocator;
import org.meseta.plugin.allocator.AllocatorContext;
import org.meseta.plugin.allocator.AllocatorFactory;
import org.meseta.plugin.allocator.UnavailableResources;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.recording.proto.Input;
import org.meseta.recording.proto.Step;
import org.meseta.resources.Resources;

/**
 * Stands between a host and one allocator and writes down all that goes either way: calls, timers,
 * looks at the clock, offers. Begins with the allocator's life, since an allocator's memory cannot
 * be seen. Used on the allocator's loop alone.
 */
public final class Recorder {
  private final String name;
  private final String origin;
  private final long seed;
  private final Clock clock;
  private final BooleanSupplier onLoop;
  private final Tape tape;
  private final long start;
  private Step.@Nullable Builder step;

  /**
   * @param name the allocator's, as in {@code --allocator}
   * @param origin bundle and version that it comes from, for people
   * @param seed where its randomness begins
   * @param onLoop whether the caller runs on the allocator's loop; is asked from any thread
   */
  public Recorder(
      String name, String origin, long seed, Clock clock, BooleanSupplier onLoop, Tape tape) {
    this.name = name;
    this.origin = origin;
    this.seed = seed;
    this.clock = clock;
    this.onLoop = onLoop;
    this.tape = tape;
    this.start = clock.nanoTime();
  }

  /** Makes an allocator, which is recorded from its first moment on. */
  public Allocator make(AllocatorFactory factory, AllocatorContext context) {
    tape.begin(Headers.of(name, origin, seed, context.options()));
    RecordedContext recorded = new RecordedContext(this, context, seed);
    Allocator made = during(Step.newBuilder(), () -> factory.create(recorded));
    if (made == null) {
      throw new IllegalStateException("create gave null");
    }
    return new RecordedAllocator(this, made);
  }

  void told(Supplier<Input.Builder> input, Runnable call) {
    if (tape.isOver()) {
      call.run();
    } else {
      during(Step.newBuilder().setInput(input.get()), call);
    }
  }

  /** An answer may cost the allocator some of its randomness. */
  <T> T asked(Supplier<Input.Builder> question, Supplier<T> answer) {
    return tape.isOver()
        ? answer.get()
        : during(Step.newBuilder().setInput(question.get()), answer);
  }

  void fired(int timer, Runnable task) {
    if (tape.isOver()) {
      task.run();
    } else {
      during(Step.newBuilder().setTimer(timer), task);
    }
  }

  /**
   * Whether the caller is the allocator itself; what others do with it cannot be recorded, and ends
   * the recording. From any thread.
   */
  boolean isItself() {
    boolean itself = onLoop.getAsBoolean();
    if (!itself) {
      tape.end("the allocator was told something by others, maybe that a sorter came or went");
    }
    return itself;
  }

  void looked(long nanos) {
    if (step != null) {
      step.addReadings(nanos);
    }
  }

  void offered(FrameworkID framework, Map<String, Map<AgentID, Resources>> offers) {
    if (step != null) {
      step.addAllGrants(Grants.of(framework, offers).toList());
    }
  }

  void asked(FrameworkID framework, Map<AgentID, UnavailableResources> agents) {
    if (step != null) {
      step.addAllAsks(Asks.of(framework, agents));
    }
  }

  private void during(Step.Builder now, Runnable action) {
    during(
        now,
        () -> {
          action.run();
          return true;
        });
  }

  private <T> T during(Step.Builder now, Supplier<T> action) {
    step = now.setNanos(clock.nanoTime() - start);
    try {
      return action.get();
    } catch (RuntimeException | Error e) {
      now.setFailure(String.valueOf(e));
      throw e;
    } finally {
      step = null;
      tape.add(now.build());
    }
  }
}
