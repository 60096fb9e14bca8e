package org.meseta.http.client;

import java.time.Duration;
import java.util.Map;

/**
 * How a channel is dialled.
 *
 * @param protocol the subprotocol that is asked for and that the other side must agree to
 * @param headers sent along, for example {@code Authorization}
 * @param connectTimeout within which the channel must be open
 * @param maxMessageBytes a longer message from the other side closes the channel
 * @param maxQueueBytes as {@link org.meseta.runtime.MessageChannel#send} says
 */
public record DialOptions(
    String protocol,
    Map<String, String> headers,
    Duration connectTimeout,
    int maxMessageBytes,
    int maxQueueBytes) {

  /** Checks the bounds. */
  public DialOptions {
    headers = Map.copyOf(headers);
    if (connectTimeout.isNegative() || connectTimeout.isZero()) {
      throw new IllegalArgumentException("connect timeout must be positive: " + connectTimeout);
    }
    if (maxMessageBytes <= 0 || maxQueueBytes <= 0) {
      throw new IllegalArgumentException("bounds must be positive");
    }
  }
}
