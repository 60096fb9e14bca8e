package org.meseta.recording;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.meseta.plugin.allocator.Quota;
import org.meseta.protocol.v1.FrameworkInfo;
import org.meseta.protocol.v1.Resource;
import org.meseta.recording.proto.Input;
import org.meseta.recording.proto.Step;
import org.meseta.resources.Resources;
import org.meseta.resources.Roles;

/** Looks through a recording for what speaks against {@link Changes}. */
final class Objections {
  private final Changes changes;
  private final Set<String> roles = new HashSet<>();

  Objections(Changes changes) {
    this.changes = changes;
  }

  void look(Recording recording) throws IOException {
    recording.header().getWeightsList().forEach(weight -> roles.add(weight.getRole()));
    changes.quotaRoles().forEach(role -> look(role, Quota.NONE));
    for (Optional<Step> step = recording.next(); step.isPresent(); step = recording.next()) {
      look(step.get().getInput());
    }
    List.copyOf(roles).forEach(role -> roles.addAll(Roles.ancestors(role)));
    Set<String> named = new TreeSet<>(changes.quotaRoles());
    named.addAll(changes.weights().keySet());
    named.removeAll(roles);
    if (!named.isEmpty()) {
      throw new IllegalArgumentException(
          "the recording has no role '%s', only %s"
              .formatted(named.iterator().next(), String.join(", ", new TreeSet<>(roles))));
    }
  }

  private void look(Input input) {
    switch (input.getWhatCase()) {
      case ADD_FRAMEWORK -> look(input.getAddFramework().getInfo());
      case UPDATE_FRAMEWORK -> look(input.getUpdateFramework().getInfo());
      case ADD_AGENT -> look(input.getAddAgent().getTotalList());
      case UPDATE_AGENT -> look(input.getUpdateAgent().getTotalList());
      case CONVERT_ALLOCATION -> look(input.getConvertAllocation().getAfterList());
      case CONVERT_AVAILABLE -> look(input.getConvertAvailable().getAfterList());
      case WEIGHTS -> input.getWeights().getWeightsList().forEach(w -> roles.add(w.getRole()));
      case QUOTAS -> look(Telling.quotas(input.getQuotas()));
      default -> {
        // names no role that none of these has named
      }
    }
  }

  @SuppressWarnings("deprecation") // the role of older frameworks
  private void look(FrameworkInfo info) {
    roles.addAll(info.getRolesList());
    if (info.getRolesCount() == 0) {
      roles.add(info.getRole());
    }
  }

  private void look(List<Resource> resources) {
    roles.addAll(Resources.of(resources).reservationRoles());
  }

  private void look(Map<String, Quota> recorded) {
    roles.addAll(recorded.keySet());
    recorded.forEach(this::look);
  }

  private void look(String role, Quota recorded) {
    Quota quota = changes.quota(role, recorded);
    if (changes.quotaRoles().contains(role) && !quota.limits().allow(quota.guarantees())) {
      throw new IllegalArgumentException(
          "the guarantees (%s) of role '%s' are more than its limits (%s)"
              .formatted(quota.guarantees(), role, quota.limits()));
    }
  }
}
