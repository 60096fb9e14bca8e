package org.meseta.protocol.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.NumberInput;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;

/** Numbers, bare or in quotes; NumberFormatException where one does not fit its field. */
final class NumberReader {
  private static final long UINT32 = 0xFFFF_FFFFL;

  private NumberReader() {}

  static Object read(FieldDescriptor.Type type, JsonParser parser) throws IOException {
    return switch (type) {
      case DOUBLE, FLOAT -> finite(type, parser.getDoubleValue());
      default -> integer(type, parser);
    };
  }

  private static Object finite(FieldDescriptor.Type type, double value) {
    if (Double.isInfinite(type == FieldDescriptor.Type.FLOAT ? (float) value : value)) {
      throw new NumberFormatException();
    }
    return real(type, value);
  }

  private static Object integer(FieldDescriptor.Type type, JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NUMBER_FLOAT) {
      return whole(type, parser.getDoubleValue());
    }
    return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
        ? fit(type, parser.getBigIntegerValue())
        : fit(type, parser.getLongValue());
  }

  /** A number in a string, or the name of one that JSON has no number for. */
  static Object parse(FieldDescriptor.Type type, String text) {
    boolean real = type == FieldDescriptor.Type.DOUBLE || type == FieldDescriptor.Type.FLOAT;
    if (real && (text.endsWith("Infinity") || text.equals("NaN"))) {
      return real(type, Double.parseDouble(text));
    }
    if (text.length() > ProtoJson.MAX_NUMBER || !NumberInput.looksLikeValidNumber(text)) {
      throw new NumberFormatException();
    }
    if (real) {
      return finite(type, Double.parseDouble(text));
    }
    return text.matches("-?[0-9]+")
        ? fit(type, new BigInteger(text))
        : whole(type, Double.parseDouble(text));
  }

  private static Object real(FieldDescriptor.Type type, double value) {
    return type == FieldDescriptor.Type.FLOAT ? (Object) (float) value : (Object) value;
  }

  /** 1.0 and 1e9 are whole, 1.5 is not: cutting it off would hide a mistake. */
  private static Object whole(FieldDescriptor.Type type, double value) {
    if (value != Math.rint(value) || Double.isInfinite(value)) {
      throw new NumberFormatException();
    }
    return fit(type, new BigDecimal(value).toBigInteger());
  }

  private static Object fit(FieldDescriptor.Type type, BigInteger value) {
    if (value.bitLength() < Long.SIZE) {
      return fit(type, value.longValue());
    }
    boolean unsigned = type == FieldDescriptor.Type.UINT64 || type == FieldDescriptor.Type.FIXED64;
    if (!unsigned || value.signum() < 0 || value.bitLength() > Long.SIZE) {
      throw new NumberFormatException();
    }
    return value.longValue();
  }

  private static Object fit(FieldDescriptor.Type type, long value) {
    return switch (type) {
      case INT32, SINT32, SFIXED32 -> (int) within(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
      case UINT32, FIXED32 -> (int) within(value, 0, UINT32);
      case UINT64, FIXED64 -> within(value, 0, Long.MAX_VALUE);
      default -> value;
    };
  }

  private static long within(long value, long least, long most) {
    if (value < least || value > most) {
      throw new NumberFormatException();
    }
    return value;
  }
}
