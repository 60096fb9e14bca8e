package org.meseta.master.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.meseta.master.registry.proto.Change;
import org.meseta.master.state.RecoveredAgent;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.AgentInfo;
import org.meseta.protocol.v1.MasterInfo;
import org.meseta.protocol.v1.Value;
import org.meseta.protocol.v1.quota.QuotaConfig;
import org.meseta.runtime.ManualTime;
import org.meseta.storage.InMemoryLog;

class RegisteredTest {
  private static final Instant THEN = Instant.parse("1969-07-20T20:17:40.123456789Z");

  private final ManualTime time = new ManualTime(3);
  private final Registered registered = new Registered();
  private final LogRegistry registry =
      new LogRegistry(
          time.loop("master"),
          new InMemoryLog(registered),
          registered,
          Duration.ofSeconds(1),
          time.metrics(),
          why -> {
            throw new AssertionError(why);
          });

  private static AgentID id(int number) {
    return AgentID.newBuilder().setValue("m-S" + number).build();
  }

  private static AgentInfo agent(int number, String hostname) {
    return AgentInfo.newBuilder().setId(id(number)).setHostname(hostname).setPort(5051).build();
  }

  private static QuotaConfig quota(String role, double cpus) {
    return QuotaConfig.newBuilder()
        .setRole(role)
        .putGuarantees("cpus", Value.Scalar.newBuilder().setValue(cpus).build())
        .build();
  }

  @Test
  void remembersWhatIsTrueOfEachAgentLast() {
    for (int i = 1; i <= 5; i++) {
      registry.admit(agent(i, "old"));
    }
    registry.admit(agent(1, "new"));
    registry.markUnreachable(id(2), THEN);
    registry.markGone(id(3), THEN.plusSeconds(1));
    registry.remove(id(4));
    registry.markUnreachable(id(5), THEN);
    registry.admit(agent(5, "back"));
    Remembered remembered = registered.remembered();
    assertThat(remembered.agents())
        .extracting(RecoveredAgent::info)
        .containsExactlyInAnyOrder(agent(1, "new"), agent(5, "back"));
    assertThat(remembered.unreachable()).isEqualTo(Map.of(id(2), THEN));
    assertThat(remembered.gone()).isEqualTo(Map.of(id(3), THEN.plusSeconds(1)));
    registry.markGone(id(2), THEN);
    registry.forget(Set.of(id(3)));
    assertThat(registered.remembered().unreachable()).isEmpty();
    assertThat(registered.remembered().gone()).isEqualTo(Map.of(id(2), THEN));
  }

  @Test
  void remembersTheLastWeightAndQuotaOfEachRole() {
    registry.weigh(Map.of("a", 2.0, "b", 3.0));
    registry.weigh(Map.of("a", 1.0));
    registry.limit(List.of(quota("a", 4), quota("b", 2)));
    registry.limit(List.of(QuotaConfig.newBuilder().setRole("b").build()));
    assertThat(registered.remembered().weights()).isEqualTo(Map.of("a", 1.0, "b", 3.0));
    assertThat(registered.remembered().quotas()).containsExactly(quota("a", 4));
  }

  @Test
  void isTheSameAfterASnapshotAtAnyTime() {
    RandomGenerator random = time.random();
    for (int i = 0; i < 2000; i++) {
      changeSomething(random);
      if (i % 50 == 0) {
        assertSameWhenRestored();
      }
    }
    registry.lead(MasterInfo.newBuilder().setId("m").setIp(1).setPort(2).build());
    assertSameWhenRestored();
  }

  private void changeSomething(RandomGenerator random) {
    int number = random.nextInt(40);
    switch (random.nextInt(9)) {
      case 0, 1 -> registry.admit(agent(number, "host" + random.nextInt(3)));
      case 2 -> registry.markUnreachable(id(number), THEN.plusSeconds(random.nextInt(100)));
      case 3 -> registry.markGone(id(number), THEN);
      case 4 -> registry.forget(Set.of(id(number), id(number + 1)));
      case 5 -> registry.deactivate(id(number));
      case 6 -> registry.reactivate(id(number));
      case 7 -> registry.weigh(Map.of("role" + number, random.nextDouble() + 0.1));
      default -> registry.limit(List.of(quota("role" + number, random.nextInt(3))));
    }
  }

  private void assertSameWhenRestored() {
    byte[] snapshot = registered.snapshot();
    Registered restored = new Registered();
    restored.restore(snapshot);
    Remembered before = registered.remembered();
    Remembered after = restored.remembered();
    assertThat(after).isEqualTo(before);
    assertThat(restored.snapshot()).isEqualTo(snapshot);
    assertThat(restored.size()).isEqualTo(registered.size());
  }

  @Test
  void refusesWhatANewerMasterHasWritten() {
    byte[] newer =
        Change.newBuilder()
            .setVersion(Registered.VERSION + 1)
            .setRemove(id(1))
            .build()
            .toByteArray();
    assertThatThrownBy(() -> registered.apply(newer)).hasMessageContaining("newer master");
    byte[] unknown = Change.newBuilder().setVersion(1).build().toByteArray();
    assertThatThrownBy(() -> registered.apply(unknown)).hasMessageContaining("unknown kind");
    assertThatThrownBy(() -> registered.restore(new byte[] {1, 2, 3}))
        .hasMessageContaining("cannot be read");
  }
}
