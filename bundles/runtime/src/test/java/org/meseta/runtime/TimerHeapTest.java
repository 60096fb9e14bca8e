package org.meseta.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TimerHeapTest {

  @Property
  void runsByDeadlineThenInTheOrderGivenAndNeverWhatWasCancelled(
      @ForAll @Size(max = 60) List<@IntRange(max = 9) Integer> deadlines,
      @ForAll @IntRange(max = 4) int cancelEach) {
    TimerHeap heap = new TimerHeap();
    List<String> ran = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < deadlines.size(); i++) {
      String name = deadlines.get(i) + "/" + (1000 + i);
      TimerHeap.Entry entry = heap.entry(deadlines.get(i), () -> ran.add(name));
      heap.add(entry);
      if (cancelEach > 0 && i % cancelEach == 0) {
        assertThat(entry.cancel()).isTrue();
        assertThat(entry.cancel()).isFalse();
      } else {
        expected.add(name);
      }
    }
    expected.sort(Comparator.naturalOrder());
    drain(heap);
    assertThat(ran).isEqualTo(expected);
    assertThat(heap.earliest()).isNull();
  }

  @Test
  void cancelledTimersTakeNoRoomForLong() {
    TimerHeap heap = new TimerHeap();
    for (int i = 0; i < 500_000; i++) {
      TimerHeap.Entry entry = heap.entry(1_000_000 + i, () -> {});
      heap.add(entry);
      entry.cancel();
    }
    assertThat(heap.size()).isLessThan(5_000);
  }

  private static void drain(TimerHeap heap) {
    Runnable task = heap.due(100);
    while (task != null) {
      task.run();
      task = heap.due(100);
    }
  }
}
