package org.meseta.master.roles;

import java.util.List;
import java.util.Optional;
import org.meseta.protocol.v1.WeightInfo;
import org.meseta.resources.Roles;

/** Says what is wrong with weights. */
public final class WeightCheck {

  private WeightCheck() {}

  /**
   * @return a sentence without its full stop; empty if nothing is wrong
   */
  public static Optional<String> invalid(List<WeightInfo> weights) {
    for (WeightInfo weight : weights) {
      if (!weight.hasRole()) {
        return Optional.of("A weight of " + weight.getWeight() + " is given for no role");
      }
      Optional<String> why = Roles.invalid(weight.getRole());
      if (why.isPresent()) {
        return why;
      }
      if (!(weight.getWeight() > 0) || !Double.isFinite(weight.getWeight())) {
        return Optional.of(
            "The weight of role '%s' is %s; it must be a number above 0"
                .formatted(weight.getRole(), weight.getWeight()));
      }
    }
    return weights.isEmpty() ? Optional.of("No weight is given") : Optional.empty();
  }
}
