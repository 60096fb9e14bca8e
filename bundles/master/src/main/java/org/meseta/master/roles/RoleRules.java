package org.meseta.master.roles;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.meseta.resources.Roles;

/**
 * Which roles there may be.
 *
 * @param allowed the only ones besides {@code *}; empty: all
 */
public record RoleRules(Optional<Set<String>> allowed) {

  /** Says why a framework cannot have these roles. */
  public Optional<String> invalid(Collection<String> roles) {
    Set<String> refused = new TreeSet<>(roles);
    refused.removeIf(this::isAllowed);
    return refused.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "Roles { " + String.join(", ", refused) + " } are not present in the master's --roles");
  }

  private boolean isAllowed(String role) {
    return role.equals(Roles.DEFAULT) || allowed.map(set -> set.contains(role)).orElse(true);
  }
}
