package org.meseta.itests.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.meseta.protocol.v1.FrameworkInfo;
import org.meseta.protocol.v1.FrameworkInfo.Capability;
import org.meseta.protocol.v1.Offer;
import org.meseta.protocol.v1.TaskState;
import org.meseta.protocol.v1.scheduler.Event;

/** An allocator of a running process is recorded, and decides the same in a process of its own. */
class ReplayIT {
  private static final String HIERARCHICAL = "org.meseta.plugins.allocator.hierarchical";
  private static final String FIFO = "org.meseta.plugins.allocator.fifo";

  @BeforeAll
  static void needsSsh() {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/ssh")),
        "needs ssh: install the package openssh-client");
  }

  private record Said(int status, String text) {}

  private static Said meseta(Path folder, String... arguments) throws Exception {
    Path out = Files.createTempFile(folder, "said", ".txt");
    Process process = Daemon.run(Daemon.meseta(arguments), out);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Said(process.exitValue(), Files.readString(out));
  }

  @Test
  void decidesTheSameAgainAndShowsWhatIsDifferent() throws Exception {
    Path folder = Daemon.scratch("replay");
    Path recording = record(folder);

    Said same = meseta(folder, "replay", recording.toString());
    assertThat(same.text()).contains("Every decision is the same");
    assertThat(same.status()).isZero();

    Said limited = meseta(folder, "replay", "--limit=web=cpus:0;mem:0", recording.toString());
    assertThat(limited.text()).contains("rounds of offers are different");
    assertThat(limited.status()).isEqualTo(1);

    Said wrong = meseta(folder, "replay", "--limit=*=cpus:0", recording.toString());
    assertThat(wrong.text()).contains("'*' has no quota");
    assertThat(wrong.status()).isEqualTo(2);

    Said nobody = meseta(folder, "replay", "--weight=nosuch=3", recording.toString());
    assertThat(nobody.text()).contains("no role 'nosuch', only").doesNotContain("THEN");
    assertThat(nobody.status()).isEqualTo(2);

    Said noRole = meseta(folder, "replay", "--weight=a//b=2", recording.toString());
    assertThat(noRole.text()).contains("adjacent slashes");
    assertThat(noRole.status()).isEqualTo(2);

    Said noPair = meseta(folder, "replay", "--weight=web", recording.toString());
    assertThat(noPair.text()).contains("for option '--weight'");
    assertThat(noPair.status()).isEqualTo(2);

    byte[] whole = Files.readAllBytes(recording);
    Path cut = Files.write(folder.resolve("cut"), Arrays.copyOf(whole, whole.length / 2));
    Said partly = meseta(folder, "replay", cut.toString());
    assertThat(partly.text()).contains("The recording has no end");
    assertThat(partly.status()).isZero();

    whole[whole.length / 2] ^= 1;
    Path damaged = Files.write(folder.resolve("damaged"), whole);
    Said nothing = meseta(folder, "replay", damaged.toString());
    assertThat(nothing.text()).contains("is damaged at offset").doesNotContain("steps");
    assertThat(nothing.status()).isEqualTo(2);

    String plugin = "--plugin=" + Jars.plugin(FIFO);
    Said other = meseta(folder, "replay", "--allocator=fifo", plugin, recording.toString());
    assertThat(other.text()).contains("by the allocator fifo");
    assertThat(other.status()).isBetween(0, 1);
  }

  /** Not our own allocator of that name. */
  @Test
  void usesThePluginThatIsNamed() throws Exception {
    Path folder = Daemon.scratch("replay");
    Path broken = Files.copy(Jars.bundle(HIERARCHICAL), folder.resolve("broken.jar"));
    try (FileSystem jar =
        FileSystems.newFileSystem(URI.create("jar:" + broken.toUri()), Map.of())) {
      String factory = "/" + HIERARCHICAL.replace('.', '/') + "/HierarchicalFactory.class";
      Files.writeString(jar.getPath(factory), "no class");
    }
    Said said = meseta(folder, "replay", "--plugin=" + broken, record(folder).toString());
    assertThat(said.text()).contains("ClassFormatError").doesNotContain("\tat ");
    assertThat(said.status()).isEqualTo(2);
  }

  @Test
  void saysWhatIsWrongWithAFile() throws Exception {
    Path folder = Daemon.scratch("replay");
    Said missing = meseta(folder, "replay", folder.resolve("nothing").toString());
    assertThat(missing.text()).contains("there is no file").contains("nothing");
    assertThat(missing.status()).isEqualTo(2);
    Path text = Files.writeString(folder.resolve("text"), "no recording");
    assertThat(meseta(folder, "replay", text.toString()).text()).contains("is no recording");
  }

  /** While a task runs, as an administrator does it. */
  private static Path record(Path folder) throws Exception {
    try (Daemon local =
        Daemon.start(
                "local", folder.resolve("local"), "--agent_port=0", "--resources=cpus:1;mem:256")
            .awaitAnswer()) {
      String workDir = "--work_dir=" + local.workDir();
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () ->
                  meseta(folder, "shell", workDir, "mesos:recording-start one")
                      .text()
                      .contains("is being recorded"));
      try (Scheduler scheduler =
          Scheduler.subscribe(local, Scheduler.Media.PROTOBUF, framework())) {
        Offer offer = scheduler.await(Event::hasOffers).getOffers().getOffers(0);
        scheduler.tell(Tasks.launch(offer, Tasks.task("t", offer, "true")));
        scheduler.awaitState("t", TaskState.TASK_FINISHED);
      }
      assertThat(meseta(folder, "shell", workDir, "mesos:recording-stop").text())
          .contains("has ended");
      Path file = local.workDir().resolve("recordings/one");
      await().atMost(Duration.ofSeconds(10)).until(() -> Files.size(file) > 0);
      assertThat(local.stop()).as(local.log()).isZero();
      return file;
    }
  }

  private static FrameworkInfo framework() {
    return Scheduler.framework("recorded")
        .addRoles("web")
        .addCapabilities(Capability.newBuilder().setType(Capability.Type.MULTI_ROLE))
        .build();
  }
}
