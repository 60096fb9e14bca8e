package org.meseta.agent.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.meseta.agent.api.MasterLink;
import org.meseta.protocol.link.AgentMessage;
import org.meseta.protocol.link.StatusUpdate;
import org.meseta.protocol.v1.TaskState;
import org.meseta.protocol.v1.TaskStatus;

/** A link that keeps what is sent. */
final class FakeLink implements MasterLink {
  final List<AgentMessage> sent = new ArrayList<>();
  Optional<String> closed = Optional.empty();

  @Override
  public String description() {
    return "fake";
  }

  @Override
  public void send(AgentMessage message) {
    sent.add(message);
  }

  @Override
  public void close(String reason) {
    closed = Optional.of(reason);
  }

  List<StatusUpdate> updates() {
    return sent.stream()
        .filter(AgentMessage::hasStatusUpdate)
        .map(AgentMessage::getStatusUpdate)
        .toList();
  }

  List<TaskState> states() {
    return updates().stream().map(u -> u.getStatus().getState()).toList();
  }

  TaskStatus last() {
    List<StatusUpdate> updates = updates();
    return updates.get(updates.size() - 1).getStatus();
  }
}
