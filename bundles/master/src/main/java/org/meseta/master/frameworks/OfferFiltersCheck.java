package org.meseta.master.frameworks;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.meseta.protocol.v1.OfferFilters;
import org.meseta.protocol.v1.Value;

/** Says what is wrong with the least amounts that a framework wants to be offered. */
final class OfferFiltersCheck {

  private OfferFiltersCheck() {}

  static Optional<String> invalid(Collection<OfferFilters> filters) {
    return filters.stream()
        .flatMap(f -> f.getMinAllocatableResources().getQuantitiesList().stream())
        .map(quantities -> invalid(quantities.getQuantitiesMap()))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<String> invalid(Map<String, Value.Scalar> quantities) {
    if (quantities.isEmpty()) {
      return Optional.of("Resource quantities must contain at least one quantity");
    }
    for (Map.Entry<String, Value.Scalar> quantity : quantities.entrySet()) {
      Optional<String> reason = invalid(quantity.getValue().getValue());
      if (reason.isPresent()) {
        return reason.map(
            text -> "Invalid resource quantity for '" + quantity.getKey() + "': " + text);
      }
    }
    return Optional.empty();
  }

  private static Optional<String> invalid(double value) {
    if (Double.isNaN(value)) {
      return Optional.of("NaN not supported");
    }
    if (Double.isInfinite(value)) {
      return Optional.of("Infinite values not supported");
    }
    if (value != 0 && Math.abs(value) < Double.MIN_NORMAL) {
      return Optional.of("Subnormal values not supported");
    }
    return value < 0 ? Optional.of("Negative values not supported") : Optional.empty();
  }
}
