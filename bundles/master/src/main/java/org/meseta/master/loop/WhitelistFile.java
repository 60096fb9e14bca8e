package org.meseta.master.loop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.meseta.plugin.Blocking;
import org.meseta.runtime.EventLoop;
import org.meseta.runtime.Runtime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file of hostnames that may be offered, read again every five seconds. */
final class WhitelistFile implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WhitelistFile.class);
  private static final Duration INTERVAL = Duration.ofSeconds(5);
  private static final long MAX_BYTES = 16L << 20;

  private final EventLoop loop;
  private final Consumer<Optional<Set<String>>> listener;
  private Optional<Set<String>> hostnames = Optional.empty();
  private boolean closed;

  /**
   * @param listener is told of changes, on the loop
   */
  WhitelistFile(
      Runtime runtime,
      EventLoop loop,
      Optional<Path> file,
      Consumer<Optional<Set<String>>> listener) {
    this.loop = loop;
    this.listener = listener;
    if (file.isPresent()) {
      // Until the file has been read nobody is known to be on it.
      hostnames = Optional.of(Set.of());
      Blocking blocking = runtime.blocking("whitelist", 1, loop);
      loop.execute(() -> readAgain(blocking, file.get()));
    }
  }

  /** Who may be offered; empty: everybody. */
  Optional<Set<String>> hostnames() {
    return hostnames;
  }

  private void readAgain(Blocking blocking, Path file) {
    if (closed) {
      return;
    }
    blocking.call(() -> read(file)).whenComplete((read, failure) -> accept(file, read, failure));
    loop.timers().schedule(INTERVAL, () -> readAgain(blocking, file));
  }

  private void accept(Path file, @Nullable Set<String> read, @Nullable Throwable failure) {
    if (read == null) {
      LOG.error("Cannot read the whitelist {}: {}", file, String.valueOf(failure));
    } else if (!Optional.of(read).equals(hostnames)) {
      LOG.info("The whitelist has {} hostnames now", read.size());
      hostnames = Optional.of(read);
      listener.accept(hostnames);
    }
  }

  private static Set<String> read(Path file) throws IOException {
    if (Files.size(file) > MAX_BYTES) {
      throw new IOException("more than " + MAX_BYTES + " bytes");
    }
    try (Stream<String> lines = Files.lines(file)) {
      return lines.map(String::strip).filter(line -> !line.isEmpty()).collect(Collectors.toSet());
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
