package org.meseta.agent.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.meseta.plugin.Metrics;

/**
 * What the whole host has and does, by Mesos's names. It is read whenever somebody looks; what the
 * host does not tell is left out.
 */
public final class SystemFigures {
  private static final int BYTES_PER_KIB = 1024;

  private final Path proc;

  /**
   * @param proc where the kernel tells: {@code /proc}
   */
  public SystemFigures(Path proc) {
    this.proc = proc;
  }

  /** Shows them from now on. */
  public void register(Metrics metrics) {
    metrics.gauge("system/cpus_total", () -> Runtime.getRuntime().availableProcessors());
    metrics.gauge("system/load_1min", () -> load(0));
    metrics.gauge("system/load_5min", () -> load(1));
    metrics.gauge("system/load_15min", () -> load(2));
    metrics.gauge("system/mem_total_bytes", () -> memory("MemTotal:"));
    metrics.gauge("system/mem_free_bytes", () -> memory("MemFree:"));
  }

  private double load(int word) {
    return Double.parseDouble(lines("loadavg").get(0).split(" ", -1)[word]);
  }

  private double memory(String name) {
    for (String line : lines("meminfo")) {
      if (line.startsWith(name)) {
        return BYTES_PER_KIB * Double.parseDouble(line.replaceAll("\\D", ""));
      }
    }
    throw new IllegalStateException(name + " is missing in " + proc.resolve("meminfo"));
  }

  private List<String> lines(String file) {
    try {
      return Files.readAllLines(proc.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
