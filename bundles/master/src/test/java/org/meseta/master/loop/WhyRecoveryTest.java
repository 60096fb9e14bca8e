package org.meseta.master.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.meseta.master.api.Explanation;
import org.meseta.master.api.Explanation.HoldOff;
import org.meseta.master.api.Explanation.Recovery;
import org.meseta.master.registry.Registered;

/** Why nothing is offered while agents of the former master are missing. */
class WhyRecoveryTest {
  private static final String BIG = "cpus:4;mem:1024";

  private final Registered registered = new Registered();
  private final WhySetting before = new WhySetting(registered);

  private static Explanation only(WhySetting setting, TestScheduler scheduler) {
    assertThat(setting.why(scheduler.id())).hasSize(1);
    return setting.why(scheduler.id()).get(0);
  }

  @Test
  void countsTheAgentsThatHaveNotComeBack() {
    before.agent(BIG);
    before.agent(BIG);
    WhySetting after = new WhySetting(registered);
    TestScheduler s = after.scheduler("s", "web").subscribe();
    Explanation explanation = only(after, s);
    assertThat(explanation.agents()).isZero();
    assertThat(explanation.recovery()).isEqualTo(new Recovery(2, Optional.empty()));
  }

  @Test
  void saysHowLongNothingIsOfferedForTheSakeOfQuotas() {
    for (int i = 0; i < 5; i++) {
      before.agent(BIG);
    }
    before.quota("batch", "", "cpus:1");
    WhySetting after = new WhySetting(registered);
    TestScheduler s = after.scheduler("s", "web").subscribe();
    Recovery recovery = only(after, s).recovery();
    assertThat(recovery.missing()).isEqualTo(5);
    HoldOff holdOff = recovery.holdOff().orElseThrow();
    assertThat(holdOff.agents()).isEqualTo(4);
    assertThat(holdOff.until())
        .isAfter(after.rig.time.now().plus(Duration.ofMinutes(9)))
        .isBefore(after.rig.time.now().plus(Duration.ofMinutes(11)));

    for (int i = 0; i < 3; i++) {
      after.returns(before.agents.get(i));
    }
    assertThat(only(after, s).recovery())
        .isEqualTo(new Recovery(2, Optional.of(new HoldOff(1, holdOff.until()))));
    assertThat(s.offers()).isEmpty();
    after.returns(before.agents.get(3));
    assertThat(only(after, s).recovery()).isEqualTo(new Recovery(1, Optional.empty()));
    after.seconds(3);
    assertThat(s.offers()).isNotEmpty();
  }

  @Test
  void offersBeginWhenTheTimeIsOver() {
    before.agent(BIG);
    before.quota("batch", "", "cpus:1");
    WhySetting after = new WhySetting(registered);
    TestScheduler s = after.scheduler("s", "web").subscribe();
    HoldOff holdOff = only(after, s).recovery().holdOff().orElseThrow();
    after.rig.time.advance(Duration.between(after.rig.time.now(), holdOff.until()).plusSeconds(1));
    assertThat(only(after, s).recovery().holdOff()).isEmpty();
  }
}
