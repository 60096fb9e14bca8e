package org.meseta.master.calls;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.meseta.master.frameworks.FrameworkCheck;
import org.meseta.master.state.Framework;
import org.meseta.protocol.v1.FrameworkID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A framework wants no offers for some of its roles, or wants them again. */
public final class RoleCalls {
  private static final Logger LOG = LoggerFactory.getLogger(RoleCalls.class);

  private final Desk desk;

  public RoleCalls(Desk desk) {
    this.desk = desk;
  }

  public void suppress(FrameworkID id, List<String> named) {
    desk.counters().count("messages_suppress_offers");
    Set<String> roles = roles(id, named);
    if (roles != null) {
      desk.ledger().framework(id, f -> f.suppressedRoles = with(f.suppressedRoles, roles));
      desk.allocator().suppressOffers(id, roles);
    }
  }

  public void revive(FrameworkID id, List<String> named) {
    desk.counters().count("messages_revive_offers");
    Set<String> roles = roles(id, named);
    if (roles != null) {
      desk.ledger().framework(id, f -> f.suppressedRoles = without(f.suppressedRoles, roles));
      desk.allocator().reviveOffers(id, roles);
    }
  }

  private static Set<String> with(Set<String> some, Set<String> more) {
    Set<String> all = new HashSet<>(some);
    all.addAll(more);
    return all;
  }

  private static Set<String> without(Set<String> some, Set<String> less) {
    Set<String> left = new HashSet<>(some);
    left.removeAll(less);
    return left;
  }

  /**
   * The roles that a call means: those named, or all.
   *
   * @return null if there are none or one is not the framework's; the call is then dropped
   */
  private @Nullable Set<String> roles(FrameworkID id, List<String> named) {
    Framework framework = desk.ledger().framework(id);
    if (framework == null) {
      return null;
    }
    List<String> own = FrameworkCheck.roleList(framework.info());
    if (!own.containsAll(named)) {
      LOG.warn("Framework {} names roles that it does not have: {}", id.getValue(), named);
      return null;
    }
    Set<String> meant = Set.copyOf(named.isEmpty() ? own : named);
    return meant.isEmpty() ? null : meant;
  }
}
