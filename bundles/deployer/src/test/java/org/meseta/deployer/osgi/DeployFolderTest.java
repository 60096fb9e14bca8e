package org.meseta.deployer.osgi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meseta.plugin.host.Deployment;
import org.meseta.plugin.host.Origin;
import org.meseta.plugin.host.PluginBoard;
import org.meseta.plugin.host.PluginEvent;
import org.meseta.plugin.host.PluginState;
import org.meseta.plugin.host.Refusal;
import org.meseta.runtime.ManualTime;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;

/** What becomes of files, on a real framework. */
class DeployFolderTest {
  private final ManualTime time = new ManualTime();
  private final PluginBoard board = new PluginBoard();

  @TempDir Path temporary;
  private Path drop = Path.of("");
  private Path copies = Path.of("");
  private Platform platform;
  private DeployFolder folder;

  @BeforeEach
  void start() throws BundleException, IOException {
    drop = Files.createDirectory(temporary.resolve("drop"));
    copies = temporary.resolve("copies");
    platform = Platform.start(temporary.resolve("framework"), Map.of());
    folder =
        new DeployFolder(
            new Bundles(platform.context(), platform.resolver()), board, time.clock(), copies);
  }

  @AfterEach
  void stop() throws BundleException, InterruptedException {
    platform.close();
  }

  private File put(String file, TestJar jar) throws IOException {
    File put = jar.in(drop, file);
    folder.put(put);
    return put;
  }

  private void remove(File file) throws IOException {
    Files.delete(file.toPath());
    folder.remove(file);
  }

  private void quarantined(String plugin) {
    Bundle bundle = platform.bundle(plugin);
    Origin origin = new Origin(plugin, bundle.getVersion().toString(), bundle.getBundleId());
    folder.putBack(
        new PluginEvent(
            time.now(), "master", "allocator", plugin, origin, PluginState.QUARANTINED, "is bad"));
  }

  /** Why a file is not installed; empty if there is nothing to say. */
  private String refusal(String file) {
    return board.refusals().stream()
        .filter(refusal -> refusal.file().equals(file))
        .map(Refusal::reason)
        .findFirst()
        .orElse("");
  }

  private void assertRefused(TestJar jar, String reason) throws IOException {
    List<String> before = platform.bundles();
    put("refused.jar", jar);
    assertThat(refusal("refused.jar")).contains(reason);
    assertThat(platform.bundles()).isEqualTo(before);
  }

  private long copies() throws IOException {
    try (Stream<Path> all = Files.list(copies)) {
      return all.count();
    }
  }

  @Test
  void installsAndUninstalls() throws Exception {
    File file = put("a.jar", TestJar.plugin("a", "1.0.0"));
    assertThat(platform.bundles()).containsExactly("a 1.0.0");
    assertThat(board.refusals()).isEmpty();
    remove(file);
    assertThat(platform.bundles()).isEmpty();
    assertThat(copies()).isZero();
  }

  @Test
  void tellsWhatIsInstalledAndWhatItReplaces() throws Exception {
    File file = put("a.jar", TestJar.plugin("a", "1.0.0"));
    put("a.jar", TestJar.plugin("a", "1.1.0"));
    assertThat(board.deployments())
        .containsExactly(new Deployment(time.now(), "a.jar", "a", "1.1.0", "1.0.0"));
    quarantined("a");
    assertThat(board.deployments())
        .containsExactly(new Deployment(time.now(), "a.jar", "a", "1.0.0", "1.1.0"));
    remove(file);
    assertThat(board.deployments()).isEmpty();
  }

  @Test
  void replacesTheVersionThatTheSameFileHadBefore() throws Exception {
    put("a.jar", TestJar.plugin("a", "1.0.0"));
    put("a.jar", TestJar.plugin("a", "1.1.0"));
    put("a.jar", TestJar.plugin("a", "1.2.0"));
    assertThat(platform.bundles()).containsExactly("a 1.2.0");
    assertThat(copies()).as("its own and that of the version before").isEqualTo(2);
  }

  @Test
  void replacesOnePluginByAnotherInTheSameFile() throws Exception {
    put("plugin.jar", TestJar.plugin("a", "1.0.0"));
    put("plugin.jar", TestJar.plugin("b", "1.0.0"));
    assertThat(platform.bundles()).containsExactly("b 1.0.0");
  }

  @Test
  void leavesThePluginThereThatAnotherInTheSameFileCannotReplace() throws Exception {
    put("plugin.jar", TestJar.plugin("a", "1.0.0"));
    put("plugin.jar", TestJar.bundle("b", "1.0.0").with("Import-Package", "org.example.none"));
    assertThat(refusal("plugin.jar")).contains("needs package org.example.none");
    assertThat(platform.bundles()).containsExactly("a 1.0.0");
  }

