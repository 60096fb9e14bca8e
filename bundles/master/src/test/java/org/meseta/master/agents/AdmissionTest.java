package org.meseta.master.agents;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meseta.protocol.link.ReregisterAgent;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.AgentInfo;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.Task;
import org.meseta.protocol.v1.TaskID;
import org.meseta.protocol.v1.TaskState;
import org.meseta.protocol.v1.Value;
import org.meseta.resources.Domains;
import org.meseta.resources.Resources;

class AdmissionTest {
  private static final AgentInfo GOOD =
      AgentInfo.newBuilder()
          .setHostname("one")
          .setPort(5051)
          .setId(AgentID.newBuilder().setValue("S0"))
          .addAllResources(Resources.parse("cpus:1", "*").toList())
          .build();

  @ParameterizedTest
  @ValueSource(strings = {"1.0.0", "1.11.0", "2.0", "10"})
  void admitsVersionsFromOneOn(String version) {
    assertThat(problem(GOOD, version)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0.28.2", "x", "-1.0", "v1.0"})
  void refusesOlderVersionsAndOtherTexts(String version) {
    assertThat(problem(GOOD, version)).isPresent();
  }

  @Test
  void refusesAgentsThatMakeNoSense() {
    AgentInfo.Builder bad = GOOD.toBuilder();
    bad.addResourcesBuilder()
        .setName("cpus")
        .setType(Value.Type.SCALAR)
        .getScalarBuilder()
        .setValue(-1);
    assertThat(problem(bad.build(), "1.0.0")).get().asString().contains("resources");
    assertThat(problem(GOOD.toBuilder().setPort(0).build(), "1.0.0")).isPresent();
    assertThat(problem(GOOD.toBuilder().setHostname(" ").build(), "1.0.0")).isPresent();
  }

  @Test
  void refusesAgentsWhoseDomainIsOfNoUseOrMissing() {
    String domain = "{\"fault_domain\":{\"region\":{\"name\":\"r\"},\"zone\":{\"name\":\"z\"}}}";
    AgentInfo somewhere = GOOD.toBuilder().setDomain(Domains.parse(domain)).build();
    assertThat(Admission.invalid(somewhere, "1.0.0", false, false))
        .contains("Agent has a domain, but the master has none");
    assertThat(Admission.invalid(GOOD, "1.0.0", true, true))
        .contains("Agent has no domain, which --require_agent_domain asks for");
    assertThat(Admission.invalid(somewhere, "1.0.0", true, true)).isEmpty();
    assertThat(Admission.invalid(GOOD, "1.0.0", true, false)).isEmpty();
  }

  private static Optional<String> problem(AgentInfo info, String version) {
    return Admission.invalid(info, version, false, false);
  }

  private static String problem(Function<ReregisterAgent.Builder, ReregisterAgent.Builder> change) {
    ReregisterAgent.Builder agent =
        ReregisterAgent.newBuilder().setAgent(GOOD).setVersion("1.11.0");
    return Inventory.invalid(change.apply(agent).build()).orElse("");
  }

  private static Task.Builder task() {
    return Task.newBuilder()
        .setName("t")
        .setTaskId(TaskID.newBuilder().setValue("t"))
        .setFrameworkId(FrameworkID.newBuilder().setValue("fw"))
        .setAgentId(GOOD.getId())
        .setState(TaskState.TASK_RUNNING)
        .addAllResources(Resources.parse("cpus:1", "*").allocatedTo("*").toList());
  }

  @Test
  void takesBackAnAgentThatSaysWhatItHas() {
    assertThat(problem(agent -> agent.addTasks(task()))).isEmpty();
  }

  @Test
  void refusesAnAgentThatReturnsWithWhatCannotBe() {
    assertThat(problem(agent -> agent.setAgent(GOOD.toBuilder().clearId()))).contains("id");
    assertThat(problem(agent -> agent.addTasks(task().setState(TaskState.TASK_UNREACHABLE))))
        .contains("TASK_UNREACHABLE");
    assertThat(
            problem(
                agent ->
                    agent.addTasks(
                        task()
                            .clearResources()
                            .addAllResources(Resources.parse("cpus:1", "*").toList()))))
        .contains("allocated");
    assertThat(
            problem(
                agent -> {
                  agent.addFrameworksBuilder().setUser("u").setName("n");
                  return agent;
                }))
        .contains("framework");
  }
}
