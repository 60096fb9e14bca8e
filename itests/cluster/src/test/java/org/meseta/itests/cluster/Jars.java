package org.meseta.itests.cluster;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** Jars of the distribution, changed, and dropped into deploy/. */
final class Jars {
  private static final Path DISTRIBUTION = Path.of(System.getProperty("distribution", ""));

  private Jars() {}

  /** A jar that does not run by default. */
  static Path plugin(String name) {
    return DISTRIBUTION.resolve("plugins").resolve(name + ".jar");
  }

  /** A jar that the distribution runs. */
  static Path bundle(String name) throws IOException {
    try (Stream<Path> all = Files.walk(DISTRIBUTION.resolve("system"))) {
      List<Path> found =
          all.filter(p -> p.getFileName().toString().matches(name + "-\\d.*\\.jar")).toList();
      return found.get(0);
    }
  }

  /** A copy with other headers in its manifest. */
  static Path changed(Path jar, Map<String, String> headers) throws IOException {
    Path copy = Files.createTempFile(Daemon.scratch("jars"), "changed", ".jar");
    try (JarFile from = new JarFile(jar.toFile());
        OutputStream out = Files.newOutputStream(copy)) {
      Manifest manifest = from.getManifest();
      headers.forEach((name, value) -> manifest.getMainAttributes().putValue(name, value));
      try (JarOutputStream to = new JarOutputStream(out, manifest)) {
        for (ZipEntry entry : from.stream().toList()) {
          if (!entry.getName().equals(JarFile.MANIFEST_NAME) && !entry.isDirectory()) {
            to.putNextEntry(new ZipEntry(entry.getName()));
            from.getInputStream(entry).transferTo(to);
          }
        }
      }
    }
    return copy;
  }

  /** The same jar with another version. */
  static Path version(Path jar, String version) throws IOException {
    return changed(jar, Map.of("Bundle-Version", version));
  }

  /** Puts a jar into the daemon's deploy/ at once. */
  static void drop(Daemon daemon, Path jar, String name) throws IOException {
    Path deploy = daemon.karafBase().resolve("deploy");
    Path hidden = deploy.resolve("." + name);
    Files.copy(jar, hidden, StandardCopyOption.REPLACE_EXISTING);
    Files.move(
        hidden,
        deploy.resolve(name),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  static void remove(Daemon daemon, String name) throws IOException {
    Files.delete(daemon.karafBase().resolve("deploy").resolve(name));
  }
}
