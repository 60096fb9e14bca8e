package org.meseta.master.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meseta.master.loop.MasterRig.task;
import static org.meseta.protocol.v1.TaskState.TASK_FINISHED;
import static org.meseta.protocol.v1.TaskState.TASK_RUNNING;
import static org.meseta.protocol.v1.TaskState.TASK_STARTING;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.meseta.protocol.v1.Task;
import org.meseta.protocol.v1.TaskState;
import org.meseta.protocol.v1.scheduler.Event;

class LaunchScenarioTest {
  private final MasterRig rig = new MasterRig();
  private final TestAgent agent = rig.agent("one", "cpus:4;mem:1024");
  private final TestScheduler scheduler = rig.scheduler("fw").subscribe();

  @AfterEach
  void sound() {
    rig.assertSound();
  }

  @Test
  void greetsASchedulerWithItsIdAndAHeartbeat() {
    assertThat(scheduler.events.get(0).getType()).isEqualTo(Event.Type.SUBSCRIBED);
    assertThat(scheduler.events.get(1).getType()).isEqualTo(Event.Type.HEARTBEAT);
    assertThat(scheduler.id().getValue())
        .isEqualTo(rig.master.cluster().master().getId() + "-0000");
    assertThat(agent.id().getValue()).isEqualTo(rig.master.cluster().master().getId() + "-S0");
  }

  @Test
  void heartbeatsEveryFifteenSeconds() {
    rig.seconds(61);
    assertThat(scheduler.all(Event.Type.HEARTBEAT)).hasSize(5);
  }

  @Test
  void runsATaskFromOfferToHistory() {
    rig.seconds(1);
    scheduler.launch(scheduler.lastOffer(), task("t1", agent, "cpus:1;mem:64"));
    assertThat(agent.runTasks()).containsExactly("t1");
    assertThat(rig.task(scheduler.id(), "t1")).map(Task::getState).contains(TaskState.TASK_STAGING);
    for (TaskState state : new TaskState[] {TASK_STARTING, TASK_RUNNING, TASK_FINISHED}) {
      agent.update(scheduler.id(), "t1", state);
      scheduler.acknowledge(agent, "t1", state);
      assertThat(agent.last().getAcknowledgement().getUuid())
          .isEqualTo(TestAgent.uuid("t1", state));
    }
    assertThat(scheduler.states()).containsExactly(TASK_STARTING, TASK_RUNNING, TASK_FINISHED);
    assertThat(rig.task(scheduler.id(), "t1")).isEmpty();
    assertThat(rig.framework(scheduler.id()).completedTasks())
        .singleElement()
        .satisfies(
            done -> {
              assertThat(done.getState()).isEqualTo(TASK_FINISHED);
              assertThat(done.getStatusesCount()).isEqualTo(3);
            });
    assertThat(rig.metric("master/tasks_finished")).isEqualTo(1);
  }
}
