package org.meseta.plugin.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PluginBoardTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final PluginBoard board = new PluginBoard();

  private PluginEntry entry(String name) {
    return board.add("agent", "isolator", name, Origin.NONE, PluginState.AVAILABLE, "", NOW);
  }

  @Test
  void showsWhatPluginsAreNow() {
    PluginEntry entry = entry("b");
    entry("a");
    entry.is(PluginState.QUARANTINED, "it broke", NOW.plusSeconds(1));
    assertThat(board.plugins()).extracting(PluginStatus::name).containsExactly("a", "b");
    PluginStatus status = board.plugins().get(1);
    assertThat(status.state()).isEqualTo(PluginState.QUARANTINED);
    assertThat(status.reason()).isEqualTo("it broke");
    assertThat(status.since()).isEqualTo(NOW.plusSeconds(1));
    entry.remove();
    assertThat(board.plugins()).hasSize(1);
  }

  @Test
  void remembersTheEndOfALongStory() {
    List<PluginEvent> heard = new ArrayList<>();
    Runnable end = board.listen(heard::add);
    PluginEntry entry = entry("a");
    for (int i = 0; i < 1000; i++) {
      entry.is(PluginState.RUNNING, "" + i, NOW);
    }
    assertThat(board.events()).hasSize(500).last().extracting(PluginEvent::reason).isEqualTo("999");
    assertThat(heard).hasSize(1001);
    end.run();
    entry.is(PluginState.RUNNING, "", NOW);
    assertThat(heard).hasSize(1001);
  }

  @Test
  void keepsTheLastRefusalOfEachFileUntilItIsInstalled() {
    board.refuse(new Refusal(NOW, "a.jar", "one"));
    board.refuse(new Refusal(NOW, "b.jar", "two"));
    board.refuse(new Refusal(NOW, "a.jar", "three"));
    assertThat(board.refusals()).extracting(Refusal::reason).containsExactly("two", "three");
    Deployment installed = new Deployment(NOW, "a.jar", "a", "1.0.0", "");
    board.deployed(installed);
    assertThat(board.refusals()).extracting(Refusal::file).containsExactly("b.jar");
    assertThat(board.deployments()).containsExactly(installed);
    board.forget("a.jar");
    assertThat(board.deployments()).isEmpty();
    for (int i = 0; i < 1000; i++) {
      board.refuse(new Refusal(NOW, i + ".jar", ""));
    }
    assertThat(board.refusals()).hasSize(100);
  }

  @Test
  void tellsThePercentileToWithinAFifth() {
    CallStats stats = new CallStats();
    for (int i = 1; i <= 1000; i++) {
      stats.ended(Duration.ofMillis(i).toNanos());
    }
    Calls calls = stats.read();
    assertThat(calls.count()).isEqualTo(1000);
    assertThat(calls.maxMillis()).isEqualTo(1000);
    assertThat(calls.p99Millis()).isBetween(990.0, 1000.0);
    assertThat(calls.totalMillis()).isEqualTo(500_500);
  }
}
