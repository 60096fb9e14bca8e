package org.meseta.deployer.osgi;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.meseta.plugin.Clock;
import org.meseta.plugin.host.PluginBoard;
import org.meseta.plugin.host.PluginEvent;
import org.meseta.plugin.host.PluginState;
import org.meseta.plugin.host.Refusal;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of one folder and the bundles that came of them. A file is looked at before anything is
 * done: what would not resolve, or would refresh others, is refused and changes nothing. A new
 * version of a bundle that does not do is replaced by the one before. Methods block; one thread at
 * a time gets in.
 */
final class DeployFolder {
  private static final Logger LOG = LoggerFactory.getLogger(DeployFolder.class);

  private final Bundles bundles;
  private final PluginBoard board;
  private final Clock clock;
  private final Path copies;
  private final Map<File, Deployed> deployed = new LinkedHashMap<>();
  private final Set<File> refused = new LinkedHashSet<>();

  /**
   * @param copies where a copy of each installed file is kept
   */
  DeployFolder(Bundles bundles, PluginBoard board, Clock clock, Path copies) {
    this.bundles = bundles;
    this.board = board;
    this.clock = clock;
    this.copies = copies;
  }

  /** The file is there, or has changed. */
  synchronized void put(File file) {
    boolean installed = tryPut(file);
    while (installed) {
      // What was refused for want of the last one may do now, and others for want of that.
      installed = List.copyOf(refused).stream().filter(File::exists).anyMatch(this::tryPut);
    }
  }

  private boolean tryPut(File file) {
    try {
      Jar jar = Jar.read(file);
      Deployed before = deployed.get(file);
      if (before == null) {
        before = sameName(jar);
      }
      if (before == null) {
        install(jar);
      } else {
        update(before, jar);
      }
      refused.remove(file);
      board.admit(file.getName());
      return true;
    } catch (RefusedException e) {
      refuse(file, String.valueOf(e.getMessage()));
    } catch (BundleException | IOException | RuntimeException e) {
      refuse(file, "it failed: " + e.getMessage());
    }
    return false;
  }

  /** Another file may bring a new version of the same bundle before the old file goes. */
  private @Nullable Deployed sameName(Jar jar) {
    return deployed.values().stream()
        .filter(d -> jar.symbolicName().equals(d.bundle.getSymbolicName()) && !d.file.exists())
        .findFirst()
        .orElse(null);
  }

  private void install(Jar jar) throws RefusedException, BundleException, IOException {
    bundles.check(jar, Optional.empty());
    Bundle bundle = bundles.install(jar);
    deployed.put(jar.file(), new Deployed(jar.file(), bundle, copy(jar.file())));
    LOG.info("{} of {} is installed", jar, jar.file().getName());
  }

  private void update(Deployed before, Jar jar)
      throws RefusedException, BundleException, IOException {
    if (!jar.symbolicName().equals(before.bundle.getSymbolicName())) {
      remove(before.file);
      install(jar);
      return;
    }
    bundles.check(jar, Optional.of(before.bundle));
    Path content = copy(jar.file());
    String old = before.bundle.getVersion().toString();
    try {
      bundles.update(before.bundle, content);
    } catch (BundleException | IOException | RuntimeException e) {
      bundles.update(before.bundle, before.content);
      throw e;
    }
    deployed.remove(before.file);
    before.discardPrevious();
    deployed.put(
        jar.file(), new Deployed(jar.file(), before.bundle, content, Optional.of(before.content)));
    LOG.info("{} of {} replaces {}", jar, jar.file().getName(), old);
  }

  /** The file is gone. */
  synchronized void remove(File file) {
    refused.remove(file);
    board.admit(file.getName());
    Deployed gone = deployed.remove(file);
    if (gone != null) {
      try {
        bundles.uninstall(gone.bundle);
        LOG.info("{} of {} is uninstalled", gone.bundle, file.getName());
      } catch (BundleException | RuntimeException e) {
        LOG.error("{} of {} cannot be uninstalled: {}", gone.bundle, file.getName(), e.toString());
      }
      gone.discard();
    }
  }

  /** Whether the plugin that was put out of use has taken the place of one that can come back. */
  synchronized boolean concerns(PluginEvent event) {
    return event.state() == PluginState.QUARANTINED && replacing(event).isPresent();
  }

  private Optional<Deployed> replacing(PluginEvent event) {
    return deployed.values().stream()
        .filter(d -> d.previous.isPresent())
        .filter(d -> d.bundle.getBundleId() == event.origin().bundleId())
        .filter(d -> d.bundle.getVersion().toString().equals(event.origin().version()))
        .findFirst();
  }

  /** Puts back what was there before the plugin that was put out of use. */
  synchronized void putBack(PluginEvent event) {
    Optional<Deployed> found = replacing(event);
    if (found.isPresent()) {
      Deployed faulty = found.get();
      String version = faulty.bundle.getVersion().toString();
      try {
        bundles.update(faulty.bundle, faulty.previous.orElseThrow());
        Deployed back = new Deployed(faulty.file, faulty.bundle, faulty.previous.get());
        Files.deleteIfExists(faulty.content);
        deployed.put(faulty.file, back);
        refuse(
            faulty.file,
            version
                + " was put out of use ("
                + event.reason()
                + "); "
                + back.bundle.getVersion()
                + " is back");
      } catch (BundleException | IOException | RuntimeException e) {
        LOG.error("{} cannot be put back: {}", faulty.bundle, e.toString());
      }
    }
  }

  private void refuse(File file, String reason) {
    boolean isNew = refused.add(file);
    board.refuse(new Refusal(clock.now(), file.getName(), reason));
    if (isNew) {
      LOG.warn("{} is refused: {}", file.getName(), reason);
    }
  }

  private Path copy(File file) throws IOException {
    Files.createDirectories(copies);
    Path copy = Files.createTempFile(copies, file.getName(), ".jar");
    return Files.copy(file.toPath(), copy, StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * A file that is installed.
   *
   * @param content a copy of it
   * @param previous a copy of what it has replaced
   */
  private record Deployed(File file, Bundle bundle, Path content, Optional<Path> previous) {
    Deployed(File file, Bundle bundle, Path content) {
      this(file, bundle, content, Optional.empty());
    }

    void discardPrevious() {
      previous.ifPresent(Deployed::delete);
    }

    void discard() {
      delete(content);
      discardPrevious();
    }

    private static void delete(Path path) {
      try {
        Files.deleteIfExists(path);
      } catch (IOException e) {
        LOG.warn("Cannot delete {}: {}", path, e.toString());
      }
    }
  }
}
