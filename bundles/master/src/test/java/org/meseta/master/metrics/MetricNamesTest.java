package org.meseta.master.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.meseta.master.api.MasterFlags;
import org.meseta.master.loop.MasterIdentity;
import org.meseta.master.loop.MasterLoop;
import org.meseta.protocol.v1.TaskID;
import org.meseta.protocol.v1.TaskState;
import org.meseta.protocol.v1.TaskStatus;
import org.meseta.runtime.ManualTime;

class MetricNamesTest {
  private final ManualTime time = new ManualTime();

  @Test
  void showsMesossNamesFromTheStart() {
    MasterFlags flags = MasterFlags.parse(Map.of());
    try (MasterLoop master =
        new MasterLoop(time, flags, MasterIdentity.of(flags, time.newUuid()))) {
      time.run();
      Set<String> names = master.metrics().snapshot().keySet();
      for (String resource : List.of("cpus", "gpus", "mem", "disk")) {
        for (String figure : List.of("total", "used", "percent")) {
          assertThat(names)
              .contains(
                  "master/" + resource + "_" + figure,
                  "master/" + resource + "_revocable_" + figure);
        }
      }
      assertThat(names)
          .contains(
              "master/elected",
              "master/uptime_secs",
              "master/slaves_active",
              "master/slaves_connected",
              "master/slaves_disconnected",
              "master/slaves_inactive",
              "master/slaves_unreachable",
              "master/frameworks_active",
              "master/frameworks_connected",
              "master/frameworks_disconnected",
              "master/frameworks_inactive",
              "master/outstanding_offers",
              "master/tasks_staging",
              "master/tasks_starting",
              "master/tasks_running",
              "master/tasks_killing",
              "master/tasks_finished",
              "master/tasks_unreachable",
              "master/messages_launch_tasks",
              "master/valid_status_updates",
              "master/slave_registrations",
              "master/event_queue_dispatches",
              "allocator/event_queue_dispatches");
    }
  }

  @Test
  void countsWhyTasksEndedUnderTheOldNames() {
    Counters counters = new Counters(time.metrics());
    counters.ended(
        TaskState.TASK_LOST,
        TaskStatus.newBuilder()
            .setTaskId(TaskID.newBuilder().setValue("t"))
            .setState(TaskState.TASK_LOST)
            .setSource(TaskStatus.Source.SOURCE_AGENT)
            .setReason(TaskStatus.Reason.REASON_AGENT_REMOVED)
            .build());
    assertThat(time.metrics().snapshot())
        .containsEntry("master/tasks_lost", 1.0)
        .containsEntry("master/task_lost/source_slave/reason_slave_removed", 1.0);
  }
}
