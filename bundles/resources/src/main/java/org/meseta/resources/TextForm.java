package org.meseta.resources;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.meseta.protocol.v1.Resource;
import org.meseta.protocol.v1.Resource.DiskInfo;
import org.meseta.protocol.v1.Resource.ReservationInfo;
import org.meseta.protocol.v1.Value;

/** The text form: {@code cpus:4;mem(role):512;ports:[31000-32000];tags:{a,b}}. */
final class TextForm {

  private static final Pattern NAME = Pattern.compile("([^():]+)(?:\\(([^()]*)\\))?");
  private static final Pattern SPACE = Pattern.compile("\\s+");

  private TextForm() {}

  /** Resources in the order of the text; those without a role have none yet. */
  static List<Resource> parse(String text) {
    List<Resource> resources = new ArrayList<>();
    for (String part : text.split(";", -1)) {
      String compact = SPACE.matcher(part).replaceAll("");
      if (!compact.isEmpty()) {
        resources.add(parsePart(compact));
      }
    }
    return resources;
  }

  private static Resource parsePart(String part) {
    int colon = part.indexOf(':');
    if (colon < 0 || part.indexOf(':', colon + 1) >= 0) {
      throw new ResourceException("'" + part + "' must have exactly one colon, as in cpus:4");
    }
    Matcher name = NAME.matcher(part.substring(0, colon));
    if (!name.matches()) {
      throw new ResourceException(
          "'" + part + "' must begin with a name or a name and a role, as in cpus(role):4");
    }
    try {
      Resource resource = amount(name.group(1), part.substring(colon + 1));
      return name.group(2) == null ? resource : Reservations.reserved(resource, name.group(2));
    } catch (ResourceException e) {
      throw new ResourceException("'" + part + "': " + e.getMessage(), e);
    }
  }

  private static Resource amount(String name, String value) {
    Resource.Builder resource = Resource.newBuilder().setName(name);
    if (value.startsWith("[")) {
      resource.setType(Value.Type.RANGES).setRanges(RangeSet.parse(value));
    } else if (value.startsWith("{")) {
      resource.setType(Value.Type.SET).setSet(parseSet(value));
    } else if (Scalars.isNumber(value)) {
      resource
          .setType(Value.Type.SCALAR)
          .setScalar(Value.Scalar.newBuilder().setValue(Scalars.parse(value)));
    } else {
      throw new ResourceException(
          "the value must be a number, ranges as in [1-5,8-9] or a set as in {a,b}");
    }
    return resource.build();
  }

  private static Value.Set parseSet(String value) {
    if (!value.endsWith("}")) {
      throw new ResourceException("the set has no closing brace");
    }
    Value.Set.Builder set = Value.Set.newBuilder();
    for (String item : value.substring(1, value.length() - 1).split(",", -1)) {
      if (!item.isEmpty()) {
        set.addItem(item);
      }
    }
    return set.build();
  }

  /** What the text form cannot be read back from is added in brackets, for people. */
  static void write(Entry entry, StringBuilder text) {
    Key key = entry.key;
    text.append(key.name);
    if (key.allocationRole != null) {
      text.append("(allocated: ").append(key.allocationRole).append(')');
    }
    writeTraits(key.traits, text);
    text.append(':').append(entry.amountText(","));
    if (entry.copies > 1) {
      text.append(" x").append(entry.copies);
    }
  }

  private static void writeTraits(Traits traits, StringBuilder text) {
    writeReservations(traits.reservations(), text);
    if (traits.disk() != null) {
      writeDisk(traits.disk(), text);
    }
    if (traits.revocable()) {
      text.append("{REV}");
    }
    if (traits.shared()) {
      text.append("<SHARED>");
    }
    if (traits.provider() != null) {
      text.append("(provider: ").append(traits.provider()).append(')');
    }
  }

  private static void writeReservations(List<ReservationInfo> stack, StringBuilder text) {
    if (stack.size() == 1 && isPlainStatic(stack.get(0))) {
      text.append('(').append(stack.get(0).getRole()).append(')');
    } else if (!stack.isEmpty()) {
      List<String> levels = new ArrayList<>();
      stack.forEach(level -> levels.add(text(level)));
      text.append("(reservations: [").append(String.join(",", levels)).append("])");
    }
  }

  private static boolean isPlainStatic(ReservationInfo level) {
    return level.getType() == ReservationInfo.Type.STATIC
        && !level.hasPrincipal()
        && !level.hasLabels();
  }

  private static String text(ReservationInfo level) {
    String principal = level.hasPrincipal() ? "," + level.getPrincipal() : "";
    return "(" + level.getType() + "," + level.getRole() + principal + ")";
  }

  private static void writeDisk(DiskInfo disk, StringBuilder text) {
    List<String> parts = new ArrayList<>();
    if (disk.hasSource()) {
      parts.add(disk.getSource().getType().toString());
    }
    if (disk.hasPersistence()) {
      parts.add(disk.getPersistence().getId());
    }
    if (disk.hasVolume()) {
      parts.add(disk.getVolume().getContainerPath());
    }
    text.append('[').append(String.join(":", parts)).append(']');
  }
}
