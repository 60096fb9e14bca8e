package org.meseta.itests.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Many processes of one unpacked folder. */
class ProcessesIT {

  @Test
  void twoMastersAndThreeAgentsRunSideBySide() throws Exception {
    Path folder = Daemon.scratch("side-by-side");
    List<Daemon> daemons = new ArrayList<>();
    try {
      Daemon one = Daemon.start("master", folder.resolve("m1"));
      Daemon two = Daemon.start("master", folder.resolve("m2"));
      daemons.addAll(List.of(one, two));
      one.awaitAnswer();
      two.awaitAnswer();
      daemons.add(one.agent(folder.resolve("a1")));
      daemons.add(one.agent(folder.resolve("a2")));
      daemons.add(two.agent(folder.resolve("a3")));

      await().atMost(Duration.ofSeconds(60)).until(() -> agents(one) == 2 && agents(two) == 1);
      for (Daemon daemon : daemons) {
        assertOnlyListedPortsAreOpen(daemon);
      }
      for (Daemon daemon : daemons) {
        assertThat(daemon.stop()).as(daemon.log()).isZero();
      }
    } finally {
      daemons.forEach(Daemon::close);
    }
  }

  @Test
  void aSecondProcessOfOneFolderIsRefused() throws Exception {
    Path folder = Daemon.scratch("locked");
    try (Daemon first = Daemon.start("master", folder).awaitAnswer();
        Daemon second = Daemon.start("master", folder)) {
      await().until(() -> !second.isAlive());
      assertThat(second.log()).contains("another process works in");
      assertThat(first.isAlive()).isTrue();
    }
  }

  @Test
  void wrongFlagsEndTheProcessWithTheReason() throws Exception {
    assertEnds("--no_such_flag=1", "no_such_flag");
    assertEnds("--allocation_interval=soon", "allocation_interval");
  }

  private static void assertEnds(String flag, String reason) throws Exception {
    try (Daemon master = Daemon.start("master", Daemon.scratch("flags"), flag)) {
      await().atMost(Duration.ofSeconds(30)).until(() -> !master.isAlive());
      assertThat(master.stop()).isEqualTo(1);
      assertThat(master.log()).contains(reason).doesNotContain("\tat ");
    }
  }

  private static int agents(Daemon master) throws Exception {
    return Http.json(master.uri("/slaves")).path("slaves").size();
  }

  private static void assertOnlyListedPortsAreOpen(Daemon daemon) throws Exception {
    Path ssh = daemon.karafBase().resolve("data/ssh.port");
    await().until(() -> Files.exists(ssh));
    Set<String> listed = new TreeSet<>();
    listed.add("127.0.0.1:" + daemon.port());
    listed.add("127.0.0.1:" + Files.readString(ssh).strip());
    assertThat(Listening.addresses(daemon.pid())).isEqualTo(listed);
  }
}
