package org.meseta.master.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meseta.resources.Domains;
import org.meseta.resources.RegexLimits;
import org.meseta.resources.ResourceQuantities;
import org.meseta.runtime.FlagException;
import org.meseta.runtime.FlagSpec;

class MasterFlagsTest {

  @Test
  void pinsTheDefaults() {
    MasterFlags flags = MasterFlags.parse(Map.of());
    assertThat(flags.port()).isEqualTo(5050);
    assertThat(flags.ip()).isEqualTo("127.0.0.1");
    assertThat(flags.allocator()).isEqualTo("hierarchical");
    assertThat(flags.authorizer()).isEmpty();
    assertThat(flags.agentReregisterTimeout()).isEqualTo(Duration.ofMinutes(10));
    assertThat(flags.agentSilenceLimit()).isEqualTo(Duration.ofSeconds(75));
    assertThat(flags.agentRemovalGap()).isEmpty();
    assertThat(flags.offerTimeout()).isEmpty();
    assertThat(flags.rootSubmissions()).isTrue();
    assertThat(flags.maxCompletedFrameworks()).isEqualTo(50);
    assertThat(flags.maxCompletedTasks()).isEqualTo(1000);
    assertThat(flags.maxUnreachableTasks()).isEqualTo(1000);
    assertThat(flags.allocation().allocationInterval()).isEqualTo(Duration.ofSeconds(1));
    assertThat(flags.allocation().minAllocatableResources())
        .containsExactly(ResourceQuantities.parse("cpus:0.01"), ResourceQuantities.parse("mem:32"));
    assertThat(flags.allocation().filterGpuResources()).isTrue();
    assertThat(flags.regexLimits()).isEqualTo(new RegexLimits(4096, 100));
    assertThat(flags.flags().shown())
        .containsEntry("allocation_interval", "1secs")
        .containsEntry("max_agent_ping_timeouts", "5")
        .containsEntry("registry", "replicated_log")
        .containsEntry("quorum", "1")
        .doesNotContainKey("cluster");
  }

  @Test
  void readsWhatAnOperatorGives() {
    MasterFlags flags =
        MasterFlags.parse(
            Map.of(
                "weights", "a=2,b=0.5",
                "roles", "a,b",
                "min_allocatable_resources", "",
                "offer_timeout", "30secs",
                "advertise_ip", "10.0.0.7",
                "advertise_port", "80",
                "agent_removal_rate_limit", "2/10mins",
                "agent_ping_timeout", "2secs",
                "slave_reregister_timeout", "11mins"));
    MasterFlags recovery =
        MasterFlags.parse(
            Map.of(
                "recovery_slave_removal_limit", "12.5%",
                "allocator_agent_recovery_factor", "0.5",
                "registry_store_timeout", "5secs"));
    assertThat(recovery.recoveryAgentRemovalLimit()).isEqualTo(12.5);
    assertThat(recovery.allocatorAgentRecoveryFactor()).isEqualTo(0.5);
    assertThat(recovery.registryStoreTimeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(flags.allocation().weights()).isEqualTo(Map.of("a", 2.0, "b", 0.5));
    assertThat(flags.roles()).hasValueSatisfying(r -> assertThat(r).containsExactly("a", "b"));
    assertThat(flags.allocation().minAllocatableResources()).isEmpty();
    assertThat(flags.offerTimeout()).contains(Duration.ofSeconds(30));
    assertThat(flags.publicIp()).isEqualTo("10.0.0.7");
    assertThat(flags.publicPort()).isEqualTo(80);
    assertThat(flags.agentReregisterTimeout()).isEqualTo(Duration.ofMinutes(11));
    assertThat(flags.agentSilenceLimit()).isEqualTo(Duration.ofSeconds(10));
    assertThat(flags.agentRemovalGap()).contains(Duration.ofMinutes(5));
    assertThat(flags.flags().warnings()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "colour, red",
    "port, 70000",
    "port, http",
    "advertise_port, 0",
    "registry, zookeeper",
    "registry_strict, true",
    "registry_fetch_timeout, 0secs",
    "registry_store_timeout, 0secs",
    "quorum, 2",
    "recovery_agent_removal_limit, 10",
    "recovery_agent_removal_limit, 101%",
    "recovery_agent_removal_limit, x%",
    "allocator_agent_recovery_factor, 1.1",
    "allocator_agent_recovery_factor, x",
    "allocator_recovery_timeout, 0secs",
    "agent_reregister_timeout, 9mins",
    "agent_ping_timeout, 16mins",
    "agent_removal_rate_limit, 1",
    "agent_removal_rate_limit, 1/",
    "agent_removal_rate_limit, 0/1secs",
    "agent_removal_rate_limit, -1/1secs",
    "agent_removal_rate_limit, 1/0secs",
    "agent_removal_rate_limit, a/1secs",
    "agent_removal_rate_limit, 1/1secs/1",
    "max_agent_ping_timeouts, 0",
    "max_completed_frameworks, -1",
    "allocation_interval, 0secs",
    "offer_timeout, 0secs",
    "weights, a",
    "weights, a=0",
    "weights, =1",
    "weights, -x=1",
    "roles, /bad",
    "domain, nowhere",
    "domain, /no/such/file",
    "domain, {}",
    "domain, {\"fault_domain\":{}}",
    "require_agent_domain, perhaps",
    "offer_constraints_re2_max_mem, much",
    "offer_constraints_re2_max_program_size, 0",
    "min_allocatable_resources, cpus",
  })
  void namesTheFlagThatWillNotDo(String flag, String value) {
    assertThatThrownBy(() -> MasterFlags.parse(Map.of(flag, value)))
        .isInstanceOf(FlagException.class)
        .hasMessageContaining("--" + flag);
  }

  @Test
  void keepsTheRegistryBelowTheWorkFolder() {
    assertThat(MasterFlags.parse(Map.of("work_dir", "/w")).registryFolder())
        .contains(Path.of("/w/replicated_log"));
    assertThat(MasterFlags.parse(Map.of("registry", "in_memory")).registryFolder()).isEmpty();
    assertThatThrownBy(() -> MasterFlags.parse(Map.of()).registryFolder())
        .isInstanceOf(FlagException.class)
        .hasMessageContaining("--work_dir");
  }

  @Test
  void readsWhereTheMasterIs(@TempDir Path folder) throws IOException {
    String json = "{\"fault_domain\":{\"region\":{\"name\":\"x\"},\"zone\":{\"name\":\"y\"}}}";
    Path file = Files.writeString(folder.resolve("domain"), json + "\n");
    for (String given : List.of(json, file.toString(), "file://" + file)) {
      MasterFlags flags = MasterFlags.parse(Map.of("domain", given));
      assertThat(flags.domain()).contains(Domains.parse(json));
      assertThat(flags.allocation().region()).contains("x");
      assertThat(flags.flags().shown()).containsEntry("domain", json);
    }
    MasterFlags nowhere = MasterFlags.parse(Map.of());
    assertThat(nowhere.domain()).isEmpty();
    assertThat(nowhere.allocation().region()).isEmpty();
    assertThat(nowhere.requireAgentDomain()).isFalse();
  }

  @Test
  void describesEveryFlagInOneSentence() {
    assertThat(MasterFlags.SPECS).extracting(FlagSpec::name).isSorted().doesNotHaveDuplicates();
    assertThat(MasterFlags.SPECS).allMatch(spec -> spec.help().endsWith("."));
  }
}
