package org.meseta.master.api;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.meseta.plugin.allocator.AllocatorOptions;
import org.meseta.protocol.v1.DomainInfo;
import org.meseta.resources.Domains;
import org.meseta.resources.ResourceException;
import org.meseta.resources.ResourceQuantities;
import org.meseta.resources.Roles;
import org.meseta.runtime.FlagException;
import org.meseta.runtime.Flags;

/** What the master's flags say of roles, regions and shares. */
final class AllocationFlags {
  private AllocationFlags() {}

  /**
   * What an allocator has to know.
   *
   * @throws FlagException if a value will not do
   */
  static AllocatorOptions of(Flags flags, Duration interval) {
    return new AllocatorOptions(
        interval,
        leastAmounts(flags),
        names(flags.text("fair_sharing_excluded_resource_names").orElse("")),
        weights(flags.text("weights").orElse("")),
        flags.bool("filter_gpu_resources"),
        flags.required("role_sorter"),
        flags.required("framework_sorter"),
        domain(flags).flatMap(Domains::region));
  }

  /** Where the master is, if the operator says so. */
  static Optional<DomainInfo> domain(Flags flags) {
    return flags.parsed("domain", Domains::parse);
  }

  private static List<ResourceQuantities> leastAmounts(Flags flags) {
    String text = flags.required("min_allocatable_resources");
    try {
      return ResourceQuantities.parseAlternatives(text);
    } catch (ResourceException e) {
      throw FlagException.invalid("min_allocatable_resources", text, "amounts: " + e.getMessage());
    }
  }

  /** Names with commas between, each of which a role may have. */
  static Set<String> roles(String flag, String text) {
    for (String role : names(text)) {
      Roles.invalid(role)
          .ifPresent(
              reason -> {
                throw FlagException.invalid(flag, text, "roles: " + reason);
              });
    }
    return names(text);
  }

  private static Set<String> names(String text) {
    Set<String> names = new LinkedHashSet<>(Arrays.asList(text.split(",")));
    names.removeIf(String::isBlank);
    return names;
  }

  private static Map<String, Double> weights(String text) {
    Map<String, Double> weights = new LinkedHashMap<>();
    for (String pair : names(text)) {
      int equals = pair.indexOf('=');
      if (equals < 1) {
        throw FlagException.invalid("weights", text, "role=weight pairs");
      }
      roles("weights", pair.substring(0, equals));
      weights.put(pair.substring(0, equals), weight(text, pair.substring(equals + 1)));
    }
    return weights;
  }

  private static double weight(String all, String text) {
    try {
      double weight = Double.parseDouble(text);
      if (weight > 0 && Double.isFinite(weight)) {
        return weight;
      }
    } catch (NumberFormatException e) {
      // refused below
    }
    throw FlagException.invalid("weights", all, "weights above 0");
  }
}
