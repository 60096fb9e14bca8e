package org.meseta.master.http.scheduler;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.meseta.plugin.authorizer.Principal;
import org.meseta.protocol.v1.FrameworkInfo;
import org.meseta.protocol.v1.scheduler.Call;

/** Which calls are well formed. What they mean is the master's to judge. */
final class SchedulerRules {
  /** What these ask for may be left out. */
  private static final Set<Call.Type> BARE = Set.of(Call.Type.REVIVE, Call.Type.SUPPRESS);

  private static final int UUID_BYTES = 16;

  private SchedulerRules() {}

  /** The first rule that the call breaks. */
  static Optional<String> broken(Call call, Principal principal) {
    if (!call.hasType()) {
      return missing("type");
    }
    Optional<String> body = bodyMissing(call);
    return switch (call.getType()) {
      case SUBSCRIBE -> body.or(() -> subscribe(call, principal));
      case UPDATE_FRAMEWORK -> idMissing(call).or(() -> body).or(() -> update(call));
      case ACKNOWLEDGE ->
          idMissing(call).or(() -> body).or(() -> uuid(call.getAcknowledge().getUuid()));
      case ACKNOWLEDGE_OPERATION_STATUS ->
          idMissing(call).or(() -> body).or(() -> operationStatus(call));
      default -> idMissing(call).or(() -> body);
    };
  }

  private static Optional<String> update(Call call) {
    return otherId(call, "update_framework", call.getUpdateFramework().getFrameworkInfo());
  }

  private static Optional<String> operationStatus(Call call) {
    var acknowledge = call.getAcknowledgeOperationStatus();
    return uuid(acknowledge.getUuid())
        .or(() -> acknowledge.hasAgentId() ? Optional.empty() : missing("agent_id"));
  }

  private static Optional<String> idMissing(Call call) {
    return call.hasFrameworkId() ? Optional.empty() : missing("framework_id");
  }

  /** Each type but a few has a field of its own name, which must be there. */
  private static Optional<String> bodyMissing(Call call) {
    String name = call.getType().name().toLowerCase(Locale.ROOT);
    FieldDescriptor field = Call.getDescriptor().findFieldByName(name);
    boolean needed = field != null && !BARE.contains(call.getType());
    return needed && !call.hasField(field) ? missing(name) : Optional.empty();
  }

  private static Optional<String> subscribe(Call call, Principal principal) {
    FrameworkInfo info = call.getSubscribe().getFrameworkInfo();
    return otherId(call, "subscribe", info)
        .or(
            () ->
                principal
                    .value()
                    .filter(name -> info.hasPrincipal() && !info.getPrincipal().equals(name))
                    .map(name -> otherPrincipal(name, info.getPrincipal())));
  }

  private static Optional<String> otherId(Call call, String field, FrameworkInfo info) {
    return info.getId().getValue().equals(call.getFrameworkId().getValue())
        ? Optional.empty()
        : Optional.of("'framework_id' differs from '" + field + ".framework_info.id'");
  }

  private static String otherPrincipal(String authenticated, String named) {
    return "Authenticated principal '%s' does not match principal '%s' set in `FrameworkInfo`"
        .formatted(authenticated, named);
  }

  private static Optional<String> uuid(ByteString uuid) {
    return uuid.size() == UUID_BYTES ? Optional.empty() : Optional.of("Not a valid UUID");
  }

  private static Optional<String> missing(String field) {
    return Optional.of("Expecting '" + field + "' to be present");
  }
}
