package org.meseta.deployer.osgi;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.meseta.plugin.host.Origin;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that is installed.
 *
 * @param content a copy of it
 * @param previous a copy of what it has replaced
 */
record Deployed(File file, Bundle bundle, Path content, Optional<Path> previous) {
  private static final Logger LOG = LoggerFactory.getLogger(Deployed.class);

  String symbolicName() {
    return bundle.getSymbolicName();
  }

  String version() {
    return bundle.getVersion().toString();
  }

  /** Whether this is where a plugin comes from. */
  boolean is(Origin origin) {
    return bundle.getBundleId() == origin.bundleId()
        && origin.bundle().equals(symbolicName())
        && origin.version().equals(version());
  }

  Deployed updatedTo(Path newer) {
    previous.ifPresent(Deployed::delete);
    return new Deployed(file, bundle, newer, Optional.of(content));
  }

  Deployed putBackTo(Path older) {
    delete(content);
    return new Deployed(file, bundle, older, Optional.empty());
  }

  /** The copies are not needed any more. */
  void discard() {
    delete(content);
    previous.ifPresent(Deployed::delete);
  }

  /** What cannot be deleted takes some room until the next start, no more. */
  static void delete(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      LOG.warn("Cannot delete {}: {}", path, e.toString());
    }
  }

  @Override
  public String toString() {
    return symbolicName() + " " + version();
  }
}
