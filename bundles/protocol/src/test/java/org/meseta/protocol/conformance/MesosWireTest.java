package org.meseta.protocol.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.mesos.protobuf.Descriptors.FileDescriptor;
import org.junit.jupiter.api.Test;
import org.meseta.protocol.v1.MesosProto;

/** Our .proto files say what those of Mesos 1.11.0 say, no more and no less. */
class MesosWireTest {
  private static final List<FileDescriptor> THEIRS =
      List.of(
          org.apache.mesos.v1.Protos.getDescriptor(),
          org.apache.mesos.v1.agent.Protos.getDescriptor(),
          org.apache.mesos.v1.allocator.Protos.getDescriptor(),
          org.apache.mesos.v1.executor.Protos.getDescriptor(),
          org.apache.mesos.v1.maintenance.Protos.getDescriptor(),
          org.apache.mesos.v1.master.Protos.getDescriptor(),
          org.apache.mesos.v1.quota.Protos.getDescriptor(),
          org.apache.mesos.v1.resource_provider.Protos.getDescriptor(),
          org.apache.mesos.v1.scheduler.Protos.getDescriptor());

  private static List<FileDescriptorProto> theirs() {
    List<FileDescriptorProto> files = new ArrayList<>();
    for (FileDescriptor file : THEIRS) {
      files.add(translated(file));
    }
    return files;
  }

  /** Their jar carries a protobuf library of its own; bytes are what both understand. */
  private static FileDescriptorProto translated(FileDescriptor file) {
    try {
      return FileDescriptorProto.parseFrom(file.toProto().toByteArray());
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(file.getName(), e);
    }
  }

  private static List<FileDescriptorProto> ours() {
    return V1Files.all().stream().map(file -> file.toProto()).toList();
  }

  private static List<String> differences(
      List<FileDescriptorProto> theirs, List<FileDescriptorProto> ours) {
    Map<String, String> expected = WireFacts.of(theirs);
    Map<String, String> actual = WireFacts.of(ours);
    TreeSet<String> names = new TreeSet<>(expected.keySet());
    names.addAll(actual.keySet());
    List<String> found = new ArrayList<>();
    for (String name : names) {
      String theirFact = expected.getOrDefault(name, "absent");
      String ourFact = actual.getOrDefault(name, "absent");
      if (!theirFact.equals(ourFact)) {
        found.add(name + ": Mesos has " + theirFact + ", we have " + ourFact);
      }
    }
    return found;
  }

  @Test
  void differsFromMesosInNothing() {
    assertThat(WireFacts.of(theirs())).hasSizeGreaterThan(1900);
    assertThat(differences(theirs(), ours())).isEmpty();
  }

  @Test
  void wouldSeeAnyDifference() {
    FileDescriptorProto file = MesosProto.getDescriptor().toProto();
    FileDescriptorProto.Builder changed = file.toBuilder();
    changed.getMessageTypeBuilder(0).setName("Renamed");
    changed.getMessageTypeBuilder(1).getFieldBuilder(0).setNumber(99);
    changed.getMessageTypeBuilder(2).getFieldBuilder(0).getOptionsBuilder().setDeprecated(true);
    changed.getMessageTypeBuilder(3).getFieldBuilder(0).setDefaultValue("x");
    changed.getEnumTypeBuilder(0).getValueBuilder(0).setNumber(99);
    List<String> found = differences(List.of(file), List.of(changed.build()));
    assertThat(found)
        .hasSize(8)
        .anyMatch(line -> line.startsWith("message mesos.v1.Renamed: Mesos has absent"))
        .anyMatch(line -> line.contains("we have number 99"))
        .anyMatch(line -> line.contains("deprecated: true"))
        .anyMatch(line -> line.contains("default x"))
        .anyMatch(line -> line.contains("we have 99"));
  }
}
