package org.meseta.plugins.allocator.hierarchical;

import org.jspecify.annotations.Nullable;
import org.meseta.resources.Resources;

/** Resources that somebody does not want. All who refuse the same of an agent share one. */
final class Refused {

  private final Resources resources;
  private @Nullable Resources asked;
  private boolean answer;

  Refused(Resources resources) {
    this.resources = resources;
  }

  Resources resources() {
    return resources;
  }

  boolean isSame(Resources other) {
    return resources.equals(other);
  }

  boolean contains(Refused other) {
    return resources.contains(other.resources);
  }

  /** One framework after the other is asked about the same: the last answer is kept. */
  @SuppressWarnings("ReferenceEquality") // only a shortcut
  boolean covers(Resources offered) {
    if (asked != offered) {
      asked = offered;
      answer = resources.contains(offered);
    }
    return answer;
  }
}
