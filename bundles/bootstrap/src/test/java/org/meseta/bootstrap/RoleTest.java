package org.meseta.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.map;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactory;
import org.assertj.core.api.MapAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoleTest {
  private static final InstanceOfAssertFactory<?, MapAssert<String, String>> MAP =
      map(String.class, String.class);

  private final FlagTable master =
      new FlagTable(List.of(Map.of("name", "port"), Map.of("name", "allocator")));
  private final FlagTable agent =
      new FlagTable(
          Stream.of("port", "master", "resources", "work_dir", "runtime_dir")
              .map(name -> Map.of("name", name))
              .toList());

  @Test
  void givesEachDaemonWhatItKnows() {
    Map<String, String> values =
        Map.of("port", "7", "agent_port", "8", "allocator", "a", "resources", "r");
    assertThat(Role.LOCAL.configurations(Role.MASTER_PID, master, values))
        .singleElement(MAP)
        .containsOnly(Map.entry("port", "7"), Map.entry("allocator", "a"));
    assertThat(localAgent(values))
        .containsOnly(
            Map.entry("port", "8"),
            Map.entry("master", "127.0.0.1:7"),
            Map.entry("resources", "r"));
  }

  @Test
  void keepsNothingOfALocalMasterUnlessAsked() {
    FlagTable table = new FlagTable(List.of(Map.of("name", "registry")));
    assertThat(Role.LOCAL.configurations(Role.MASTER_PID, table, Map.of()))
        .containsExactly(Map.of("registry", "in_memory"));
    Map<String, String> asked = Map.of("registry", "replicated_log");
    assertThat(Role.LOCAL.configurations(Role.MASTER_PID, table, asked)).containsExactly(asked);
    assertThat(Role.MASTER.configurations(Role.MASTER_PID, table, Map.of()))
        .containsExactly(Map.of());
  }

  @Test
  void refusesWhatALocalAgentCannotHave() {
    assertThatThrownBy(() -> localAgent(Map.of("master", "elsewhere:5050")))
        .hasMessage("Flag --master: local has a master of its own");
    assertThatThrownBy(() -> localAgent(Map.of("port", "0"))).hasMessageContaining("--port");
  }

  @Test
  void writesAnIpv6AddressWithBrackets() {
    assertThat(localAgent(Map.of("ip", "::1", "port", "7"))).containsEntry("master", "[::1]:7");
  }

  @Test
  void givesEachOfSeveralAgentsAFolderAPortAndAnEdgeOfItsOwn() {
    List<Map<String, String>> agents =
        localAgents(Map.of("agents", "3", "agent_port", "8", "port", "7", "work_dir", "/w"));
    assertThat(agents)
        .extracting(a -> a.get("work_dir"))
        .containsExactly("/w/agent-1", "/w/agent-2", "/w/agent-3");
    assertThat(agents).extracting(a -> a.get("port")).containsExactly("8", "9", "10");
    assertThat(agents).extracting(a -> a.get("master")).containsOnly("127.0.0.1:7");
    assertThat(agents).extracting(a -> a.get("agent.instance")).containsExactly("1", "2", "3");
    assertThat(agents).extracting(a -> a.get("agent.target")).doesNotHaveDuplicates();
    assertThat(agents).noneMatch(a -> a.containsKey("runtime_dir"));
  }

  @Test
  void separatesTheRuntimeFoldersOfSeveralAgentsToo() {
    assertThat(localAgents(Map.of("agents", "2", "runtime_dir", "/run/m")))
        .extracting(a -> a.get("runtime_dir"))
        .containsExactly("/run/m/agent-1", "/run/m/agent-2");
  }

  @Test
  void letsTheSystemChooseThePortsOfAllAgents() {
    assertThat(localAgents(Map.of("agents", "2", "agent_port", "0")))
        .extracting(a -> a.get("port"))
        .containsExactly("0", "0");
  }

  @Test
  void changesNothingForASingleAgent() {
    assertThat(localAgent(Map.of("agents", "1", "work_dir", "/w")))
        .containsOnly(
            Map.entry("work_dir", "/w"),
            Map.entry("port", "5051"),
            Map.entry("master", "127.0.0.1:5050"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "abc", "", "1.5", "101", "1000000", "99999999999"})
  void refusesANumberOfAgentsThatMakesNoSense(String agents) {
    assertThatThrownBy(() -> localAgents(Map.of("agents", agents)))
        .hasMessage("Flag --agents: '" + agents + "' is not a number from 1 to 100");
  }

  @Test
  void refusesPortsThatTheAgentsCannotHave() {
    assertRefused("65535", "Flag --agent_port: '65535' leaves no port for agent 2");
    assertRefused("x", "Flag --agent_port: 'x' leaves no port for agent 1");
    assertRefused("5049", "Flag --agent_port: agent 2 would get port 5050, the master's");
  }

  private void assertRefused(String port, String reason) {
    assertThatThrownBy(() -> localAgents(Map.of("agents", "3", "agent_port", port)))
        .hasMessage(reason);
  }

  private Map<String, String> localAgent(Map<String, String> values) {
    List<Map<String, String>> agents = localAgents(values);
    assertThat(agents).hasSize(1);
    return agents.get(0);
  }

  private List<Map<String, String>> localAgents(Map<String, String> values) {
    return Role.LOCAL.configurations(Role.AGENT_PID, agent, values);
  }

  @Test
  void leavesASingleAgentItsOwnPort() {
    assertThat(Role.AGENT.configurations(Role.AGENT_PID, agent, Map.of("port", "7")))
        .singleElement(MAP)
        .containsOnly(Map.entry("port", "7"));
  }

  @Test
  void readsTheNamesOfTheCommandLine() {
    assertThat(Role.of("local").pids()).containsExactly(Role.MASTER_PID, Role.AGENT_PID);
    assertThat(Role.of("agent").pids()).containsExactly(Role.AGENT_PID);
  }
}
