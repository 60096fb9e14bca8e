package org.meseta.master.calls;

import java.util.List;
import java.util.Optional;
import org.meseta.master.frameworks.FrameworkCheck;
import org.meseta.master.roles.RoleRules;
import org.meseta.plugin.authorizer.Action;
import org.meseta.plugin.authorizer.Principal;
import org.meseta.protocol.v1.FrameworkInfo;
import org.meseta.protocol.v1.scheduler.OfferConstraints;
import org.meseta.resources.Constraints;

/**
 * Says why a framework may not be what it says of itself: when it subscribes and when it changes.
 */
final class FrameworkScreening {
  private final Desk desk;
  private final RoleRules roles;

  FrameworkScreening(Desk desk) {
    this.desk = desk;
    this.roles = new RoleRules(desk.flags().roles());
  }

  /** What is wrong with the info itself or with its coming to this master. */
  Optional<String> invalid(FrameworkInfo info) {
    return FrameworkCheck.invalid(info)
        .or(() -> roles.invalid(FrameworkCheck.roleList(info)))
        .or(() -> root(info))
        .or(() -> completed(info));
  }

  private Optional<String> root(FrameworkInfo info) {
    return info.getUser().equals("root") && !desk.flags().rootSubmissions()
        ? Optional.of("User 'root' is not allowed to run frameworks without --root_submissions set")
        : Optional.empty();
  }

  private Optional<String> completed(FrameworkInfo info) {
    return info.hasId() && desk.ledger().isCompleted(info.getId())
        ? Optional.of("Framework has been removed")
        : Optional.empty();
  }

  /** What is wrong with which offers it wants. */
  Optional<String> invalidWishes(
      FrameworkInfo info, List<String> suppressed, OfferConstraints constraints) {
    return FrameworkCheck.invalidSuppressed(info, suppressed)
        .or(() -> FrameworkCheck.invalidConstraints(info, constraints))
        .or(() -> Constraints.invalid(constraints, desk.flags().regexLimits()));
  }

  /** Which permission it lacks. */
  Optional<String> unauthorized(Principal caller, FrameworkInfo info) {
    List<String> names = FrameworkCheck.roleList(info);
    Principal subject = subject(caller, info);
    return names.stream()
            .allMatch(role -> desk.authority().allows(subject, Action.REGISTER_FRAMEWORK, role))
        ? Optional.empty()
        : Optional.of(
            "Not authorized to register framework "
                + info.getId().getValue()
                + " with roles "
                + FrameworkCheck.text(names));
  }

  /**
   * As whom a framework acts: as who was authenticated, which is the principal it names, or else as
   * that.
   */
  static Principal subject(Principal caller, FrameworkInfo info) {
    return caller.value().isEmpty() && info.hasPrincipal()
        ? Principal.named(info.getPrincipal())
        : caller;
  }
}
