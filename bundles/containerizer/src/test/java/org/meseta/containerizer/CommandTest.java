package org.meseta.containerizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meseta.plugin.containerizer.ContainerLaunch;
import org.meseta.plugin.containerizer.LaunchRefusedException;
import org.meseta.plugin.containerizer.Termination;
import org.meseta.protocol.v1.CommandInfo;
import org.meseta.protocol.v1.ContainerID;
import org.meseta.protocol.v1.ContainerInfo;

/** What a command finds when it starts. */
class CommandTest {
  @TempDir Path folder;
  private TestHost host;

  @BeforeEach
  void start() throws IOException {
    host = new TestHost(folder);
    host.withoutIsolators();
    host.start();
  }

  @AfterEach
  void stop() {
    host.close();
  }

  @Test
  void hasExactlyTheEnvironmentAskedFor() throws IOException {
    Map<String, String> environment =
        Map.of(
            "with.dot", "a b",
            "with-dash", "'quoted' \"twice\" $HOME `id` \\",
            "-option", "1",
            "with ' \\ $X ${V0} # \t\n", "strange",
            "1", "digit",
            "LINES", "one\ntwo\n",
            "EMPTY", "",
            "UTF", "ä€😀\u0081",
            "Ctl", "\u0001\u007f\u0088");
    CommandInfo command =
        CommandInfo.newBuilder()
            .setShell(false)
            .setValue("/bin/cat")
            .addArguments("cat")
            .addArguments("/proc/self/environ")
            .build();
    ContainerID id = host.id();
    TestHost.get(host.containerizer.launch(host.launch(id, command, environment)));
    assertThat(host.end(id)).isEqualTo(Termination.exited(0));
    Map<String, String> found = new TreeMap<>();
    Arrays.stream(host.stdout(id).split("\0"))
        .forEach(v -> found.put(v.substring(0, v.indexOf('=')), v.substring(v.indexOf('=') + 1)));
    if (host.cgroup().isEmpty()) {
      found.remove("MESETA_CONTAINER");
    }
    assertThat(found).isEqualTo(new TreeMap<>(environment));
  }

  @Test
  void getsItsArgumentsAsTheyAre() {
    CommandInfo command =
        CommandInfo.newBuilder()
            .setShell(false)
            .setValue("/usr/bin/printf")
            .addAllArguments(List.of("printf", "<%s>", "a b", "", "$x", "it's"))
            .build();
    ContainerID id = host.id();
    TestHost.get(host.containerizer.launch(host.launch(id, command, Map.of())));
    host.end(id);
    assertThat(host.stdout(id)).isEqualTo("<a b><><$x><it's>");
  }

  @Test
  void startsInItsSandboxWithNothingElseOpenOrBlocked() {
    ContainerID id =
        host.running(
            "pwd; readlink /proc/self/fd/0; ls /proc/$$/fd; echo;"
                + " grep -E 'Sig(Blk|Ign)' /proc/self/status; echo oops >&2");
    host.end(id);
    assertThat(host.stdout(id).lines().toList())
        .startsWith(host.sandbox(id).toString(), "/dev/null", "0", "1", "2", "")
        .contains("SigBlk:\t0000000000000000");
    String ignored =
        host.stdout(id).lines().filter(l -> l.startsWith("SigIgn")).findFirst().orElseThrow();
    long mask = Long.parseLong(ignored.substring(ignored.indexOf('\t') + 1), 16);
    // The JVM leaves 32 and 33, which belong to the C library, ignored.
    assertThat(mask & 0x7fffffff).isZero();
    assertThat(host.stderr(id)).isEqualTo("oops\n");
  }

  @Test
  void leavesNoSecretInTheArgumentsOfAProcessThatStays() throws IOException {
    ContainerID id = host.id();
    CommandInfo command = CommandInfo.newBuilder().setValue("exec sleep 1000").build();
    TestHost.get(
        host.containerizer.launch(host.launch(id, command, Map.of("PASSWORD", "verysecret"))));
    Awaitility.await().until(() -> arguments().anyMatch(a -> a.startsWith("sleep")));
    assertThat(arguments()).noneMatch(a -> a.contains("verysecret"));
    try (var files = Files.walk(host.runtimeDir)) {
      assertThat(files.filter(Files::isRegularFile))
          .noneMatch(f -> contentOf(f).contains("verysecret"));
    }
  }

