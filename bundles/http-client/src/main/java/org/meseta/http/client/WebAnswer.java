package org.meseta.http.client;

import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * An answer with its whole body.
 *
 * @param status for example 200
 * @param headers names know no case
 * @param body not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // handed over as it is, never compared
public record WebAnswer(int status, HttpHeaders headers, byte[] body) {

  /** The body as UTF-8. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** First value of a header. */
  public Optional<String> header(String name) {
    return headers.firstValue(name);
  }

  /** Whether the status is one of success, 200 to 299. */
  public boolean isSuccess() {
    return status / 100 == 2;
  }
}
