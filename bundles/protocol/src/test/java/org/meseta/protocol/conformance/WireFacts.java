package org.meseta.protocol.conformance;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** All that a file says about the wire and about JSON, one line for each name. */
final class WireFacts {
  private final Map<String, String> facts = new TreeMap<>();

  private WireFacts() {}

  static Map<String, String> of(Collection<FileDescriptorProto> files) {
    WireFacts wire = new WireFacts();
    files.forEach(wire::addFile);
    return wire.facts;
  }

  private void addFile(FileDescriptorProto file) {
    String name = file.getPackage();
    add("file", file.getName(), "package " + name + ", syntax " + syntax(file));
    file.getMessageTypeList().forEach(message -> addMessage(name, message));
    file.getEnumTypeList().forEach(type -> addEnum(name, type));
    file.getExtensionList().forEach(field -> addField(name, field, "", 0));
    file.getServiceList().forEach(service -> add("service", name + "." + service.getName(), ""));
  }

  /** Protobuf leaves the word out of a file that is proto2. */
  private static String syntax(FileDescriptorProto file) {
    return file.getSyntax().isEmpty() ? "proto2" : file.getSyntax();
  }

  private void addMessage(String scope, DescriptorProto message) {
    String name = scope + "." + message.getName();
    add("message", name, message.getOptions() + "" + message.getExtensionRangeList());
    for (int i = 0; i < message.getFieldCount(); i++) {
      FieldDescriptorProto field = message.getField(i);
      String oneof =
          field.hasOneofIndex() ? message.getOneofDecl(field.getOneofIndex()).getName() : "none";
      addField(name, field, oneof, i);
    }
    message.getNestedTypeList().forEach(nested -> addMessage(name, nested));
    message.getEnumTypeList().forEach(type -> addEnum(name, type));
  }

  /** The order in the file is that of JSON. */
  private void addField(String scope, FieldDescriptorProto field, String oneof, int order) {
    String type = field.getType() + " " + field.getTypeName();
    String value = field.hasDefaultValue() ? field.getDefaultValue() : "none";
    add(
        "field",
        scope + "." + field.getName(),
        String.format(
            "number %d, %s, %s, default %s, oneof %s, place %d, options [%s]",
            field.getNumber(), field.getLabel(), type, value, oneof, order, field.getOptions()));
  }

  private void addEnum(String scope, EnumDescriptorProto type) {
    String name = scope + "." + type.getName();
    add("enum", name, type.getOptions().toString());
    type.getValueList()
        .forEach(
            value ->
                add(
                    "value",
                    name + "." + value.getName(),
                    value.getNumber() + " options [" + value.getOptions() + "]"));
  }

  private void add(String kind, String name, String fact) {
    facts.put(kind + " " + name, fact.strip().replace('\n', ' '));
  }
}
