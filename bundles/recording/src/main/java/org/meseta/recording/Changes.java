package org.meseta.recording;

import java.util.Map;
import org.meseta.plugin.allocator.Quota;

/**
 * What is to be otherwise in a replay than it was.
 *
 * @param weights by role; whatever the recording says about these roles
 * @param quotas by role; whatever the recording says about these roles
 */
public record Changes(Map<String, Double> weights, Map<String, Quota> quotas) {
  /** All as it was. */
  public static final Changes NONE = new Changes(Map.of(), Map.of());

  public Changes {
    weights = Map.copyOf(weights);
    quotas = Map.copyOf(quotas);
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return weights.isEmpty() && quotas.isEmpty();
  }
}
