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
import org.meseta.plugin.Clock;
import org.meseta.plugin.host.Deployment;
import org.meseta.plugin.host.PluginBoard;
import org.meseta.plugin.host.PluginEvent;
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

  /** Not installed for want of something that another file may bring, or take away. */
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
    if (tryPut(file)) {
      retryRefused();
    }
  }

  /** What was refused for want of the last one may do now, and others for want of that. */
  private void retryRefused() {
    boolean installed = true;
    while (installed) {
      installed = List.copyOf(refused).stream().filter(File::exists).anyMatch(this::tryPut);
    }
  }

  private boolean tryPut(File file) {
    try {
      Path content = copy(file);
      try {
        put(file, Jar.read(content));
      } catch (RefusedException | BundleException | IOException | RuntimeException e) {
        Deployed.delete(content);
        throw e;
      }
      refused.remove(file);
      return true;
    } catch (RefusedException e) {
      String reason = String.valueOf(e.getMessage());
      if (refused.add(file)) {
        LOG.warn("{} is refused: {}", file.getName(), reason);
      }
      tell(file, reason);
    } catch (BundleException | IOException | RuntimeException e) {
      leaveOut(file, "it failed: " + e.getMessage());
    }
    return false;
  }

  /** What has failed once is not tried again for the sake of others, only when it changes. */
  private void leaveOut(File file, String reason) {
    refused.remove(file);
    tell(file, reason);
    LOG.warn("{}: {}", file.getName(), reason);
  }

  private void tell(File file, String reason) {
    board.refuse(new Refusal(clock.now(), file.getName(), reason));
  }

  private Path copy(File file) throws IOException {
    Files.createDirectories(copies);
    Path copy = Files.createTempFile(copies, file.getName(), ".jar");
    return Files.copy(file.toPath(), copy, StandardCopyOption.REPLACE_EXISTING);
  }

  private void put(File file, Jar jar) throws RefusedException, BundleException, IOException {
    Deployed before = deployed.get(file);
    bundles.check(jar, Optional.ofNullable(before).map(Deployed::bundle));
    if (before == null) {
      Bundle bundle = bundles.install(file.toURI().toString(), jar.content());
      is(new Deployed(file, bundle, jar.content(), Optional.empty()), "");
      LOG.info("{} of {} is installed", jar, file.getName());
    } else {
      update(before, jar);
    }
  }

  private void update(Deployed before, Jar jar) throws BundleException, IOException {
    String old = before.version();
    try {
      bundles.update(before.bundle(), jar.content());
    } catch (BundleException | IOException | RuntimeException e) {
      LOG.warn("{} cannot be updated to {}, it goes on: {}", before, jar, e.toString());
      bundles.update(before.bundle(), before.content());
      throw e;
    }
    is(before.updatedTo(jar.content()), old);
    LOG.info("{} of {} replaces {}", jar, before.file().getName(), old);
  }

  private void is(Deployed now, String replaced) {
    deployed.put(now.file(), now);
    board.deployed(
        new Deployment(
            clock.now(), now.file().getName(), now.symbolicName(), now.version(), replaced));
  }

  /** The file is gone. */
  synchronized void remove(File file) {
    refused.remove(file);
    board.forget(file.getName());
    Deployed gone = deployed.get(file);
    if (gone != null) {
      uninstall(gone);
      withdrawUnresolved();
      retryRefused();
    }
  }

  private void uninstall(Deployed gone) {
    deployed.remove(gone.file());
    try {
      bundles.uninstall(gone.bundle());
      LOG.info("{} of {} is uninstalled", gone, gone.file().getName());
    } catch (BundleException | RuntimeException e) {
      LOG.error("{} cannot be uninstalled: {}", gone, e.toString());
    }
    gone.discard();
  }

  /** What needed something of a bundle that is gone waits for it, as if it had just come. */
  private void withdrawUnresolved() {
    for (Deployed each : List.copyOf(deployed.values())) {
      if (each.bundle().getState() == Bundle.INSTALLED) {
        uninstall(each);
        board.forget(each.file().getName());
        tryPut(each.file());
      }
    }
  }

  /**
   * Puts back what was there before the plugin that was put out of use, if it came with a file that
   * replaced another. The file is left alone until it changes.
   */
  synchronized void putBack(PluginEvent event) {
    deployed.values().stream()
        .filter(each -> each.is(event.origin()))
        .findFirst()
        .ifPresent(faulty -> faulty.previous().ifPresent(older -> putBack(faulty, older, event)));
  }

  private void putBack(Deployed faulty, Path older, PluginEvent event) {
    try {
      bundles.update(faulty.bundle(), older);
      String faultyVersion = event.origin().version();
      is(faulty.putBackTo(older), faultyVersion);
      leaveOut(
          faulty.file(),
          faultyVersion
              + " was put out of use ("
              + event.reason()
              + "); "
              + faulty.version()
              + " is back");
    } catch (BundleException | IOException | RuntimeException e) {
      LOG.error("{} cannot be put back: {}", faulty, e.toString());
    }
  }
}
