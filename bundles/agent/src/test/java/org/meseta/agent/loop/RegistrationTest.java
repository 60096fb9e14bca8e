package org.meseta.agent.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meseta.protocol.v1.TaskState.TASK_DROPPED;
import static org.meseta.protocol.v1.TaskState.TASK_LOST;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meseta.protocol.link.AgentMessage;
import org.meseta.protocol.link.AgentRegistered;
import org.meseta.protocol.link.AgentReregistered;
import org.meseta.protocol.link.MasterMessage;
import org.meseta.protocol.link.RegisterAgent;
import org.meseta.protocol.link.ReregisterAgent;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.FrameworkInfo.Capability;
import org.meseta.protocol.v1.TaskID;
import org.meseta.protocol.v1.TaskStatus.Reason;

class RegistrationTest {
  private static final TaskID OTHER = TaskID.newBuilder().setValue("other").build();

  @TempDir Path work;
  private Rig rig;

  @BeforeEach
  void start() {
    rig = new Rig(work).start();
  }

  @AfterEach
  void nothingFailedOnTheLoop() {
    assertThat(rig.time.failures()).isEmpty();
  }

  @Test
  void registersWhenItMeetsItsFirstMaster() {
    rig.connect();

    RegisterAgent register = rig.link.sent.get(0).getRegister();
    assertThat(register.getAgent().hasId()).isFalse();
    assertThat(register.getAgent().getHostname()).isEqualTo("localhost");
    assertThat(register.getVersion()).isEqualTo("1.11.0");
    assertThat(register.getCapabilitiesList()).isNotEmpty();
    assertThat(rig.agent.host().master()).isEmpty();

    rig.registered();

    assertThat(rig.agent.host().master()).contains(Rig.MASTER);
    assertThat(rig.agent.host().info().getId()).isEqualTo(Rig.agentId());
  }

  @Test
  void asksAgainUnderTheSameNameUntilItIsAnswered() {
    rig.connect().advance(Duration.ofMinutes(10));

    List<String> names =
        rig.link.sent.stream().map(m -> m.getRegister().getRegistrationId()).toList();
    assertThat(names).hasSizeBetween(9, 25);
    assertThat(names.stream().distinct()).hasSize(1);

    rig.registered();
    rig.link.sent.clear();
    rig.advance(Duration.ofMinutes(10));
    assertThat(rig.link.sent).isEmpty();
  }

  @Test
  void writesItsIdDownBeforeItUsesIt() {
    rig.connect();
    MasterMessage registered =
        MasterMessage.newBuilder()
            .setRegistered(AgentRegistered.newBuilder().setAgentId(Rig.agentId()))
            .build();
    rig.agent.masterSent(rig.link, registered);
    Path info = work.resolve("meta/slaves/latest/slave.info");

    while (rig.agent.host().master().isEmpty()) {
      assertThat(rig.time.step()).isTrue();
    }

    assertThat(info).exists();
  }

  @Test
  void holdsTasksBackUntilItsIdIsWrittenDown() {
    rig.connect();
    rig.agent.masterSent(
        rig.link,
        MasterMessage.newBuilder()
            .setRegistered(AgentRegistered.newBuilder().setAgentId(Rig.agentId()))
            .build());
    rig.run(Rig.framework(), Rig.task("x"));

    assertThat(rig.host.boxes).hasSize(1);
    assertThat(rig.executor().sandbox().toString()).contains("/slaves/m-S0/");
  }

  @Test
  void endsALinkOnWhichItIsCalledByAnotherName() {
    rig.connect().registered();
    rig.send(
        MasterMessage.newBuilder()
            .setRegistered(
                AgentRegistered.newBuilder().setAgentId(AgentID.newBuilder().setValue("m-S9"))));

    assertThat(rig.link.closed).isPresent();
    assertThat(rig.agent.host().info().getId()).isEqualTo(Rig.agentId());
  }