  @Test
  void neverShowsASecretInTheArgumentsOfAnyProcess() {
    CommandInfo command = command("true");
    Map<String, String> environment = Map.of("PASSWORD", "verysecret", "a.b", "verysecret");
    for (Optional<String> user : users()) {
      host.user = user;
      List<CompletableFuture<?>> launches = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        ContainerLaunch launch = host.launch(host.id(), command, environment);
        launches.add(
            host.containerizer
                .launch(launch)
                .thenCompose(launched -> host.containerizer.wait(launch.id()))
                .toCompletableFuture());
      }
      do {
        assertThat(ProcessHandle.allProcesses().map(p -> contentOf(proc(p.pid(), "cmdline"))))
            .noneMatch(a -> a.contains("verysecret"));
      } while (!launches.stream().allMatch(CompletableFuture::isDone));
      assertThat(launches).allMatch(l -> l.join().equals(Termination.exited(0)));
    }
  }

  private static List<Optional<String>> users() {
    return System.getProperty("user.name").equals("root")
        ? List.of(Optional.empty(), Optional.of("nobody"))
        : List.of(Optional.empty());
  }

  @Test
  void hasTheSameUmaskWhateverOursIs() {
    host.die();
    host.shell = List.of("/bin/sh", "-c", "umask 027; exec /bin/sh \"$@\"", "sh");
    host.start();
    ContainerID id = host.running("umask; mkdir d; touch f; stat -c %a d f stdout");
    host.end(id);
    assertThat(host.stdout(id).lines()).containsExactly("0022", "755", "644", "644");
  }

  @Test
  void runsAsTheUserAskedFor() {
    needRoot();
    host.user = Optional.of("nobody");
    ContainerID id =
        host.running("id -un; id -Gn; touch mine; stat -c '%U:%G %n' . mine stdout stderr");
    assertThat(host.end(id)).isEqualTo(Termination.exited(0));
    assertThat(host.stdout(id).lines())
        .containsExactly(
            "nobody",
            "nogroup",
            "nobody:nogroup .",
            "nobody:nogroup mine",
            "nobody:nogroup stdout",
            "nobody:nogroup stderr");
  }

  @Test
  void saysWhichUserIsMissing() {
    needRoot();
    for (String name : List.of("no-such-user", "", "0", "+0", " 0", "-0", "00", "65534", "root ")) {
      ContainerLaunch launch = host.launch(host.id(), "touch ran");
      ContainerLaunch other =
          new ContainerLaunch(
              launch.id(),
              launch.command(),
              launch.environment(),
              launch.sandbox(),
              Optional.of(name),
              launch.resources(),
              launch.container());
      assertThatThrownBy(() -> TestHost.get(host.containerizer.launch(other)))
          .hasMessageContaining("No user '" + name + "' on this host");
      assertThat(launch.sandbox()).isEmptyDirectory();
    }
    assertThat(host.containerizer.containers()).isEmpty();
  }

  @Test
  void doesNotFollowALinkPlantedAsStdout() throws IOException {
    needRoot();
    Path victim = Files.writeString(folder.resolve("victim"), "safe");
    host.user = Optional.of("nobody");
    for (String name : List.of("stdout", "stderr")) {
      ContainerID id = host.id();
      ContainerLaunch launch = host.launch(id, "echo written; echo written >&2");
      Files.createSymbolicLink(host.sandbox(id).resolve(name), victim);
      assertThatThrownBy(() -> TestHost.get(host.containerizer.launch(launch)))
          .hasMessageContaining(name + " is a symbolic link");
    }
    assertThat(victim).hasContent("safe");
  }

  @Test
  void opensItsFilesWithTheRightsOfTheUserOnly() throws IOException {
    needRoot();
    ContainerID id = host.id();
    ContainerLaunch launch = host.launch(id, "true");
    host.user = Optional.of("nobody");
    ContainerLaunch nobodys =
        new ContainerLaunch(
            id,
            launch.command(),
            launch.environment(),
            launch.sandbox(),
            host.user,
            launch.resources(),
            launch.container());
    // The sandbox is root's, so nobody cannot make files there; root could.
    TestHost.get(host.containerizer.launch(nobodys));
    Termination end = host.end(id);
    assertThat(end.exitCode()).isEmpty();
    assertThat(end.message()).contains("could not be started", "stdout");
    assertThat(host.sandbox(id)).isEmptyDirectory();
  }

  @Test
  void tellsOfAMissingProgramOnStderr() {
    CommandInfo command =
        CommandInfo.newBuilder().setShell(false).setValue("/no/such/program").build();
    ContainerID id = host.id();
    TestHost.get(host.containerizer.launch(host.launch(id, command, Map.of())));
    assertThat(host.end(id)).isEqualTo(Termination.exited(127));
    assertThat(host.stderr(id)).contains("/no/such/program", "No such file or directory");
  }

  @Test
  void refusesWhatNoProcessCanBeStartedWith() {
    assertRejected(CommandInfo.newBuilder().setShell(true).build(), Map.of(), "no value");
    assertRejected(command("a\0b"), Map.of(), "NUL");
    assertRejected(command("true"), Map.of("A=B", ""), "'A=B' cannot name");
    assertRejected(command("true"), Map.of("", "x"), "'' cannot name");
    assertRejected(command("true"), Map.of("A", "\0"), "'A' contains a NUL");
    assertRejected(command("true"), Map.of("A".repeat(120_000), ""), "names of the environment");
    assertRejected(
        CommandInfo.newBuilder().setShell(false).setValue("a=b").build(), Map.of(), "'='");
    assertThat(host.containerizer.containers()).isEmpty();
  }

  @Test
  void refusesIdsThatAreNoFileNames() {
    for (String bad : List.of("", "..", "a/b", ".hidden", "a\nb", "x".repeat(201))) {
      ContainerLaunch launch = host.launch(host.id(), "true");
      ContainerLaunch named =
          new ContainerLaunch(
              ContainerID.newBuilder().setValue(bad).build(),
              launch.command(),
              Map.of(),
              launch.sandbox(),
              Optional.empty(),
              launch.resources(),
              Optional.empty());
      assertThatThrownBy(() -> TestHost.get(host.containerizer.launch(named)))
          .hasMessageContaining("cannot be the id");
    }
  }

  @Test
  void leavesDockerContainersToOthers() {
    ContainerLaunch launch = host.launch(host.id(), "true");
    ContainerLaunch docker =
        new ContainerLaunch(
            launch.id(),
            launch.command(),
            Map.of(),
            launch.sandbox(),
            Optional.empty(),
            launch.resources(),
            Optional.of(ContainerInfo.newBuilder().setType(ContainerInfo.Type.DOCKER).build()));
    assertThatThrownBy(() -> TestHost.get(host.containerizer.launch(docker)))
        .hasRootCauseInstanceOf(LaunchRefusedException.class);
  }

  private void assertRejected(CommandInfo command, Map<String, String> environment, String why) {
    ContainerLaunch launch = host.launch(host.id(), command, environment);
    assertThatThrownBy(() -> TestHost.get(host.containerizer.launch(launch)))
        .hasMessageContaining(why);
  }

  private static CommandInfo command(String value) {
    return CommandInfo.newBuilder().setShell(true).setValue(value).build();
  }

  private java.util.stream.Stream<String> arguments() {
    return host.processes().stream().map(p -> contentOf(proc(p, "cmdline")));
  }

  private static Path proc(long pid, String name) {
    return Path.of("/proc", Long.toString(pid), name);
  }

  private static String contentOf(Path file) {
    try {
      return Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }

  static void needRoot() {
    org.junit.jupiter.api.Assumptions.assumeTrue(
        System.getProperty("user.name").equals("root"), "only root can run commands as others");
  }
}
