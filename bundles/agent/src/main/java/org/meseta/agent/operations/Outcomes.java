package org.meseta.agent.operations;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.meseta.agent.delivery.Outbox;
import org.meseta.plugin.Timers;
import org.meseta.plugin.Timers.Timer;
import org.meseta.protocol.link.AgentMessage;
import org.meseta.protocol.link.OperationUpdate;
import org.meseta.protocol.v1.Operation;

/**
 * Tells outcomes of operations, each again until it is forgotten: after ten seconds, then after
 * twice as long each time, at most after ten minutes. Belongs to the agent's loop.
 */
final class Outcomes {
  private static final Duration FIRST_RETRY = Duration.ofSeconds(10);
  private static final Duration LAST_RETRY = Duration.ofMinutes(10);

  private final Outbox outbox;
  private final Timers timers;
  private final Map<ByteString, Telling> tellings = new LinkedHashMap<>();
  private boolean paused = true;

  Outcomes(Outbox outbox, Timers timers) {
    this.outbox = outbox;
    this.timers = timers;
  }

  private static final class Telling {
    private final AgentMessage message;
    private Duration wait = FIRST_RETRY;
    private @Nullable Timer retry;

    Telling(AgentMessage message) {
      this.message = message;
    }

    void cancel() {
      if (retry != null) {
        retry.cancel();
        retry = null;
      }
    }
  }

  /** The outcome, which is written down, is to be told. */
  void tell(Operation operation) {
    OperationUpdate.Builder update =
        OperationUpdate.newBuilder()
            .setUuid(operation.getUuid().getValue())
            .setStatus(operation.getLatestStatus());
    if (operation.hasFrameworkId()) {
      update.setFrameworkId(operation.getFrameworkId());
    }
    Telling telling = new Telling(AgentMessage.newBuilder().setOperationUpdate(update).build());
    tellings.put(operation.getUuid().getValue(), telling);
    send(telling);
  }

  void forget(ByteString uuid) {
    Telling telling = tellings.remove(uuid);
    if (telling != null) {
      telling.cancel();
    }
  }

  void pause() {
    paused = true;
    tellings.values().forEach(Telling::cancel);
  }

  void resume() {
    paused = false;
    for (Telling telling : tellings.values()) {
      telling.wait = FIRST_RETRY;
      send(telling);
    }
  }

  private void send(Telling telling) {
    telling.cancel();
    if (paused) {
      return;
    }
    outbox.send(telling.message);
    telling.retry = timers.schedule(telling.wait, () -> send(telling));
    Duration twice = telling.wait.multipliedBy(2);
    telling.wait = twice.compareTo(LAST_RETRY) > 0 ? LAST_RETRY : twice;
  }
}
