package org.meseta.testkit.cluster.invariant;

import java.util.Arrays;
import java.util.List;
import org.meseta.protocol.v1.Resource;
import org.meseta.resources.Resources;

/** Thousandths of what there is quotas about, in the order of {@link #NAMES}. */
final class Amount {
  static final List<String> NAMES = List.of("cpus", "disk", "mem");

  /** More than anybody has. */
  static final long UNLIMITED = Long.MAX_VALUE / 4;

  private static final int MILLI = 1000;

  private Amount() {}

  static long[] none() {
    return new long[NAMES.size()];
  }

  static long[] ofAll(long milli) {
    long[] all = none();
    Arrays.fill(all, milli);
    return all;
  }

  static long milli(double value) {
    return Math.round(value * MILLI);
  }

  /** Whether quotas concern it even if nobody has it: it is nobody's own. */
  static boolean isLoose(Resource resource) {
    return resource.getReservationsCount() == 0 && !resource.hasRevocable();
  }

  /** Adds one resource, or takes it away. */
  static void add(long[] sum, Resource resource, int sign) {
    int at = NAMES.indexOf(resource.getName());
    if (at >= 0) {
      sum[at] += sign * milli(resource.getScalar().getValue());
    }
  }

  /** What of these is nobody's own. */
  static long[] loose(Resources resources) {
    long[] sum = none();
    for (Resource resource : resources.toList()) {
      if (isLoose(resource)) {
        add(sum, resource, 1);
      }
    }
    return sum;
  }
}
