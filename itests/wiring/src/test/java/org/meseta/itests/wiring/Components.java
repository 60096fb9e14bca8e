package org.meseta.itests.wiring;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/** Whether our components are there, which are those of one role and those of any. */
final class Components {

  private static final Set<String> ROLES = Set.of("org.meseta.master", "org.meseta.agent");
  private static final int AT_LEAST = 15;

  private Components() {}

  /**
   * @param role the configuration that makes it
   */
  static List<String> wrong(ServiceComponentRuntime runtime, String role) {
    Collection<ComponentDescriptionDTO> ours =
        runtime.getComponentDescriptionDTOs().stream()
            .filter(component -> component.bundle.symbolicName.startsWith("org.meseta."))
            .toList();
    return ours.size() < AT_LEAST
        ? List.of("only " + ours.size() + " components")
        : ours.stream().flatMap(component -> wrong(runtime, component, role)).toList();
  }

  private static Stream<String> wrong(
      ServiceComponentRuntime runtime, ComponentDescriptionDTO component, String role) {
    Collection<ComponentConfigurationDTO> found = runtime.getComponentConfigurationDTOs(component);
    if (isOfAnotherRole(component, role)) {
      return found.stream().filter(Components::works).map(c -> component.name + " runs here");
    }
    return found.isEmpty()
        ? Stream.of(component.name + " has no configuration")
        : found.stream()
            .filter(c -> !works(c))
            .map(c -> component.name + " is in state " + c.state);
  }

  private static boolean isOfAnotherRole(ComponentDescriptionDTO component, String role) {
    List<String> pids = Arrays.asList(component.configurationPid);
    return pids.stream().anyMatch(ROLES::contains) && !pids.contains(role);
  }

  private static boolean works(ComponentConfigurationDTO configuration) {
    return configuration.state == ComponentConfigurationDTO.SATISFIED
        || configuration.state == ComponentConfigurationDTO.ACTIVE;
  }
}
