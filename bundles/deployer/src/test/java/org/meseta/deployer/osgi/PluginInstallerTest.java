package org.meseta.deployer.osgi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.felix.fileinstall.ArtifactInstaller;
import org.apache.felix.fileinstall.ArtifactListener;
import org.apache.felix.fileinstall.internal.FileInstall;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meseta.plugin.host.Origin;
import org.meseta.plugin.host.PluginBoard;
import org.meseta.plugin.host.PluginEntry;
import org.meseta.plugin.host.PluginState;
import org.meseta.runtime.SystemRuntime;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;

/** FileInstall, which looks at a folder all the time, tells the installer. */
class PluginInstallerTest {
  private final SystemRuntime runtime = new SystemRuntime();
  private final PluginBoard board = new PluginBoard();
  private final FileInstall fileInstall = new FileInstall();

  @TempDir Path temporary;
  private Path drop = Path.of("");
  private Platform platform;
  private PluginInstaller installer;

  @BeforeEach
  void start() throws Exception {
    drop = Files.createDirectory(temporary.resolve("drop"));
    platform =
        Platform.start(
            temporary.resolve("framework"),
            Map.of(
                "felix.fileinstall.dir", drop.toString(),
                "felix.fileinstall.tmpdir", temporary.resolve("tmp").toString(),
                "felix.fileinstall.poll", "50"));
    installer = new PluginInstaller(platform.context(), platform.resolver(), board, runtime);
    platform
        .context()
        .registerService(
            new String[] {ArtifactInstaller.class.getName(), ArtifactListener.class.getName()},
            installer,
            FrameworkUtil.asDictionary(Map.of(Constants.SERVICE_RANKING, 100)));
    fileInstall.start(platform.context());
  }

  @AfterEach
  void stop() throws Exception {
    fileInstall.stop(platform.context());
    installer.close();
    platform.close();
    runtime.close();
  }

  private void awaitBundles(String... expected) {
    await().until(() -> platform.bundles().equals(List.of(expected)));
  }

  private void awaitRefusals(int expected) {
    await().until(() -> board.refusals().size() == expected);
  }

  @Test
  void followsTheFilesOfTheFolder() throws IOException {
    TestJar.plugin("a", "1.0.0").in(drop, "a.jar");
    awaitBundles("a 1.0.0");
    TestJar.plugin("a", "1.1.0").in(drop, "a.jar");
    awaitBundles("a 1.1.0");
    Files.delete(drop.resolve("a.jar"));
    awaitBundles();
  }

  @Test
  void forgetsARefusedFileThatIsDeleted() throws IOException {
    TestJar.bundle("a", "1.0.0").with("Import-Package", "org.example.none").in(drop, "a.jar");
    awaitRefusals(1);
    Files.delete(drop.resolve("a.jar"));
    awaitRefusals(0);
    assertThat(platform.bundles()).isEmpty();
  }

  @Test
  void triesARefusedFileAgainWhenItChanges() throws IOException {
    TestJar.bundle("a", "1.0.0").with("Import-Package", "org.example.none").in(drop, "a.jar");
    awaitRefusals(1);
    TestJar.bundle("a", "1.0.0").in(drop, "a.jar");
    awaitBundles("a 1.0.0");
    awaitRefusals(0);
  }

  @Test
  void putsTheVersionBackThatWasThereBeforeOneThatIsOutOfUse() throws IOException {
    TestJar.plugin("a", "1.0.0").in(drop, "a.jar");
    awaitBundles("a 1.0.0");
    TestJar.plugin("a", "2.0.0").in(drop, "a.jar");
    awaitBundles("a 2.0.0");
    Bundle bundle = platform.bundle("a");
    PluginEntry entry =
        board.add(
            "master",
            "allocator",
            "a",
            new Origin("a", "2.0.0", bundle.getBundleId()),
            PluginState.RUNNING,
            "",
            runtime.clock().now());
    entry.is(PluginState.QUARANTINED, "is bad", runtime.clock().now());
    awaitBundles("a 1.0.0");
    awaitRefusals(1);
  }
}
