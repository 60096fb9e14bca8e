package org.meseta.containerizer.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The host's processes, as {@code /proc} shows them. All methods block, though not for long. A
 * process counts as gone only if {@code /proc} has none with its pid; what cannot be read for
 * another reason, such as a want of file descriptors, says nothing about it and is an error.
 */
public final class ProcFs {
  private final Path root;

  /** Of this host. */
  public ProcFs() {
    this(Path.of("/proc"));
  }

  /** For tests: a folder that looks like {@code /proc}. */
  public ProcFs(Path root) {
    this.root = root;
  }

  /** A process that is not over; empty if there is none with this pid. */
  public Optional<ProcStat> stat(long pid) throws IOException {
    Optional<String> line = read(pid, "stat");
    if (line.isEmpty()) {
      return Optional.empty();
    }
    ProcStat stat =
        ProcStat.parse(line.get())
            .orElseThrow(() -> new IOException(file(pid, "stat") + " makes no sense"));
    return stat.over() ? Optional.empty() : Optional.of(stat);
  }

  /** Whether this very process lives. */
  public boolean alive(ProcessIdentity process) throws IOException {
    return stat(process.pid()).filter(s -> s.identity().equals(process)).isPresent();
  }

  /** All processes that are not over. */
  public List<ProcStat> all() throws IOException {
    List<ProcStat> all = new ArrayList<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(root, "[0-9]*")) {
      for (Path folder : folders) {
        stat(Long.parseLong(folder.getFileName().toString())).ifPresent(all::add);
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return all;
  }

  /** Whether the process had just this variable, {@code NAME=VALUE}, when it was started. */
  boolean startedWith(long pid, String variable) throws IOException {
    return ('\0' + environment(pid)).contains('\0' + latin(variable) + '\0');
  }

  /** Names this boot of the host. */
  public String bootId() throws IOException {
    return Files.readString(root.resolve("sys/kernel/random/boot_id")).strip();
  }

  /** Empty also for a process that has ended but for its name, and for those not open to us. */
  private String environment(long pid) throws IOException {
    try {
      return read(pid, "environ").orElse("");
    } catch (AccessDeniedException e) {
      return "";
    } catch (IOException e) {
      if (hasNoProgram(pid)) {
        return "";
      }
      throw e;
    }
  }

  /** True of one that is ending, and of the kernel's own. */
  private boolean hasNoProgram(long pid) throws IOException {
    try {
      return Files.readSymbolicLink(file(pid, "exe")).toString().isEmpty();
    } catch (NoSuchFileException e) {
      return true;
    }
  }

  /** Empty if there is no such process. */
  private Optional<String> read(long pid, String name) throws IOException {
    try {
      return Optional.of(Files.readString(file(pid, name), StandardCharsets.ISO_8859_1));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      // A process that ends while it is read fails too, in words of the host's language.
      if (Files.notExists(folder(pid))) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** The text's bytes, one character each, as environments are read. */
  private static String latin(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private Path file(long pid, String name) {
    return folder(pid).resolve(name);
  }

  private Path folder(long pid) {
    return root.resolve(Long.toString(pid));
  }
}
