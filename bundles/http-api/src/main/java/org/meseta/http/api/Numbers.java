package org.meseta.http.api;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;

/** How the older endpoints write numbers that may have a fraction: always with one. */
public final class Numbers {
  private static final double LONG_LIMIT = 1e15;
  private static final double PLAIN_FLOOR = 1e-6;
  private static final double PLAIN_LIMIT = 1e21;

  private Numbers() {}

  /** Writes a number: {@code 15.0}, {@code 0.1}, never {@code 1.5E9}; what is no number as 0.0. */
  public static void write(JsonGenerator json, double value) throws IOException {
    json.writeNumber(text(value));
  }

  /** Writes a field. */
  public static void field(JsonGenerator json, String name, double value) throws IOException {
    json.writeFieldName(name);
    write(json, value);
  }

  /** Writes a moment in seconds since 1970, exact to the microsecond. */
  public static void field(JsonGenerator json, String name, Instant moment) throws IOException {
    field(json, name, seconds(moment));
  }

  /** Seconds since 1970. */
  public static double seconds(Instant moment) {
    long micros = moment.getEpochSecond() * 1_000_000 + moment.getNano() / 1_000;
    return micros / 1e6;
  }

  static String text(double value) {
    if (!Double.isFinite(value)) {
      return "0.0";
    }
    if (value == Math.rint(value) && Math.abs(value) < LONG_LIMIT) {
      return (long) value + ".0";
    }
    double size = Math.abs(value);
    String text = Double.toString(value);
    boolean plain = text.indexOf('E') < 0 || size < PLAIN_FLOOR || size >= PLAIN_LIMIT;
    return plain ? text : new BigDecimal(text).toPlainString();
  }
}
