package org.meseta.itests.cluster;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;

/** What is alive in a daemon's heap. */
final class Heap {
  private static final String LOADER =
      "org.apache.felix.framework.BundleWiringImpl$BundleClassLoader";

  private Heap() {}

  /** How many bundles' class loaders are alive after a full collection. */
  static long classLoaders(Daemon daemon) throws IOException {
    Process jcmd =
        new ProcessBuilder("jcmd", Long.toString(daemon.pid()), "GC.class_histogram").start();
    try (BufferedReader lines = jcmd.inputReader()) {
      return lines
          .lines()
          .map(line -> line.strip().split(" +"))
          .filter(words -> words.length > 3 && words[3].equals(LOADER))
          .mapToLong(words -> Long.parseLong(words[1]))
          .sum();
    }
  }

  /** Waits until no more are alive than there were: old versions of plugins are gone. */
  static void awaitClassLoaders(Daemon daemon, long before) {
    await()
        .alias("class loaders of plugins that are gone")
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofSeconds(2))
        .until(() -> classLoaders(daemon), now -> now <= before);
  }
}
