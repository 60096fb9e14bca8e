package org.meseta.plugins.allocator.hierarchical;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.meseta.resources.Resources;

class RefusalsTest {

  private static final Resources ALL = Resources.parse("cpus:4;mem:64", "*");
  private static final Resources PART = Resources.parse("cpus:4", "*");

  private final Refusals refusals = new Refusals();
  private int count;

  private void add(int slot, Resources refused, long until, int round) {
    refusals.add(slot, refused, until, round, this::counted);
  }

  private void counted(int slot, int change) {
    count += change;
  }

  @Test
  void holdsUntilOneRoundIsOverHoweverLateItComes() {
    add(3, ALL, 10, 7);
    assertThat(refusals.block(3, PART, 1000, 7)).isTrue();
    assertThat(refusals.expire(1000, 7, this::counted)).isFalse();
    assertThat(refusals.block(3, PART, 1000, 8)).isFalse();
    assertThat(refusals.expire(1000, 8, this::counted)).isTrue();
    assertThat(count).isZero();
  }

  @Test
  void aLongerRefusalOfMoreReplacesAShorterOne() {
    add(0, PART, 10, 0);
    add(0, ALL, 20, 0);
    assertThat(count).isEqualTo(1);
    add(0, PART, 30, 0);
    assertThat(count).isEqualTo(2);
    assertThat(refusals.block(0, ALL, 25, 1)).isFalse();
    assertThat(refusals.block(0, PART, 25, 1)).isTrue();
    refusals.expire(25, 1, this::counted);
    assertThat(count).isEqualTo(1);
  }

  @Test
  void keepsABoundedNumberForOneClient() {
    for (int i = 0; i < 1000; i++) {
      add(0, Resources.parse("ports:[" + i + "-" + i + "]", "*"), 10, 0);
    }
    assertThat(count).isLessThanOrEqualTo(16);
  }

  @Test
  void knowsNothingOfClientsThatNeverRefused() {
    add(5, ALL, 10, 0);
    assertThat(refusals.block(4, PART, 0, 0)).isFalse();
    assertThat(refusals.block(1000, PART, 0, 0)).isFalse();
    refusals.drop(1000, this::counted);
    refusals.dropAll(this::counted);
    assertThat(refusals.block(5, PART, 0, 0)).isFalse();
    assertThat(count).isZero();
  }
}
