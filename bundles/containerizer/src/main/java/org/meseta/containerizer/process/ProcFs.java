package org.meseta.containerizer.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The host's processes, as {@code /proc} shows them. All methods block, though not for long. */
public final class ProcFs {
  private static final Path ROOT = Path.of("/proc");

  /** A process that is not over; empty if there is none with this pid. */
  public Optional<ProcStat> stat(long pid) {
    try {
      String line = Files.readString(file(pid, "stat"), StandardCharsets.ISO_8859_1);
      return ProcStat.parse(line).filter(s -> !s.over());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Whether this very process lives. */
  public boolean alive(ProcessIdentity process) {
    return stat(process.pid()).filter(s -> s.identity().equals(process)).isPresent();
  }

  /** All processes that are not over. */
  public List<ProcStat> all() throws IOException {
    List<ProcStat> all = new ArrayList<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(ROOT, "[0-9]*")) {
      for (Path folder : folders) {
        stat(Long.parseLong(folder.getFileName().toString())).ifPresent(all::add);
      }
    }
    return all;
  }

  /** Whether the process works in the folder, or its environment at its start named the folder. */
  boolean mentions(long pid, Path folder) {
    return worksIn(pid, folder) || environment(pid).contains(latin(folder));
  }

  /** Names this boot of the host. */
  public String bootId() throws IOException {
    return Files.readString(ROOT.resolve("sys/kernel/random/boot_id")).strip();
  }

  private static boolean worksIn(long pid, Path folder) {
    try {
      return Files.readSymbolicLink(file(pid, "cwd")).startsWith(folder);
    } catch (IOException e) {
      return false;
    }
  }

  private static String environment(long pid) {
    try {
      return Files.readString(file(pid, "environ"), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }

  /** The path's bytes, one character each, as environments are read. */
  private static String latin(Path folder) {
    byte[] bytes = folder.toString().getBytes(StandardCharsets.UTF_8);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static Path file(long pid, String name) {
    return ROOT.resolve(Long.toString(pid)).resolve(name);
  }
}
