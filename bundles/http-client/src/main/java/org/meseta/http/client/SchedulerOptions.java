package org.meseta.http.client;

import java.time.Duration;
import java.util.Map;

/**
 * How to talk to a master.
 *
 * @param format of calls and events
 * @param headers sent along with every call, for example {@code Authorization}
 * @param timeout for the answer to each call
 * @param heartbeats how many in a row may be missed before the master counts as lost; at least 1
 */
public record SchedulerOptions(
    WireFormat format, Map<String, String> headers, Duration timeout, int heartbeats) {

  /** Protobuf, 10 s, three heartbeats. */
  public static final SchedulerOptions DEFAULT =
      new SchedulerOptions(WireFormat.PROTOBUF, Map.of(), Duration.ofSeconds(10), 3);

  /** Checks the bounds. */
  public SchedulerOptions {
    headers = Map.copyOf(headers);
    if (timeout.isNegative() || timeout.isZero() || heartbeats < 1) {
      throw new IllegalArgumentException("no such bounds: " + timeout + ", " + heartbeats);
    }
  }
}
