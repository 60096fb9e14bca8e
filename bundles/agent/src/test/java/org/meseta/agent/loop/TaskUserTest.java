package org.meseta.agent.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.meseta.protocol.v1.TaskState.TASK_ERROR;
import static org.meseta.protocol.v1.TaskState.TASK_FAILED;
import static org.meseta.protocol.v1.TaskState.TASK_STARTING;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meseta.protocol.v1.FrameworkInfo;
import org.meseta.protocol.v1.TaskInfo;
import org.meseta.protocol.v1.TaskStatus.Reason;
import org.meseta.runtime.FlagException;

/** As whom tasks run on an agent that is root. */
class TaskUserTest {
  @TempDir Path folder;
  private Rig rig;

  @BeforeEach
  void start() {
    assumeTrue(System.getProperty("user.name").equals("root"), "needs root");
    rig = new Rig(folder.resolve("work")).flag("switch_user", "true");
  }

  private static FrameworkInfo framework(String user) {
    return Rig.framework().toBuilder().setUser(user).build();
  }

  private static TaskInfo taskAs(String user) {
    TaskInfo.Builder task = Rig.task("x").toBuilder();
    task.getCommandBuilder().setUser(user);
    return task.build();
  }

  private void withoutRoot() {
    rig.flag("root_submissions", "false").up();
  }

  private void assertRefused() {
    assertThat(rig.link.states()).containsExactly(TASK_ERROR);
    assertThat(rig.link.last().getReason()).isEqualTo(Reason.REASON_TASK_UNAUTHORIZED);
    assertThat(rig.link.last().getMessage()).contains("root").contains("--root_submissions");
    assertThat(rig.host.launched).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"root", ""})
  void refusesAFrameworkThatIsRootWhereTheOperatorSaysSo(String user) {
    withoutRoot();
    rig.run(framework(user), Rig.task("x"));
    assertRefused();
  }

  @Test
  void refusesATaskThatIsRootThoughItsFrameworkIsNot() {
    withoutRoot();
    rig.run(framework("nobody"), taskAs("root"));
    assertRefused();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "00", "+0", "-0", "\u0660", "65534"})
  void takesNoNumberForAUser(String number) {
    rig.up().run(framework("nobody"), taskAs(number));

    assertThat(rig.link.states()).containsExactly(TASK_FAILED);
    assertThat(rig.link.last().getMessage()).contains("'" + number + "'");
    assertThat(rig.host.launched).isEmpty();
  }

  @Test
  void runsATaskThatNamesNobodyAsItsFramework() throws IOException {
    withoutRoot();
    rig.run(framework("nobody"), taskAs(""));

    assertThat(rig.link.states()).containsExactly(TASK_STARTING);
    assertThat(rig.host.only().launch.user()).contains("nobody");
    assertThat(Files.getOwner(rig.executor().sandbox()).getName()).isEqualTo("nobody");
  }

  @Test
  void knowsWhoItIsWhoeverOwnsTheWorkDirectory() throws IOException {
    Path work = Files.createDirectory(folder.resolve("work"));
    Files.setOwner(
        work,
        FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
    rig.up().run(framework("nobody"), Rig.task("x"));

    assertThat(Files.getOwner(rig.executor().sandbox()).getName()).isEqualTo("nobody");
  }

  @Test
  void doesNotStartWhereEveryTaskWouldBeRefused() {
    rig.flag("switch_user", "false").flag("root_submissions", "false");

    assertThatThrownBy(rig::start)
        .isInstanceOf(FlagException.class)
        .hasMessageContaining("--root_submissions")
        .hasMessageContaining("--switch_user");
  }
}
