package org.meseta.protocol.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.NumberOutput;
import java.io.IOException;

/** Doubles as text: shortest form that reads back the same, always with a fraction. */
final class Doubles {
  /** Whole numbers are exact in a double up to here. */
  private static final double EXACT = 1L << 53;

  private Doubles() {}

  static void write(double value, JsonGenerator out) throws IOException {
    if (Double.isFinite(value)) {
      out.writeNumber(text(value));
    } else {
      out.writeString(Double.toString(value));
    }
  }

  /** The float's own digits: 0.1f is 0.1, not 0.10000000149011612. */
  static void write(float value, JsonGenerator out) throws IOException {
    write(Float.isFinite(value) ? Double.parseDouble(Float.toString(value)) : value, out);
  }

  static String text(double value) {
    if (value == Math.rint(value) && Math.abs(value) < EXACT && value != 0) {
      return (long) value + ".0";
    }
    String text = NumberOutput.toString(value, true);
    int exponent = text.indexOf('E');
    return exponent > 0 && text.charAt(exponent + 1) != '-' && text.length() - exponent == 2
        ? movePoint(text, exponent)
        : text;
  }

  /** Seconds since 1970 read better as 1795168315.25 than as 1.79516831525E9. */
  private static String movePoint(String text, int exponent) {
    int point = text.indexOf('.');
    int places = text.charAt(exponent + 1) - '0';
    String whole = text.substring(0, point);
    String fraction = text.substring(point + 1, exponent);
    return fraction.length() <= places
        ? text
        : whole + fraction.substring(0, places) + '.' + fraction.substring(places);
  }
}
