package org.meseta.resources;

import java.util.ArrayList;
import java.util.List;
import org.meseta.protocol.v1.Attribute;
import org.meseta.protocol.v1.Value;

/** The text form of an agent's attributes: {@code rack:r1;cores:12;slots:[1-4]}. */
public final class Attributes {

  private Attributes() {}

  /**
   * Reads the text form. A name ends at the first colon, so that values may contain colons. A value
   * is a number, ranges in brackets, or else a text.
   *
   * @throws ResourceException if the text is not valid; the message names the part
   */
  public static List<Attribute> parse(String text) {
    List<Attribute> attributes = new ArrayList<>();
    for (String part : text.split(";", -1)) {
      if (!part.isBlank()) {
        attributes.add(parsePart(part.strip()));
      }
    }
    return attributes;
  }

  private static Attribute parsePart(String part) {
    int colon = part.indexOf(':');
    String name = colon < 0 ? "" : part.substring(0, colon).strip();
    String value = part.substring(colon + 1).strip();
    if (name.isEmpty() || value.isEmpty()) {
      throw new ResourceException(
          "Attribute '" + part + "' must be a name and a value, as in rack:r1");
    }
    try {
      return attribute(name, value);
    } catch (ResourceException e) {
      throw new ResourceException("Attribute '" + part + "': " + e.getMessage(), e);
    }
  }

  private static Attribute attribute(String name, String value) {
    Attribute.Builder attribute = Attribute.newBuilder().setName(name);
    if (value.startsWith("{")) {
      throw new ResourceException("a set cannot be an attribute");
    }
    if (value.startsWith("[")) {
      Value.Ranges ranges = RangeSet.parse(value.replace(" ", ""));
      return attribute
          .setType(Value.Type.RANGES)
          .setRanges(RangeSet.toWire(RangeSet.of(ranges)))
          .build();
    }
    return Scalars.isDecimal(value)
        ? attribute.setType(Value.Type.SCALAR).setScalar(scalar(value)).build()
        : attribute.setType(Value.Type.TEXT).setText(text(value)).build();
  }

  private static Value.Scalar scalar(String value) {
    return Value.Scalar.newBuilder().setValue(Scalars.parse(value)).build();
  }

  private static Value.Text text(String value) {
    return Value.Text.newBuilder().setValue(value).build();
  }
}