  @Test
  void refusesWhatNeedsWhatIsNotThere() throws Exception {
    TestJar needy = TestJar.bundle("a", "1.0.0");
    assertRefused(
        needy.with("Import-Package", "org.example.none;version=\"[1,2)\""),
        "it needs package org.example.none");
    assertRefused(
        needy.with("Require-Capability", "osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=99))\""),
        "it needs osgi.ee");
  }

  @Test
  void refusesWhatIsNoBundle() throws Exception {
    assertRefused(new TestJar(Map.of()), "it is no bundle");
    File text = Files.writeString(drop.resolve("text.jar"), "no jar").toFile();
    folder.put(text);
    assertThat(refusal("text.jar")).contains("it cannot be read as a jar");
    assertThat(platform.bundles()).isEmpty();
    assertThat(copies()).isZero();
  }

  @Test
  void refusesABundleWhoseManifestIsNotValid() throws Exception {
    assertRefused(TestJar.bundle("a", "one"), "its manifest is not valid");
  }

  @Test
  void refusesFragments() throws Exception {
    put("host.jar", TestJar.plugin("host", "1.0.0"));
    assertRefused(
        TestJar.bundle("a", "1.0.0").with(Constants.FRAGMENT_HOST, "host"),
        "it is a fragment of host");
  }

  @Test
  void refusesAVersionThatIsThere() throws Exception {
    put("a.jar", TestJar.plugin("a", "1.0.0"));
    assertRefused(TestJar.plugin("a", "1.0.0"), "a 1.0.0 is there already");
  }

  @Test
  void installsAnotherVersionOfAPluginBesideTheFirst() throws Exception {
    put("a.jar", TestJar.plugin("a", "1.0.0"));
    put("newer.jar", TestJar.plugin("a", "1.1.0"));
    assertThat(platform.bundles()).containsExactly("a 1.0.0", "a 1.1.0");
  }

  @Test
  void refusesASecondSingleton() throws Exception {
    put("a.jar", TestJar.plugin("a", "1.0.0"));
    assertRefused(
        TestJar.plugin("a", "1.1.0").with("Bundle-SymbolicName", "a;singleton:=true"),
        "it is a singleton");
  }

  @Test
  void refusesAnotherVersionOfWhatIsNoPlugin() throws Exception {
    put("library.jar", TestJar.bundle("library", "1.0.0"));
    assertRefused(TestJar.bundle("library", "1.1.0"), "a part of the platform");
  }

  @Test
  void refusesToRefreshThoseWhoUseWhatIsReplaced() throws Exception {
    TestJar library =
        TestJar.bundle("library", "1.0.0").with("Export-Package", "org.example.shared");
    put("library.jar", library);
    put(
        "user.jar",
        TestJar.plugin("user", "1.0.0")
            .with("Import-Package", "org.osgi.framework,org.example.shared"));
    put("library.jar", library.with("Bundle-Version", "1.1.0"));
    assertThat(refusal("library.jar")).contains("it would refresh", "user");
    assertThat(platform.bundles()).containsExactly("library 1.0.0", "user 1.0.0");
  }

  /** Each lacks what the next one brings, so that only the last can be installed when it comes. */
  @Test
  void installsAChainThatCameInTheWorstOrder() throws Exception {
    put("top.jar", TestJar.bundle("top", "1.0.0").with("Import-Package", "org.example.middle"));
    put(
        "middle.jar",
        TestJar.bundle("middle", "1.0.0")
            .with("Import-Package", "org.example.base")
            .with("Export-Package", "org.example.middle"));
    assertThat(refusal("top.jar")).contains("needs package org.example.middle");
    assertThat(refusal("middle.jar")).contains("needs package org.example.base");
    put("base.jar", TestJar.bundle("base", "1.0.0").with("Export-Package", "org.example.base"));
    assertThat(platform.bundles()).containsExactly("base 1.0.0", "middle 1.0.0", "top 1.0.0");
    assertThat(board.refusals()).isEmpty();
  }

  @Test
  void takesOutWhatUsedABundleThatIsGoneUntilItComesBack() throws Exception {
    TestJar library =
        TestJar.bundle("library", "1.0.0").with("Export-Package", "org.example.shared");
    File file = put("library.jar", library);
    put("user.jar", TestJar.bundle("user", "1.0.0").with("Import-Package", "org.example.shared"));
    remove(file);
    assertThat(refusal("user.jar")).contains("needs package org.example.shared");
    assertThat(platform.bundles()).isEmpty();
    put("library.jar", library);
    assertThat(platform.bundles()).containsExactly("library 1.0.0", "user 1.0.0");
    assertThat(board.refusals()).isEmpty();
  }

  @Test
  void installsWhatWasInTheWayOfAFileThatIsGone() throws Exception {
    File first = put("first.jar", TestJar.plugin("a", "1.0.0"));
    put("second.jar", TestJar.plugin("a", "1.0.0"));
    assertThat(refusal("second.jar")).contains("is there already");
    remove(first);
    assertThat(platform.bundles()).containsExactly("a 1.0.0");
    assertThat(board.refusals()).isEmpty();
  }

