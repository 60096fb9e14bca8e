package org.meseta.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.meseta.plugin.Timers;
import org.meseta.plugin.allocator.AllocatorFactory;
import org.meseta.plugins.allocator.hierarchical.HierarchicalFactory;
import org.meseta.recording.proto.Header;
import org.meseta.recording.proto.Step;
import org.meseta.testkit.allocator.AllocatorBench;
import org.meseta.testkit.allocator.Given;

class RecorderTest {
  private final List<Timers> timers = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();
  private final List<String> ends = new ArrayList<>();
  private boolean others;

  private final class Steps implements Tape {
    @Override
    public void begin(Header header) {
      // of no interest
    }

    @Override
    public void add(Step step) {
      steps.add(step);
    }

    @Override
    public void end(String reason) {
      ends.add(reason);
    }

    @Override
    public boolean isOver() {
      return !ends.isEmpty();
    }
  }

  /** What a bundle that comes tells its allocator cannot be found in the master's calls. */
  @Test
  void endsWhenOthersThanTheMasterTellTheAllocatorSomething() {
    AllocatorFactory heard =
        context -> {
          timers.add(context.timers());
          return new HierarchicalFactory().create(context);
        };
    AllocatorBench bench =
        new AllocatorBench(
            context ->
                new Recorder("hierarchical", "test", 7, context.clock(), () -> !others, new Steps())
                    .make(heard, context),
            Given.options(),
            7);
    bench.framework("f", "r");
    bench.agent("a", "cpus:1;mem:100");
    assertThat(ends).isEmpty();
    int before = steps.size();
    assertThat(before).isPositive();

    List<String> ran = new ArrayList<>();
    others = true;
    timers.get(0).schedule(Duration.ZERO, () -> ran.add("told"));
    others = false;
    bench.rounds(3);

    assertThat(Set.copyOf(ends)).hasSize(1);
    assertThat(ran).containsExactly("told");
    assertThat(steps).hasSize(before);
    assertThat(bench.offers()).hasSize(1);
  }
}
