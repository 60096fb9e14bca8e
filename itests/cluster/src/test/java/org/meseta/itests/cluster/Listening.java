package org.meseta.itests.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Where a process listens, as {@code ss -ltn} would say. */
final class Listening {

  private static final String LISTEN = "0A";

  private Listening() {}

  /** Addresses with ports, IPv4 in IPv6 written as IPv4. */
  static Set<String> addresses(long pid) throws IOException {
    Set<String> sockets = sockets(pid);
    Set<String> found = new TreeSet<>();
    for (String table : List.of("tcp", "tcp6")) {
      for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/net/" + table))) {
        String[] fields = line.strip().split("\\s+");
        if (fields.length > 9 && fields[3].equals(LISTEN) && sockets.contains(fields[9])) {
          found.add(address(fields[1]));
        }
      }
    }
    return found;
  }

  private static Set<String> sockets(long pid) throws IOException {
    Set<String> inodes = new HashSet<>();
    List<Path> descriptors = new ArrayList<>();
    try (Stream<Path> all = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      all.forEach(descriptors::add);
    }
    for (Path descriptor : descriptors) {
      String target = Files.readSymbolicLink(descriptor).toString();
      if (target.startsWith("socket:[")) {
        inodes.add(target.substring("socket:[".length(), target.length() - 1));
      }
    }
    return inodes;
  }

  /** The kernel writes the four bytes of an IPv4 address last byte first. */
  private static String address(String hex) {
    int colon = hex.indexOf(':');
    String last = hex.substring(colon - 8, colon);
    List<String> bytes = new ArrayList<>();
    for (int at = 6; at >= 0; at -= 2) {
      bytes.add(Integer.toString(Integer.parseInt(last, at, at + 2, 16)));
    }
    return String.join(".", bytes) + ":" + Integer.parseInt(hex.substring(colon + 1), 16);
  }
}
