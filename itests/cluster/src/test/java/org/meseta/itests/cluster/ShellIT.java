package org.meseta.itests.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The shell by SSH, and who may do what in it. */
class ShellIT {

  private static Path folder;
  private static Daemon master;

  @BeforeAll
  static void startMasterWithThreeUsers() throws Exception {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/ssh")), "skipped: install openssh-client for ssh");
    folder = Daemon.scratch("shell");
    Path conf = Files.createDirectories(folder.resolve("karaf-master/conf"));
    Files.writeString(
        conf.resolve("keys.properties"),
        "oper=%s,_g_:operatorgroup%nview=%s,_g_:viewergroup%n".formatted(key("oper"), key("view"))
            + "_g_\\:admingroup = group,admin,operator,viewer,systembundles,ssh\n"
            + "_g_\\:operatorgroup = group,operator,viewer,ssh\n"
            + "_g_\\:viewergroup = group,viewer,ssh\n");
    master = Daemon.start("master", folder).awaitAnswer();
    Path base = master.karafBase();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                Files.exists(base.resolve("data/ssh.port"))
                    && Files.readString(base.resolve("etc/keys.properties")).contains("admin="));
  }

  @AfterAll
  static void stopMaster() {
    if (master != null) {
      master.close();
    }
  }

  @Test
  void theLocalAdministratorMayDoEverything() throws Exception {
    Path out = Files.createTempFile(folder, "admin", ".out");
    Process shell =
        Daemon.run(Daemon.meseta("shell", "--work_dir=" + folder, "mesos:plugins"), out);
    assertThat(shell.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(Files.readString(out)).contains("hierarchical");
  }

  /** As it is typed in a shell whose quotes are gone by then. */
  @Test
  void eachOfSeveralWordsIsTakenAsItIs() throws Exception {
    String[] words = {"cpus:1;mem:64", "it's", "b\\c", "", "$HOME", "\"d  e\"", "|", "*", "'"};
    List<String> command = new ArrayList<>(shell("shell:echo"));
    command.addAll(List.of(words));
    Result echo = run(command);
    assertThat(echo).isEqualTo(new Result(0, String.join(" ", words) + "\n"));
  }

  @Test
  void oneWordIsALineWithAllThatALineCanSay() throws Exception {
    Result lines = run(shell("shell:echo one; shell:echo two | grep w"));
    assertThat(lines).isEqualTo(new Result(0, "one\ntwo\n"));
  }

  @Test
  void linesOfStandardInputAreExecuted() throws Exception {
    Path input = Files.writeString(folder.resolve("input"), "echo 'o;ne'\necho two\nlogout\n");
    List<String> command = new ArrayList<>(List.of("sh", "-c", "\"$@\" <" + input, "sh"));
    command.addAll(shell());
    Result both = run(command);
    assertThat(both).isEqualTo(new Result(0, "o;ne\ntwo\n"));
    Result nothing = run(shell());
    assertThat(nothing.text()).contains("no COMMAND");
    assertThat(nothing.status()).isEqualTo(1);
  }

  @Test
  void whatIsNoTerminalGetsNoColours() throws Exception {
    Result wrong = run(shell("mesos:nosuch"));
    assertThat(wrong).isEqualTo(new Result(1, "Command not found: mesos:nosuch\n"));
  }

  @Test
  void aViewerMayLookButNotAct() throws Exception {
    assertThat(ssh("view", "mesos:agents").text()).contains("No agent is registered");
    assertThat(ssh("view", "help").text()).contains("agents").doesNotContain("teardown");
    assertThat(ssh("view", "mesos:agents --help").text()).contains("Lists the registered agents");
    Result teardown = ssh("view", "mesos:teardown x");
    assertThat(teardown.text()).contains("Command not found");
    assertThat(teardown.status()).isNotZero();
  }

  @Test
  void anOperatorMayAct() throws Exception {
    Result teardown = ssh("oper", "mesos:teardown x");
    assertThat(teardown.text()).doesNotContain("Command not found").contains("x");
    assertThat(teardown.status()).isNotZero();
  }

  @Test
  void onlyAnAdministratorReachesFilesAndBundles() throws Exception {
    for (String user : List.of("view", "oper")) {
      for (String command :
          List.of("shell:cat " + folder, "bundle:list", "mesos:agents > /tmp/x", "jaas:realms")) {
        assertThat(ssh(user, command).text())
            .as("%s: %s", user, command)
            .containsAnyOf("Command not found", "Insufficient", "not authorized");
      }
    }
  }

  @Test
  void aKeyThatNobodyAllowedIsRefused() throws Exception {
    key("stranger");
    Result result = ssh("stranger", "mesos:agents");
    assertThat(result.text()).contains("Permission denied");
  }

  @Test
  void portsAreNotForwarded() throws Exception {
    Path out = Files.createTempFile(folder, "forward", ".out");
    Process forward =
        Daemon.run(
            command("oper", List.of("-W", "127.0.0.1:" + master.port()), "oper@127.0.0.1"), out);
    assertThat(forward.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(forward.exitValue()).isNotZero();
    assertThat(Files.readString(out)).doesNotContain("HTTP/");
  }

  private record Result(int status, String text) {}

  private static List<String> shell(String... command) {
    List<String> all = new ArrayList<>(List.of("shell", "--work_dir=" + folder));
    all.addAll(List.of(command));
    return Daemon.meseta(all.toArray(new String[0]));
  }

  private static Result ssh(String user, String line) throws Exception {
    return run(command(user, List.of(), user + "@127.0.0.1", line));
  }

  private static Result run(List<String> command) throws Exception {
    Path out = Files.createTempFile(folder, "said", ".out");
    Process process = Daemon.run(command, out);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("%s", command).isTrue();
    return new Result(process.exitValue(), Files.readString(out));
  }

  private static List<String> command(String user, List<String> options, String... rest)
      throws Exception {
    String port = Files.readString(master.karafBase().resolve("data/ssh.port")).strip();
    List<String> command =
        new ArrayList<>(
            List.of(
                "ssh",
                "-p",
                port,
                "-i",
                folder.resolve(user).toString(),
                "-F",
                "/dev/null",
                "-o",
                "IdentitiesOnly=yes",
                "-o",
                "BatchMode=yes",
                "-o",
                "StrictHostKeyChecking=no",
                "-o",
                "UserKnownHostsFile=" + folder.resolve("known_hosts")));
    command.addAll(options);
    command.addAll(List.of(rest));
    return command;
  }

  /** Makes a key pair and gives the body of its public half. */
  private static String key(String name) throws Exception {
    Path file = folder.resolve(name);
    Path out = Files.createTempFile(folder, "keygen", ".out");
    Process keygen =
        Daemon.run(
            List.of("ssh-keygen", "-q", "-t", "rsa", "-b", "2048", "-N", "", "-f", file.toString()),
            out);
    assertThat(keygen.waitFor()).as(Files.readString(out)).isZero();
    return Files.readString(folder.resolve(name + ".pub")).split(" ")[1];
  }
}
