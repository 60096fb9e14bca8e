package org.meseta.master.offers;

import java.time.Duration;
import org.meseta.protocol.v1.Filters;

/** How long a framework does not want again what it refused. */
public final class Refusal {
  /** What Mesos's nanoseconds can hold. */
  private static final double REPRESENTABLE_SECONDS = Long.MAX_VALUE / 1e9;

  private static final double MOST_SECONDS = Duration.ofDays(365).toSeconds();

  private Refusal() {}

  /** The filters of a call within their bounds; what is not a time becomes the default. */
  public static Filters normal(Filters filters) {
    double seconds = filters.getRefuseSeconds();
    if (!(seconds >= 0 && seconds <= REPRESENTABLE_SECONDS)) {
      return Filters.newBuilder()
          .setRefuseSeconds(Filters.getDefaultInstance().getRefuseSeconds())
          .build();
    }
    return Filters.newBuilder().setRefuseSeconds(Math.min(seconds, MOST_SECONDS)).build();
  }
}
