package org.meseta.agent.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.meseta.protocol.v1.Resource;
import org.meseta.protocol.v1.Value;
import org.meseta.resources.Resources;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the host has to give. */
public final class HostResources {
  private static final Logger LOG = LoggerFactory.getLogger(HostResources.class);
  private static final long MIB = 1 << 20;
  private static final long GIB_IN_MIB = 1024;
  private static final long FIRST_PORT = 31000;
  private static final long LAST_PORT = 32000;

  private HostResources() {}

  /**
   * What the operator named, and what is found of cpus, mem, disk and ports where he did not. A
   * resource that is named with nothing is not there. Blocks.
   *
   * @param given text or JSON; may be empty
   * @param folder on the file system whose size counts
   * @param share of what is found that is the agent's
   * @throws org.meseta.resources.ResourceException if the text is not valid
   */
  public static Resources of(String given, String defaultRole, Path folder, Share share)
      throws IOException {
    List<Resource> named = given.isBlank() ? List.of() : Resources.parseList(given, defaultRole);
    Set<String> names = new HashSet<>();
    named.forEach(r -> names.add(r.getName()));
    List<Resource> all = new ArrayList<>(named);
    if (!names.contains("cpus")) {
      all.add(scalar("cpus", share.amount((double) Runtime.getRuntime().availableProcessors())));
    }
    if (!names.contains("mem")) {
      all.add(scalar("mem", share.amount(kept(memory(), 2 * GIB_IN_MIB, GIB_IN_MIB))));
    }
    if (!names.contains("disk")) {
      long size = Files.getFileStore(folder).getTotalSpace() / MIB;
      all.add(scalar("disk", share.amount(kept(size, 10 * GIB_IN_MIB, 5 * GIB_IN_MIB))));
    }
    if (!names.contains("ports")) {
      all.add(ports(share));
    }
    Resources total = Resources.of(inRole(all, names, defaultRole));
    LOG.info("Resources: {}", total);
    return total;
  }

  /** Leaves something to the host: a part of what is little, a fixed amount of what is much. */
  private static long kept(long size, long much, long amount) {
    return size >= much ? size - amount : size / 2;
  }

  private static long memory() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/meminfo"))) {
      if (line.startsWith("MemTotal:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
      }
    }
    throw new IOException("/proc/meminfo does not say how much memory there is");
  }

  private static List<Resource> inRole(List<Resource> all, Set<String> named, String role) {
    if (role.equals("*")) {
      return all;
    }
    List<Resource> reserved = new ArrayList<>();
    for (Resource resource : all) {
      reserved.add(named.contains(resource.getName()) ? resource : reserved(resource, role));
    }
    return reserved;
  }

  private static Resource reserved(Resource resource, String role) {
    return resource.toBuilder()
        .addReservations(
            Resource.ReservationInfo.newBuilder()
                .setType(Resource.ReservationInfo.Type.STATIC)
                .setRole(role))
        .build();
  }

  private static Resource scalar(String name, long value) {
    return scalar(name, (double) value);
  }

  private static Resource scalar(String name, double value) {
    return Resource.newBuilder()
        .setName(name)
        .setType(Value.Type.SCALAR)
        .setScalar(Value.Scalar.newBuilder().setValue(value))
        .build();
  }

  private static Resource ports(Share share) {
    long numbers = LAST_PORT - FIRST_PORT + 1;
    Value.Range range =
        Value.Range.newBuilder()
            .setBegin(FIRST_PORT + share.begin(numbers))
            .setEnd(FIRST_PORT + share.end(numbers) - 1)
            .build();
    return Resource.newBuilder()
        .setName("ports")
        .setType(Value.Type.RANGES)
        .setRanges(Value.Ranges.newBuilder().addRange(range))
        .build();
  }
}
