package org.meseta.deployer.osgi;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/** A jar with nothing in it but a manifest and, if it is a plugin's, its activator. */
record TestJar(Map<String, String> headers) {
  private static final String ACTIVATOR = PluginActivator.class.getName().replace('.', '/');

  static TestJar bundle(String symbolicName, String version) {
    return new TestJar(Map.of())
        .with("Bundle-ManifestVersion", "2")
        .with("Bundle-SymbolicName", symbolicName)
        .with("Bundle-Version", version);
  }

  /** One that registers a plugin of its own name. */
  static TestJar plugin(String symbolicName, String version) {
    return bundle(symbolicName, version)
        .with("Plugin", symbolicName)
        .with("Bundle-Activator", PluginActivator.class.getName())
        .with("Import-Package", "org.osgi.framework");
  }

  TestJar with(String header, String value) {
    Map<String, String> more = new TreeMap<>(headers);
    more.put(header, value);
    return new TestJar(more);
  }

  /** Writes it beside the place, then moves it there at once. */
  File in(Path folder, String name) throws IOException {
    Path beside = Files.createTempFile(folder, ".", name);
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    headers.forEach((header, value) -> manifest.getMainAttributes().putValue(header, value));
    try (OutputStream out = Files.newOutputStream(beside);
        JarOutputStream jar = new JarOutputStream(out, manifest)) {
      if (headers.containsKey("Plugin")) {
        String entry = ACTIVATOR + ".class";
        jar.putNextEntry(new ZipEntry(entry));
        try (InputStream in = getClass().getResourceAsStream("/" + entry)) {
          Objects.requireNonNull(in).transferTo(jar);
        }
      }
    }
    Path place = folder.resolve(name);
    Files.move(beside, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return place.toFile();
  }
}
