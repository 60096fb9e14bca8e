package org.meseta.bootstrap;

import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/**
 * Ends the process with the reason when a component of a role (one with the role's configuration)
 * fails to start: a daemon that is half there helps nobody.
 */
@Component(
    immediate = true,
    service = {})
public final class RoleWatch {

  private static final Set<String> ROLES = Set.of(Role.MASTER_PID, Role.AGENT_PID);

  @Activate
  public RoleWatch() {}

  @Reference(
      cardinality = ReferenceCardinality.MANDATORY,
      policy = ReferencePolicy.DYNAMIC,
      updated = "updatedComponents")
  void addComponents(ServiceComponentRuntime components) {
    updatedComponents(components);
  }

  void updatedComponents(ServiceComponentRuntime components) {
    for (ComponentDescriptionDTO description : components.getComponentDescriptionDTOs()) {
      if (Set.of(description.configurationPid).stream().anyMatch(ROLES::contains)) {
        components.getComponentConfigurationDTOs(description).forEach(RoleWatch::check);
      }
    }
  }

  void removeComponents(ServiceComponentRuntime components) {
    // Only when the framework ends.
  }

  private static void check(ComponentConfigurationDTO configuration) {
    if (configuration.state == ComponentConfigurationDTO.FAILED_ACTIVATION) {
      System.err.println("meseta: " + reason(configuration.failure));
      ProcessEnd.now(1);
    }
  }

  /** The message of the innermost cause, without its class. */
  static String reason(String trace) {
    String line =
        trace
            .lines()
            .filter(l -> l.startsWith("Caused by: "))
            .reduce((first, second) -> second)
            .orElseGet(() -> trace.lines().findFirst().orElse(trace));
    String text = line.startsWith("Caused by: ") ? line.substring("Caused by: ".length()) : line;
    int colon = text.indexOf(": ");
    return colon > 0 && !text.substring(0, colon).contains(" ") ? text.substring(colon + 2) : text;
  }
}
