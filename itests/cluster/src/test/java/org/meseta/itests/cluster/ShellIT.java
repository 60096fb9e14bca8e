package org.meseta.itests.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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

  @Test
  void aViewerMayLookButNotAct() throws Exception {
    assertThat(ssh("view", "mesos:agents").text()).contains("No agent is registered");
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

  private static Result ssh(String user, String line) throws Exception {
    Path out = Files.createTempFile(folder, user, ".out");
    Process ssh = Daemon.run(command(user, List.of(), user + "@127.0.0.1", line), out);
    assertThat(ssh.waitFor(30, TimeUnit.SECONDS)).as(line).isTrue();
    return new Result(ssh.exitValue(), Files.readString(out));
  }

  private static List<String> command(String user, List<String> options, String... rest)
      throws Exception {
    String port = Files.readString(master.karafBase().resolve("data/ssh.port")).strip();
    List<String> command =
        new java.util.ArrayList<>(
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