  @Test
  void leavesNothingOfABundleThatDoesNotStart() throws Exception {
    assertRefused(TestJar.plugin("a", "1.0.0").with("Fault", "planted"), "it failed");
    assertThat(copies()).isZero();
  }

  @Test
  void putsTheOldContentBackIfAnUpdateFails() throws Exception {
    put("a.jar", TestJar.plugin("a", "1.0.0"));
    put("a.jar", TestJar.plugin("a", "2.0.0").with("Fault", "planted"));
    assertThat(refusal("a.jar")).contains("it failed");
    assertThat(platform.bundles()).containsExactly("a 1.0.0");
    put("a.jar", TestJar.plugin("a", "2.0.1"));
    assertThat(platform.bundles()).containsExactly("a 2.0.1");
    assertThat(board.refusals()).isEmpty();
  }

  /** The one that works would be stopped again and again for nothing. */
  @Test
  void doesNotTryAFailedUpdateAgainForTheSakeOfOthers() throws Exception {
    put("a.jar", TestJar.plugin("a", "1.0.0"));
    put("a.jar", TestJar.plugin("a", "2.0.0").with("Fault", "planted"));
    long modified = platform.bundle("a").getLastModified();
    put("b.jar", TestJar.plugin("b", "1.0.0"));
    assertThat(platform.bundle("a").getLastModified()).isEqualTo(modified);
    assertThat(refusal("a.jar")).contains("it failed");
  }

  @Test
  void putsTheVersionBackThatWasThereBeforeOneThatIsOutOfUse() throws Exception {
    put("a.jar", TestJar.plugin("a", "1.0.0"));
    put("a.jar", TestJar.plugin("a", "2.0.0"));
    quarantined("a");
    assertThat(platform.bundles()).containsExactly("a 1.0.0");
    assertThat(refusal("a.jar")).isEqualTo("2.0.0 was put out of use (is bad); 1.0.0 is back");
    assertThat(copies()).isEqualTo(1);
  }

  @Test
  void leavesWhatHasReplacedNothingWhenItIsOutOfUse() throws Exception {
    put("a.jar", TestJar.plugin("a", "1.0.0"));
    quarantined("a");
    assertThat(platform.bundles()).containsExactly("a 1.0.0");
    assertThat(board.refusals()).isEmpty();
  }

  @Test
  void ignoresLateNewsOfAPluginThatIsNotThereAnyMore() throws Exception {
    put("plugin.jar", TestJar.plugin("a", "1.0.0"));
    put("plugin.jar", TestJar.plugin("b", "1.0.0"));
    Origin gone = new Origin("a", "1.0.0", platform.bundle("b").getBundleId());
    folder.putBack(
        new PluginEvent(
            time.now(), "master", "allocator", "a", gone, PluginState.QUARANTINED, "is bad"));
    assertThat(platform.bundles()).containsExactly("b 1.0.0");
  }

  @Test
  void keepsWhatIsOutOfUseOutUntilItsOwnFileChanges() throws Exception {
    put("a.jar", TestJar.plugin("a", "1.0.0"));
    put("a.jar", TestJar.plugin("a", "2.0.0"));
    quarantined("a");
    File other = put("b.jar", TestJar.plugin("b", "1.0.0"));
    remove(other);
    assertThat(platform.bundles()).containsExactly("a 1.0.0");
    assertThat(refusal("a.jar")).contains("2.0.0 was put out of use");
    put("a.jar", TestJar.plugin("a", "2.0.1"));
    assertThat(platform.bundles()).containsExactly("a 2.0.1");
    assertThat(board.refusals()).isEmpty();
  }

  @Test
  void forgetsARefusedFileThatIsDeleted() throws Exception {
    TestJar needy = TestJar.bundle("a", "1.0.0").with("Import-Package", "org.example.base");
    File file = put("a.jar", needy);
    remove(file);
    assertThat(board.refusals()).isEmpty();
    put("base.jar", TestJar.bundle("base", "1.0.0").with("Export-Package", "org.example.base"));
    assertThat(platform.bundles()).containsExactly("base 1.0.0");
  }

  /** It is gone, and the folder has not been told yet. */
  @Test
  void doesNotTryARefusedFileThatIsJustBeingDeleted() throws Exception {
    TestJar needy = TestJar.bundle("a", "1.0.0").with("Import-Package", "org.example.base");
    File file = put("a.jar", needy);
    Files.delete(file.toPath());
    put("base.jar", TestJar.bundle("base", "1.0.0").with("Export-Package", "org.example.base"));
    assertThat(platform.bundles()).containsExactly("base 1.0.0");
    assertThat(refusal("a.jar")).contains("needs package");
    folder.remove(file);
    assertThat(board.refusals()).isEmpty();
  }
}
