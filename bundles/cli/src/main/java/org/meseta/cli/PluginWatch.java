package org.meseta.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;
import org.meseta.plugin.Blocking;
import org.meseta.runtime.EventLoop;

/**
 * Copies a jar into folders whenever it has become another one. A build writes for a while: a file
 * that is just changing, or is no whole jar, is left alone.
 */
final class PluginWatch implements AutoCloseable {
  static final Duration PACE = Duration.ofMillis(300);

  private final Path file;
  private final List<Target> targets;
  private final EventLoop loop;
  private final Blocking io;
  private final Report report;

  /** These belong to whoever runs on {@code io}. */
  private @Nullable Stamp seen;

  private @Nullable Stamp done;

  /**
   * @param io of one thread
   */
  PluginWatch(Path file, List<Target> targets, EventLoop loop, Blocking io, Report report) {
    this.file = file;
    this.targets = targets;
    this.loop = loop;
    this.io = io;
    this.report = report;
  }

  void start() {
    targets.forEach(target -> report.say("Watching " + file + " for " + target));
    look();
  }

  private void look() {
    var unused =
        io.call(
                () -> {
                  lookNow();
                  return true;
                })
            .whenComplete(
                (looked, failure) -> {
                  if (failure != null) {
                    report.sayOnce("Cannot look at " + file + ": " + failure.getMessage());
                  }
                  loop.timers().schedule(PACE, this::look);
                });
  }

  private void lookNow() throws IOException {
    Stamp now = Stamp.of(file);
    if (now == null) {
      report.sayOnce(file + " is not there yet");
    } else if (!now.equals(done) && now.equals(seen)) {
      done = now; // whatever comes of it: the next try is worth while when it has changed
      deploy();
    }
    seen = now;
  }

  private void deploy() {
    if (!isWhole(file)) {
      report.say(file + " is no whole jar; waiting for it to change");
      return;
    }
    for (Target target : targets) {
      try {
        deploy(target);
      } catch (IOException e) {
        report.say(target + ": cannot copy " + file.getFileName() + ": " + e.getMessage());
      }
    }
  }

  private void deploy(Target target) throws IOException {
    Path place = target.deploy().resolve(file.getFileName());
    if (Files.exists(place) && Files.mismatch(file, place) < 0) {
      report.say(target + ": has this " + file.getFileName() + " already");
      return;
    }
    Path hidden = hidden(target);
    Files.copy(file, hidden, StandardCopyOption.REPLACE_EXISTING);
    Files.move(hidden, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    report.say(target + ": copied " + file.getFileName());
  }

  /** What begins with a dot is no file for those who look at the folder. */
  private Path hidden(Target target) {
    return target.deploy().resolve("." + file.getFileName() + ".new");
  }

  /** Its table of contents is written last. */
  private static boolean isWhole(Path file) {
    try (JarFile jar = new JarFile(file.toFile())) {
      return jar.getManifest() != null;
    } catch (IOException e) {
      return false;
    }
  }

  /** Leaves nothing half done. From any thread. */
  @Override
  public void close() {
    for (Target target : targets) {
      try {
        Files.deleteIfExists(hidden(target));
      } catch (IOException e) {
        report.say("Cannot delete " + hidden(target) + ": " + e.getMessage());
      }
    }
  }

  private record Stamp(FileTime changed, long size) {
    static @Nullable Stamp of(Path file) throws IOException {
      try {
        return new Stamp(Files.getLastModifiedTime(file), Files.size(file));
      } catch (NoSuchFileException e) {
        return null;
      }
    }
  }
}
