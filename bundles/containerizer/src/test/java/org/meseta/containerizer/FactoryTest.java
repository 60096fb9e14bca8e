package org.meseta.containerizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meseta.plugin.PluginNames;
import org.meseta.plugin.containerizer.Containerizer;
import org.meseta.plugin.containerizer.Termination;
import org.meseta.protocol.v1.ContainerID;

class FactoryTest {
  @TempDir Path folder;

  @Test
  void givesContainersTheIsolatorsThatAreRegisteredByName() throws IOException {
    RecordingIsolators isolators = new RecordingIsolators();
    try (TestHost host = new TestHost(folder)) {
      host.flags.put("isolation", "named");
      host.start();
      MesosContainerizerFactory factory = new MesosContainerizerFactory(host.runtime, host.board);
      factory.addIsolator(isolators.factory("named"), Map.of(PluginNames.NAME, "named"));
      factory.addIsolator(isolators.factory("nameless"), Map.of());
      factory.addIsolator(TestHost.FILES, Map.of(PluginNames.NAME, "filesystem/posix"));
      ContainerID id = host.id();
      try (Containerizer containerizer = factory.create(host.context())) {
        TestHost.get(containerizer.recover(List.of()));
        TestHost.get(containerizer.launch(host.launch(id, "exit 2")));
        assertThat(TestHost.get(containerizer.wait(id))).isEqualTo(Termination.exited(2));
        assertThat(isolators.calls).contains("named prepare").doesNotContain("nameless recover");
        factory.removeIsolator(isolators.factory("named"));
        assertThatThrownBy(() -> TestHost.get(containerizer.launch(host.launch(host.id(), "true"))))
            .hasMessageContaining("Isolator named is missing");
      }
    }
  }
}
