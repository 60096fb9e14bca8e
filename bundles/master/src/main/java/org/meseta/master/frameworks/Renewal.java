package org.meseta.master.frameworks;

import java.util.Optional;
import org.meseta.protocol.v1.FrameworkInfo;

/** What a framework may change of itself when it subscribes again. */
public final class Renewal {

  private Renewal() {}

  /** Says why a known framework cannot subscribe with this info. */
  public static Optional<String> invalid(FrameworkInfo before, FrameworkInfo now) {
    return before.getPrincipal().equals(now.getPrincipal())
        ? Optional.empty()
        : Optional.of(
            "Changing framework's principal is not allowed: '"
                + before.getPrincipal()
                + "' to '"
                + now.getPrincipal()
                + "'");
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
