package org.meseta.http.server.jetty;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.ByteRange;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/**
 * Which part of something a client wants.
 *
 * @param status 200, 206 or 416
 * @param contentRange the header of that name
 * @param first offset of the first byte
 * @param length how many bytes
 */
record Part(int status, Optional<String> contentRange, long first, long length) {
  private static final Pattern WELL_FORMED =
      Pattern.compile("bytes=\\s*(\\d{1,18}-\\d{0,18}|-\\d{1,18})\\s*");

  /**
   * What the headers ask for. Who asks for several parts, or for one only if nothing has changed,
   * gets the whole; so does who cannot be understood.
   *
   * @param size of the whole, in bytes
   */
  static Part of(HttpFields headers, long size) {
    String range = headers.get(HttpHeader.RANGE);
    if (range == null
        || headers.contains(HttpHeader.IF_RANGE)
        || !WELL_FORMED.matcher(range).matches()) {
      return new Part(200, Optional.empty(), 0, size);
    }
    List<ByteRange> ranges = ByteRange.parse(List.of(range), size);
    if (ranges.isEmpty()) {
      return new Part(416, Optional.of(ByteRange.toNonSatisfiableHeaderValue(size)), 0, 0);
    }
    ByteRange one = ranges.get(0);
    return new Part(206, Optional.of(one.toHeaderValue(size)), one.first(), one.getLength());
  }
}
