package org.meseta.testkit.cluster.invariant;

import com.google.protobuf.ByteString;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.meseta.protocol.link.StatusUpdate;
import org.meseta.protocol.v1.TaskState;
import org.meseta.testkit.cluster.journal.Occurrence;
import org.meseta.testkit.cluster.world.World;

/** However often an update is sent, and by whichever life of an agent, it has one uuid. */
final class UpdatesKeepTheirUuids implements Invariant {
  private final Map<Made, ByteString> uuids = new HashMap<>();

  private record Made(TaskName task, String agent, TaskState state, double timestamp) {}

  UpdatesKeepTheirUuids(World world) {}

  @Override
  public Optional<String> happened(Occurrence occurrence) {
    return occurrence instanceof Occurrence.AgentSaid said && said.said().hasStatusUpdate()
        ? judge(said.agent(), said.said().getStatusUpdate())
        : Optional.empty();
  }

  private Optional<String> judge(String agent, StatusUpdate update) {
    Made made =
        new Made(
            TaskName.of(update.getFrameworkId(), update.getStatus().getTaskId()),
            agent,
            update.getStatus().getState(),
            update.getStatus().getTimestamp());
    ByteString uuid = update.getStatus().getUuid();
    ByteString before = uuids.putIfAbsent(made, uuid);
    return before == null || before.equals(uuid)
        ? Optional.empty()
        : Optional.of(made.state() + " of " + made.task() + " has got another uuid");
  }
}
