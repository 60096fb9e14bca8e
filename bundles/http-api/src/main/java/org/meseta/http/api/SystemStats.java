package org.meseta.http.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.meseta.http.server.HttpAnswer;
import org.meseta.http.server.HttpHandler;
import org.meseta.http.server.HttpRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /system/stats.json}: load, processors and memory of the host, as far as Linux tells them.
 *
 * @param proc where the kernel's files are
 */
public record SystemStats(Path proc) {
  private static final Logger LOG = LoggerFactory.getLogger(SystemStats.class);
  private static final long BYTES_PER_KB = 1024;

  /** Of this host. */
  public static HttpHandler endpoint() {
    SystemStats stats = new SystemStats(Path.of("/proc"));
    return request -> Refusal.done(stats.answer(request));
  }

  /** The answer; these files are read without waiting for any disk. */
  HttpAnswer answer(HttpRequest request) {
    Map<String, Number> stats = stats();
    JsonBody body =
        json -> {
          json.writeStartObject();
          for (Map.Entry<String, Number> stat : stats.entrySet()) {
            if (stat.getValue() instanceof Long whole) {
              json.writeNumberField(stat.getKey(), whole);
            } else {
              Numbers.field(json, stat.getKey(), stat.getValue().doubleValue());
            }
          }
          json.writeEndObject();
        };
    return body.whole(request);
  }

  private Map<String, Number> stats() {
    Map<String, Number> stats = new TreeMap<>();
    stats.put("cpus_total", (long) Runtime.getRuntime().availableProcessors());
    read("loadavg", text -> loads(text.split(" "), stats));
    read("meminfo", text -> memory(text, stats));
    return stats;
  }

  private void read(String file, Consumer<String> reader) {
    try {
      reader.accept(Files.readString(proc.resolve(file)));
    } catch (IOException | NumberFormatException | IndexOutOfBoundsException e) {
      LOG.debug("Nothing is to be learnt from {}", file, e); // another kind of host
    }
  }

  private static void loads(String[] average, Map<String, Number> stats) {
    stats.put("avg_load_1min", Double.valueOf(average[0]));
    stats.put("avg_load_5min", Double.valueOf(average[1]));
    stats.put("avg_load_15min", Double.valueOf(average[2]));
  }

  private static void memory(String lines, Map<String, Number> stats) {
    Map<String, String> known = new HashMap<>();
    known.put("MemTotal:", "mem_total_bytes");
    known.put("MemFree:", "mem_free_bytes");
    for (String line : lines.split("\n")) {
      String[] words = line.split(" +");
      String name = known.get(words[0]);
      if (name != null) {
        stats.put(name, Long.parseLong(words[1]) * BYTES_PER_KB);
      }
    }
  }
}
