package org.meseta.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoleTest {

  private final FlagTable master =
      new FlagTable(List.of(Map.of("name", "port"), Map.of("name", "allocator")));
  private final FlagTable agent =
      new FlagTable(
          List.of(Map.of("name", "port"), Map.of("name", "master"), Map.of("name", "resources")));

  @Test
  void givesEachDaemonWhatItKnows() {
    Map<String, String> values =
        Map.of("port", "7", "agent_port", "8", "allocator", "a", "resources", "r");
    assertThat(Role.LOCAL.valuesFor(Role.MASTER_PID, master, values))
        .containsOnly(Map.entry("port", "7"), Map.entry("allocator", "a"));
    assertThat(Role.LOCAL.valuesFor(Role.AGENT_PID, agent, values))
        .containsOnly(
            Map.entry("port", "8"),
            Map.entry("master", "127.0.0.1:7"),
            Map.entry("resources", "r"));
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

  private Map<String, String> localAgent(Map<String, String> values) {
    return Role.LOCAL.valuesFor(Role.AGENT_PID, agent, values);
  }

  @Test
  void leavesASingleAgentItsOwnPort() {
    assertThat(Role.AGENT.valuesFor(Role.AGENT_PID, agent, Map.of("port", "7")))
        .containsOnly(Map.entry("port", "7"));
  }

  @Test
  void readsTheNamesOfTheCommandLine() {
    assertThat(Role.of("local").pids()).containsExactly(Role.MASTER_PID, Role.AGENT_PID);
    assertThat(Role.of("agent").pids()).containsExactly(Role.AGENT_PID);
  }
}