  @Test
  void registersOverTheNextLinkThoughItsIdCouldNotBeWrittenForTheLastOne() throws IOException {
    Path inTheWay = Files.writeString(work.resolve("meta/slaves"), "no folder");
    rig.connect();
    rig.give(registered(Rig.ID));
    rig.agent.masterDisconnected(rig.link, "gone");
    rig.connect();
    assertThat(rig.link.sent).hasSize(1);

    Files.delete(inTheWay);
    rig.registered();

    assertThat(rig.agent.host().master()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "..", "../../x", "a/b", "latest", ".trash", "\ud800"})
  void takesNoIdThatCannotBeTheNameOfItsFolder(String id) {
    rig.connect().send(registered(id));

    assertThat(rig.link.closed).isPresent();
    assertThat(rig.agent.host().info().hasId()).isFalse();
    assertThat(work.resolve("meta/slaves")).doesNotExist();
  }

  @Test
  void runsNothingBeforeItIsRegistered() {
    rig.connect().run(Rig.framework(), Rig.task("x"));

    assertThat(rig.host.boxes).isEmpty();
    assertThat(rig.agent.host().frameworks()).isEmpty();
    assertThat(work.resolve("slaves")).doesNotExist();
  }

  @Test
  void isNobodyAgainThatItNeverWas() {
    rig.connect()
        .send(
            MasterMessage.newBuilder()
                .setReregistered(
                    AgentReregistered.newBuilder().setAgentId(AgentID.newBuilder().setValue(""))));

    assertThat(rig.link.closed).isPresent();
    assertThat(work.resolve("meta/slaves")).doesNotExist();
  }

  private static MasterMessage.Builder registered(String id) {
    return MasterMessage.newBuilder()
        .setRegistered(AgentRegistered.newBuilder().setAgentId(AgentID.newBuilder().setValue(id)));
  }

  @Test
  void saysAllItHasWhenItComesBack() {
    rig.connect().registered().run(Rig.framework(), Rig.task("x"));
    rig.agent.masterDisconnected(rig.link, "gone");
    rig.time.run();
    assertThat(rig.agent.host().master()).isEmpty();

    rig.connect();

    ReregisterAgent again = rig.link.sent.get(0).getReregister();
    assertThat(again.getAgent().getId()).isEqualTo(Rig.agentId());
    assertThat(again.getFrameworksList()).containsExactly(Rig.framework());
    assertThat(again.getTasks(0).getTaskId()).isEqualTo(Rig.TASK);
    assertThat(again.getExecutorsList()).isEmpty();
  }

  @Test
  void registersAgainWhenTheMasterHasForgottenIt() {
    rig.connect().registered();
    rig.agent.masterHeartbeat(rig.link, true);
    rig.time.run();
    assertThat(rig.link.sent).hasSize(1);

    rig.agent.masterHeartbeat(rig.link, false);
    rig.time.run();

    assertThat(rig.link.sent.get(1).hasReregister()).isTrue();
    rig.reregistered();
    assertThat(rig.agent.host().master()).isPresent();
  }

  @Test
  void answersForTasksThatItDoesNotKnow() {
    rig.connect().registered().run(Rig.framework(), Rig.task("x"));
    rig.agent.masterDisconnected(rig.link, "gone");
    rig.connect().reregistered(OTHER, Rig.TASK);

    List<AgentMessage> about =
        rig.link.sent.stream()
            .filter(m -> m.getStatusUpdate().getStatus().getTaskId().equals(OTHER))
            .toList();
    assertThat(about).hasSize(1);
    assertThat(about.get(0).getStatusUpdate().getStatus().getState()).isEqualTo(TASK_LOST);
    assertThat(about.get(0).getStatusUpdate().getStatus().getReason())
        .isEqualTo(Reason.REASON_RECONCILIATION);
  }

  @Test
  void saysDroppedToThoseWhoKnowPartitions() {
    rig.connect().registered().run(Rig.framework(Capability.Type.PARTITION_AWARE), Rig.task("x"));
    rig.agent.masterDisconnected(rig.link, "gone");
    rig.connect().reregistered(OTHER);

    assertThat(rig.link.states()).contains(TASK_DROPPED);
  }

  @Test
  void tellsThePortThatItListensOn() {
    rig.agent.listensOn(4711);
    rig.connect();

    assertThat(rig.link.sent.get(0).getRegister().getAgent().getPort()).isEqualTo(4711);
  }
}
