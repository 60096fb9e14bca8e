package org.meseta.plugins.allocator.hierarchical.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.meseta.plugin.allocator.Quota;
import org.meseta.plugins.allocator.hierarchical.share.Dimensions;
import org.meseta.resources.ResourceLimits;
import org.meseta.resources.ResourceQuantities;

class QuotaBookTest {

  private final Dimensions dimensions = new Dimensions();
  private final int cpus = dimensions.of("cpus");
  private final QuotaBook book = new QuotaBook(dimensions);

  private static ResourceQuantities cpus(int count) {
    return ResourceQuantities.ofMilli(Map.of("cpus", (long) count));
  }

  private static Quota quota(int guarantee, int limit) {
    return new Quota(cpus(guarantee), ResourceLimits.ofMilli(Map.of("cpus", (long) limit)));
  }

  private void begin(int free) {
    book.restart();
    book.begin();
    book.free(dimensions.amounts(cpus(free)));
  }

  private Room room(String role, Stage stage) {
    return book.rooms(role).in(stage);
  }

  @Test
  void aRoleBelowIsOwedWhatIsKeptForItAndNotWhatIsKeptForOthers() {
    book.update(Map.of("eng", quota(10, 20), "eng/a", quota(4, 20), "eng/b", quota(5, 6)));
    begin(100);
    assertThat(room("eng/a", Stage.GUARANTEES).owed(cpus)).isEqualTo(5);
    assertThat(room("eng/b/c", Stage.GUARANTEES).owed(cpus)).isEqualTo(6);
    assertThat(room("eng/other", Stage.GUARANTEES).owed(cpus)).isEqualTo(1);
    assertThat(room("ops", Stage.GUARANTEES).owed(cpus)).isZero();
    assertThat(room("ops", Stage.FAIR_SHARES).most(cpus)).isEqualTo(90);
  }

  @Test
  void whatARoleConsumesCountsForAllAbove() {
    book.update(Map.of("eng", quota(0, 20), "eng/a", quota(0, 15)));
    begin(100);
    book.consume("eng/a/x", cpus(3));
    book.consume("eng/b", cpus(10));
    assertThat(book.consumed("eng", "cpus")).isEqualTo(13);
    assertThat(book.consumed("eng/a", "cpus")).isEqualTo(3);
    assertThat(room("eng/a", Stage.FAIR_SHARES).withinLimits(cpus)).isEqualTo(7);
    assertThat(room("eng/a", Stage.FAIR_SHARES).limitedBy(cpus)).isEqualTo("eng");
    book.giveBack("eng/b", cpus(10));
    assertThat(room("eng/a", Stage.FAIR_SHARES).withinLimits(cpus)).isEqualTo(12);
    assertThat(room("eng/a", Stage.FAIR_SHARES).limitedBy(cpus)).isEqualTo("eng/a");
  }

  @Test
  void headroomShrinksByWhatIsTakenAndByWhatIsOwed() {
    book.update(Map.of("owed", quota(10, 50)));
    begin(15);
    assertThat(room("r", Stage.FAIR_SHARES).most(cpus)).isEqualTo(5);
    book.consume("owed", cpus(4));
    book.taken(cpus(4));
    assertThat(room("r", Stage.FAIR_SHARES).most(cpus)).isEqualTo(5);
    book.taken(cpus(3));
    assertThat(room("r", Stage.FAIR_SHARES).most(cpus)).isEqualTo(2);
    book.taken(cpus(3));
    assertThat(room("r", Stage.FAIR_SHARES).most(cpus)).isZero();
    assertThat(book.isAnythingOwed()).isTrue();
    book.consume("owed", cpus(6));
    assertThat(book.isAnythingOwed()).isFalse();
  }

  @Test
  void moreConsumedThanOwedIsNotOwedToOthers() {
    book.update(Map.of("r", quota(2, 50), "s", quota(2, 50)));
    begin(10);
    book.consume("r", cpus(8));
    assertThat(room("s", Stage.GUARANTEES).owed(cpus)).isEqualTo(2);
    assertThat(room("t", Stage.FAIR_SHARES).most(cpus)).isEqualTo(8);
  }
}
