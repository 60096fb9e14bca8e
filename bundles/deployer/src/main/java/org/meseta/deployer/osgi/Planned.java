package org.meseta.deployer.osgi;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.felix.utils.resource.RequirementImpl;
import org.osgi.framework.Bundle;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.resource.Capability;
import org.osgi.resource.Namespace;
import org.osgi.resource.Requirement;
import org.osgi.resource.Resource;
import org.osgi.resource.Wiring;
import org.osgi.service.resolver.HostedCapability;
import org.osgi.service.resolver.ResolutionException;
import org.osgi.service.resolver.ResolveContext;
import org.osgi.service.resolver.Resolver;

/** The framework as it would be with one more bundle; nothing is changed to find that out. */
final class Planned extends ResolveContext {
  private final Resource candidate;
  private final Map<Resource, Wiring> wirings = new HashMap<>();

  private Planned(Resource candidate, List<Bundle> others) {
    this.candidate = candidate;
    for (Bundle bundle : others) {
      BundleWiring wiring = bundle.adapt(BundleWiring.class);
      if (wiring != null && wiring.isInUse()) {
        wirings.put(wiring.getRevision(), wiring);
      }
    }
  }

  /**
   * @param others all bundles but the one that would be replaced
   * @throws RefusedException if it would not resolve; the message says what it lacks
   */
  static void check(Resolver resolver, Resource candidate, List<Bundle> others)
      throws RefusedException {
    try {
      resolver.resolve(new Planned(candidate, others));
    } catch (ResolutionException e) {
      throw new RefusedException(reason(e));
    }
  }

  private static String reason(ResolutionException failure) {
    TreeSet<String> missing = new TreeSet<>();
    for (Requirement requirement : failure.getUnresolvedRequirements()) {
      missing.add(text(requirement));
    }
    return missing.isEmpty()
        ? "it does not resolve: " + failure.getMessage()
        : "it needs " + String.join(" and ", missing) + ", which is not there";
  }

  private static String text(Requirement requirement) {
    String filter = requirement.getDirectives().get(Namespace.REQUIREMENT_FILTER_DIRECTIVE);
    boolean isPackage = requirement.getNamespace().equals(PackageNamespace.PACKAGE_NAMESPACE);
    Object name = requirement.getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE);
    if (isPackage) {
      String found =
          name != null
              ? name.toString()
              : String.valueOf(filter).replaceAll(".*osgi\\.wiring\\.package=([^)]*)\\).*", "$1");
      return "package " + found + " " + filter;
    }
    return requirement.getNamespace() + " " + filter;
  }

  @Override
  public Collection<Resource> getMandatoryResources() {
    return List.of(candidate);
  }

  @Override
  public List<Capability> findProviders(Requirement requirement) {
    List<Capability> providers = new ArrayList<>();
    for (Wiring wiring : wirings.values()) {
      add(providers, wiring.getResourceCapabilities(requirement.getNamespace()), requirement);
    }
    add(providers, candidate.getCapabilities(requirement.getNamespace()), requirement);
    return providers;
  }

  private static void add(List<Capability> to, List<Capability> from, Requirement requirement) {
    RequirementImpl wanted =
        requirement instanceof RequirementImpl already
            ? already
            : new RequirementImpl(requirement.getResource(), requirement);
    from.stream().filter(wanted::matches).forEach(to::add);
  }

  @Override
  public int insertHostedCapability(List<Capability> capabilities, HostedCapability hosted) {
    capabilities.add(hosted);
    return capabilities.size() - 1;
  }

  /** Services come and go; only what classes need counts. */
  @Override
  public boolean isEffective(Requirement requirement) {
    String effective = requirement.getDirectives().get(Namespace.REQUIREMENT_EFFECTIVE_DIRECTIVE);
    return effective == null || effective.equals(Namespace.EFFECTIVE_RESOLVE);
  }

  @Override
  public Map<Resource, Wiring> getWirings() {
    return wirings;
  }
}
