package org.meseta.agent.flags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meseta.runtime.FlagException;
import org.meseta.runtime.Flags;

class AgentFlagsTest {

  private static Flags parse(String... more) {
    Map<String, String> given = new HashMap<>();
    given.put("master", "127.0.0.1:5050");
    given.put("work_dir", "/var/lib/meseta");
    for (int i = 0; i < more.length; i += 2) {
      given.put(more[i], more[i + 1]);
    }
    return AgentFlags.parse(given);
  }

  @Test
  void hasMesossDefaults() {
    assertThat(parse().shown())
        .containsEntry("port", "5051")
        .containsEntry("containerizers", "mesos")
        .containsEntry("isolation", "filesystem/posix,posix/cpu,posix/mem")
        .containsEntry("executor_registration_timeout", "1mins")
        .containsEntry("executor_shutdown_grace_period", "5secs")
        .containsEntry("gc_delay", "1weeks")
        .containsEntry("gc_disk_headroom", "0.1")
        .containsEntry("disk_watch_interval", "1mins")
        .containsEntry("recover", "reconnect")
        .containsEntry("recovery_timeout", "15mins")
        .containsEntry("registration_backoff_factor", "1secs")
        .containsEntry("strict", "true")
        .containsEntry("switch_user", "true")
        .containsEntry("default_role", "*")
        .containsEntry("max_completed_executors_per_framework", "150")
        .doesNotContainKeys("resources", "attributes", "hostname");
  }

  @ParameterizedTest
  @CsvSource({
    "recover, restart",
    "port, 65536",
    "gc_disk_headroom, 1.5",
    "launcher, linux",
    "master, zk://localhost/mesos",
    "executor_environment_variables, [1]",
    "strict, perhaps",
    "domain, nowhere",
    "domain, {}",
    "gc_delay, soon",
    "nonsense, 1"
  })
  void refusesByNameWhatWillNotDo(String flag, String value) {
    assertThatThrownBy(() -> parse(flag, value))
        .isInstanceOf(FlagException.class)
        .hasMessageContaining("--" + flag);
  }

  @Test
  void needsAMasterAndAWorkDirectory() {
    assertThatThrownBy(() -> AgentFlags.parse(Map.of("master", "localhost:5050")))
        .hasMessageContaining("--work_dir");
    assertThatThrownBy(() -> AgentFlags.parse(Map.of("work_dir", "/tmp/x")))
        .hasMessageContaining("--master");
  }

  @ParameterizedTest
  @CsvSource({"localhost:5050", "master@10.0.0.1:5050", "[::1]:5050"})
  void takesAMasterAsPeopleWriteIt(String master) {
    assertThat(parse("master", master).text("master")).hasValue(master);
  }

  @Test
  void readsVariablesForAllTasks() {
    Flags flags = parse("executor_environment_variables", "{\"A\": \"1\", \"b.c\": \"\"}");

    assertThat(AgentFlags.executorEnvironment(flags)).isEqualTo(Map.of("A", "1", "b.c", ""));
  }

  @Test
  void tellsItsFlagsToWhoeverReadsCommandLines() {
    assertThat(FlagsTable.rows())
        .allSatisfy(row -> assertThat(row).containsKeys("name", "default", "help", "boolean"))
        .anySatisfy(row -> assertThat(row).containsEntry("boolean", "true"));
  }
}
