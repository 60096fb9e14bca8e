package org.meseta.itests.wiring;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;

/** What may be wrong with how bundles are resolved. Each finding is a line for a person. */
final class Bundles {

  private static final String PACKAGE = PackageNamespace.PACKAGE_NAMESPACE;

  private Bundles() {}

  static List<String> notActive(Bundle[] bundles) {
    return Arrays.stream(bundles)
        .filter(bundle -> bundle.getState() != wanted(bundle))
        .map(bundle -> bundle + " is in state " + bundle.getState())
        .toList();
  }

  private static int wanted(Bundle bundle) {
    boolean fragment = bundle.getHeaders().get(Constants.FRAGMENT_HOST) != null;
    return fragment ? Bundle.RESOLVED : Bundle.ACTIVE;
  }

  /** Optional and dynamic imports: another vendor's bundle could fill them by chance. */
  static List<String> importsThatMayBeMissing(Bundle[] bundles) {
    return ours(bundles)
        .flatMap(
            bundle -> bundle.adapt(BundleRevision.class).getDeclaredRequirements(PACKAGE).stream())
        .filter(Bundles::mayBeMissing)
        .map(Object::toString)
        .toList();
  }

  private static boolean mayBeMissing(BundleRequirement requirement) {
    String resolution = requirement.getDirectives().get(Constants.RESOLUTION_DIRECTIVE);
    return Constants.RESOLUTION_OPTIONAL.equals(resolution)
        || PackageNamespace.RESOLUTION_DYNAMIC.equals(resolution);
  }

  /** Packages that we import and that more than one bundle exports: a matter of luck. */
  static List<String> ambiguousImports(Bundle[] bundles) {
    return ours(bundles)
        .flatMap(bundle -> wiring(bundle).getRequiredWires(PACKAGE).stream())
        .filter(wire -> exporters(bundles, name(wire.getCapability())) > 1)
        .map(BundleWire::toString)
        .toList();
  }

  private static long exporters(Bundle[] bundles, Object name) {
    return Arrays.stream(bundles)
        .filter(
            bundle ->
                wiring(bundle).getCapabilities(PACKAGE).stream()
                    .anyMatch(capability -> name(capability).equals(name)))
        .count();
  }

  private static Object name(BundleCapability capability) {
    return Objects.requireNonNull(capability.getAttributes().get(PACKAGE));
  }

  private static Stream<Bundle> ours(Bundle[] bundles) {
    return Arrays.stream(bundles).filter(DaemonProcess::isOurs);
  }

  private static BundleWiring wiring(Bundle bundle) {
    return bundle.adapt(BundleWiring.class);
  }
}
