package org.meseta.master.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TableTest {

  @Test
  void doesNotChangeTheTableThatItIsMadeFrom() {
    Table<String, Integer> one = Table.<String, Integer>empty().and("a", 1);
    Table<String, Integer> two = one.and("a", 2).and("b", 3);
    assertThat(one).containsExactlyEntriesOf(Map.of("a", 1));
    assertThat(two).containsOnlyKeys("a", "b").containsEntry("a", 2);
    assertThat(two.without("a")).containsExactlyEntriesOf(Map.of("b", 3));
    assertThat(one.without("none")).isSameAs(one);
    assertThatThrownBy(() -> two.put("c", 4)).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void isTheSameMapWhateverHappenedToIt() {
    SplittableRandom random = new SplittableRandom(7);
    Table<Integer, Integer> table = Table.empty();
    Map<Integer, Integer> map = new HashMap<>();
    for (int i = 0; i < 20_000; i++) {
      int key = random.nextInt(500);
      if (random.nextInt(3) == 0) {
        table = table.without(key);
        map.remove(key);
      } else {
        table = table.and(key, i);
        map.put(key, i);
      }
    }
    assertThat(table).isEqualTo(map).hasSameSizeAs(map);
    assertThat(Table.of(map)).isEqualTo(table);
  }

  @Test
  void forgetsTheOldest() {
    History<Integer> history = History.empty();
    for (int i = 0; i < 10; i++) {
      history = history.and(i, 3);
    }
    assertThat(history).containsExactly(7, 8, 9);
    assertThat(History.of(List.of(1, 2)).and(3, 0)).isEmpty();
  }

  @Test
  void knowsWhatIsAName() {
    assertThat(List.of("a", "A-b_c.d", "ü", "...")).allMatch(id -> Ids.invalid(id).isEmpty());
    assertThat(List.of("", ".", "..", "a/b", "a\\b", "a\nb", "a\u0000", "x".repeat(256)))
        .allMatch(id -> Ids.invalid(id).isPresent());
  }
}
