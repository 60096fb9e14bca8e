package org.meseta.master.frameworks;

import java.util.Optional;
import org.meseta.protocol.v1.FrameworkInfo;

/** What a framework may change of itself, and what it keeps for good. */
public final class Renewal {

  private Renewal() {}

  /** Says why a framework cannot become like this, in Mesos's words. */
  public static Optional<String> invalid(FrameworkInfo before, FrameworkInfo now) {
    if (!principal(before).equals(principal(now))) {
      return Optional.of("Changing framework's principal is not allowed.");
    }
    if (!before.getUser().equals(now.getUser())) {
      return unsupported("user", before.getUser(), now.getUser());
    }
    return before.getCheckpoint() == now.getCheckpoint()
        ? Optional.empty()
        : unsupported("checkpoint", before.getCheckpoint(), now.getCheckpoint());
  }

  private static Optional<String> principal(FrameworkInfo info) {
    return info.hasPrincipal() ? Optional.of(info.getPrincipal()) : Optional.empty();
  }

  private static Optional<String> unsupported(String field, Object before, Object now) {
    return Optional.of(
        "Updating 'FrameworkInfo.%s' is unsupported; attempted to update from '%s' to '%s'"
            .formatted(field, before, now));
  }

  /** The new info, but for what can never change: id, user, checkpointing. */
  public static FrameworkInfo merge(FrameworkInfo before, FrameworkInfo now) {
    FrameworkInfo.Builder merged = now.toBuilder().setId(before.getId()).setUser(before.getUser());
    if (before.hasCheckpoint()) {
      merged.setCheckpoint(before.getCheckpoint());
    } else {
      merged.clearCheckpoint();
    }
    return merged.build();
  }
}
