package org.meseta.master.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.meseta.runtime.ManualTime;
import org.meseta.storage.StateLog;
import org.meseta.storage.StateLogs;

class RegistryOpeningTest {
  private final ManualTime time = new ManualTime();
  private final List<HeldLog> logs = new ArrayList<>();
  private final List<String> told = new ArrayList<>();

  private RegistryOpening begin() {
    return begin(
        (folder, state) -> {
          logs.add(new HeldLog(state));
          return logs.get(0);
        });
  }

  private RegistryOpening begin(StateLogs kind) {
    RegistryOpening opening =
        RegistryOpening.begin(
            time,
            kind,
            Path.of("/nowhere"),
            Duration.ofMinutes(1),
            new RegistryOpening.Listener() {
              @Override
              public void opened(StateLog log, Registered registered) {
                told.add("opened");
              }

              @Override
              public void failed(String why) {
                told.add(why);
              }
            });
    time.run();
    return opening;
  }

  @Test
  void tellsWhenTheLogLeads() {
    begin();
    assertThat(told).isEmpty();
    logs.get(0).leads.complete(null);
    time.advance(Duration.ofMinutes(2));
    assertThat(told).containsExactly("opened");
    assertThat(logs.get(0).closed).isFalse();
    assertThat(time.metrics().snapshot()).containsKey("registrar/state_fetch_ms");
  }

  @Test
  void failsWhenTheLogDoesNotLeadInTime() {
    begin();
    time.advance(Duration.ofMinutes(1));
    assertThat(told)
        .containsExactly(
            "The registry cannot be used: it could not be read within --registry_fetch_timeout of"
                + " 1mins");
    logs.get(0).leads.complete(null);
    assertThat(told).hasSize(1);
    assertThat(logs.get(0).closed).isTrue();
  }

  @Test
  void failsWithTheReasonWhenTheLogIsRefused() {
    begin(
        (folder, state) -> {
          throw new IOException("/w/log_0-9 is damaged at offset 77");
        });
    assertThat(told)
        .containsExactly("The registry cannot be used: /w/log_0-9 is damaged at offset 77");
  }

  @Test
  void failsWhenTheLogWillNeverLead() {
    begin();
    logs.get(0).leads.completeExceptionally(new IOException("no leader"));
    assertThat(told).containsExactly("The registry cannot be used: no leader");
    assertThat(logs.get(0).closed).isTrue();
  }

  @Test
  void tellsNothingOnceItIsClosed() {
    begin().close();
    logs.get(0).leads.complete(null);
    time.advance(Duration.ofMinutes(2));
    assertThat(told).isEmpty();
    assertThat(logs.get(0).closed).isTrue();
  }
}
