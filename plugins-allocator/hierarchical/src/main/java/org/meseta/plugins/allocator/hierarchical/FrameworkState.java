package org.meseta.plugins.allocator.hierarchical;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.meseta.plugin.allocator.OfferFilter;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.FrameworkInfo;
import org.meseta.protocol.v1.OfferFilters;
import org.meseta.resources.ResourceQuantities;

/** A framework that the master told of. */
final class FrameworkState {

  final FrameworkID id;

  /** By role: those it subscribes to, and those in which it still holds something. */
  final Map<String, Client> clients = new HashMap<>();

  FrameworkInfo info;
  Abilities abilities;
  OfferFilter offerFilter;
  boolean active;

  FrameworkState(FrameworkID id, FrameworkInfo info, boolean active, OfferFilter offerFilter) {
    this.offerFilter = offerFilter;
    this.id = id;
    this.info = info;
    this.abilities = Abilities.of(info);
    this.active = active;
  }

  void update(FrameworkInfo changed, OfferFilter filter) {
    offerFilter = filter;
    info = changed;
    abilities = Abilities.of(changed);
  }

  @SuppressWarnings("deprecation") // frameworks without MULTI_ROLE still have the one role
  Set<String> roles() {
    return abilities.multiRole()
        ? new LinkedHashSet<>(info.getRolesList())
        : Set.of(info.getRole());
  }

  @Nullable Minimum minAllocatable(String role) {
    OfferFilters filters = info.getOfferFiltersMap().get(role);
    if (filters == null || !filters.hasMinAllocatableResources()) {
      return null;
    }
    List<ResourceQuantities> alternatives = new ArrayList<>();
    filters
        .getMinAllocatableResources()
        .getQuantitiesList()
        .forEach(alternative -> alternatives.add(quantities(alternative)));
    return new Minimum(alternatives);
  }

  private static ResourceQuantities quantities(OfferFilters.ResourceQuantities alternative) {
    Map<String, Long> milli = new HashMap<>();
    alternative
        .getQuantitiesMap()
        .forEach((name, amount) -> milli.put(name, Math.round(amount.getValue() * 1000)));
    return ResourceQuantities.ofMilli(milli);
  }
}
