package org.meseta.master.calls;

import com.google.protobuf.ByteString;
import java.util.Optional;
import org.meseta.master.api.Outcome;
import org.meseta.master.api.SchedulerStream;
import org.meseta.master.state.Framework;
import org.meseta.plugin.authorizer.Principal;
import org.meseta.protocol.v1.scheduler.Call;

/** Says why a scheduler's call is refused whatever it asks for. */
public final class CallGate {
  private static final int UUID_BYTES = 16;

  private final Desk desk;

  public CallGate(Desk desk) {
    this.desk = desk;
  }

  /**
   * @return the refusal; empty if the call may go on
   */
  public Optional<Outcome> refusal(Principal principal, String streamId, Call call) {
    Framework framework = desk.ledger().framework(call.getFrameworkId());
    if (framework == null) {
      return Optional.of(Outcome.invalid("Framework cannot be found"));
    }
    String name = principal.value().orElse(framework.info().getPrincipal());
    if (!name.equals(framework.info().getPrincipal())) {
      return Optional.of(
          Outcome.invalid(
              "Authenticated principal '"
                  + name
                  + "' does not match principal '"
                  + framework.info().getPrincipal()
                  + "' set in `FrameworkInfo`"));
    }
    SchedulerStream stream = desk.peers().streamOf(framework.id());
    return stream == null
        ? Optional.of(Outcome.forbidden("Framework is not subscribed"))
        : wrongStream(streamId, stream, framework).or(() -> malformed(call));
  }

  private static Optional<Outcome> wrongStream(
      String given, SchedulerStream stream, Framework framework) {
    if (given.isEmpty()) {
      return Optional.of(
          Outcome.invalid("All non-subscribe calls should include the 'Mesos-Stream-Id' header"));
    }
    return given.equals(stream.id())
        ? Optional.empty()
        : Optional.of(
            Outcome.invalid(
                "The stream ID '"
                    + given
                    + "' included in this request didn't match the stream ID currently associated"
                    + " with framework ID "
                    + framework.id().getValue()));
  }

  private static Optional<Outcome> malformed(Call call) {
    boolean bad =
        (call.hasAcknowledge() && isNoUuid(call.getAcknowledge().getUuid()))
            || (call.hasAcknowledgeOperationStatus()
                && isNoUuid(call.getAcknowledgeOperationStatus().getUuid()));
    return bad
        ? Optional.of(Outcome.invalid("Failed to validate scheduler::Call: Not a valid UUID"))
        : Optional.empty();
  }

  private static boolean isNoUuid(ByteString bytes) {
    return bytes.size() != UUID_BYTES;
  }
}
