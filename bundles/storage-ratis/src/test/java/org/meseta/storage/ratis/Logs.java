package org.meseta.storage.ratis;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.meseta.storage.LoggedState;
import org.meseta.storage.StateLog;

/** Opens logs, and copies them as a crash would leave them. */
final class Logs {
  static final long PATIENCE = 60;

  private Logs() {}

  /** A log that leads. */
  static StateLog open(Path folder, LoggedState state)
      throws IOException, InterruptedException, TimeoutException {
    StateLog log = RatisLog.open(folder, state);
    try {
      log.leads().toCompletableFuture().get(PATIENCE, TimeUnit.SECONDS);
      return log;
    } catch (ExecutionException e) {
      log.close();
      throw new IOException(e.getCause());
    }
  }

  static CompletableFuture<?> append(StateLog log, String text) {
    return log.append(text.getBytes(StandardCharsets.UTF_8)).toCompletableFuture();
  }

  /** Appends one and waits until it is acknowledged. */
  static void write(StateLog log, String text) throws Exception {
    append(log, text).get(PATIENCE, TimeUnit.SECONDS);
  }

  /** All files below a folder, but not the lock. */
  static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.endsWith("in_use.lock"))
          .sorted()
          .toList();
    }
  }

  /** As it would be if the process died now. */
  static Path copy(Path from, Path to) throws IOException {
    for (Path file : files(from)) {
      Path copy = to.resolve(from.relativize(file));
      Files.createDirectories(copy.getParent());
      Files.copy(file, copy);
    }
    return to;
  }

  static List<String> texts(int from, int to) {
    List<String> texts = new ArrayList<>();
    for (int i = from; i <= to; i++) {
      texts.add("text " + i);
    }
    return texts;
  }
}
