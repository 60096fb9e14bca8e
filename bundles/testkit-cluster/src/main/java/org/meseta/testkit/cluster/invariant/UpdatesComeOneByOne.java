package org.meseta.testkit.cluster.invariant;

import com.google.protobuf.ByteString;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.meseta.protocol.link.StatusUpdate;
import org.meseta.protocol.v1.TaskState;
import org.meseta.protocol.v1.TaskStatus;
import org.meseta.protocol.v1.TaskStatus.Reason;
import org.meseta.protocol.v1.scheduler.Call;
import org.meseta.testkit.cluster.journal.Occurrence;
import org.meseta.testkit.cluster.world.World;

/**
 * An agent sends a task's next update only when its scheduler has acknowledged the one before. What
 * the agent said about tasks that it does not have, or could not write down, is not written down
 * either, and made anew after a crash.
 */
final class UpdatesComeOneByOne implements Invariant {
  private static final Set<Reason> NOT_WRITTEN_DOWN =
      EnumSet.of(Reason.REASON_RECONCILIATION, Reason.REASON_EXECUTOR_TERMINATED);

  private final World world;
  private final Map<Sender, Sent> last = new HashMap<>();
  private final Set<ByteString> acknowledged = new HashSet<>();

  private record Sender(String agent, TaskName task) {}

  private record Sent(int life, TaskStatus status) {
    ByteString uuid() {
      return status.getUuid();
    }

    TaskState state() {
      return status.getState();
    }
  }

  UpdatesComeOneByOne(World world) {
    this.world = world;
  }

  @Override
  public Optional<String> happened(Occurrence occurrence) {
    if (occurrence instanceof Occurrence.Called called
        && called.call().getType() == Call.Type.ACKNOWLEDGE) {
      acknowledged.add(called.call().getAcknowledge().getUuid());
    } else if (occurrence instanceof Occurrence.AgentSaid said && said.said().hasStatusUpdate()) {
      return judge(said, said.said().getStatusUpdate());
    }
    return Optional.empty();
  }

  private Optional<String> judge(Occurrence.AgentSaid said, StatusUpdate update) {
    int life = said.link() / Occurrence.LINKS_OF_A_LIFE;
    TaskName task = TaskName.of(update.getFrameworkId(), update.getStatus().getTaskId());
    Sender sender = new Sender(said.agent(), task);
    Sent now = new Sent(life, update.getStatus());
    Sent before = last.get(sender);
    if (before != null && before.life() > life) {
      return Optional.empty(); // it was late; meanwhile the agent has died
    }
    last.put(sender, now);
    return before == null || mayFollow(before, now, task)
        ? Optional.empty()
        : Optional.of(
            "%s sends %s of %s, but %s before it was not acknowledged"
                .formatted(said.agent(), now.state(), task, before.state()));
  }

  private boolean mayFollow(Sent before, Sent now, TaskName task) {
    return before.uuid().equals(now.uuid())
        || acknowledged.contains(before.uuid())
        || (before.life() != now.life() && !isWrittenDown(before, task));
  }

  private boolean isWrittenDown(Sent sent, TaskName task) {
    return !NOT_WRITTEN_DOWN.contains(sent.status().getReason())
        && !sent.status().getMessage().startsWith("Cannot prepare the task")
        && world.schedulers().stream()
            .filter(s -> s.temper().checkpoint())
            .flatMap(s -> s.memories().stream())
            .flatMap(m -> m.id().stream())
            .anyMatch(id -> id.getValue().equals(task.framework()));
  }
}
