package org.meseta.deployer.osgi;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.apache.felix.utils.resource.ResourceBuilder;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;
import org.osgi.resource.Resource;

/**
 * What a bundle's jar says of itself.
 *
 * @param content the jar
 * @param resource what it offers and needs
 */
record Jar(
    Path content, String symbolicName, Version version, boolean singleton, Resource resource) {

  /** Reads the manifest; blocks for a moment. */
  static Jar read(Path content) throws RefusedException {
    Map<String, String> headers = headers(content);
    String name = headers.get(Constants.BUNDLE_SYMBOLICNAME);
    if (name == null) {
      throw new RefusedException("it is no bundle: its manifest has no Bundle-SymbolicName");
    }
    if (headers.containsKey(Constants.FRAGMENT_HOST)) {
      throw new RefusedException(
          "it is a fragment of "
              + headers.get(Constants.FRAGMENT_HOST)
              + ", which would have to be refreshed");
    }
    try {
      return new Jar(
          content,
          name.split(";", 2)[0].strip(),
          Version.parseVersion(headers.get(Constants.BUNDLE_VERSION)),
          name.replace(" ", "").contains("singleton:=true"),
          ResourceBuilder.build(content.toUri().toString(), headers));
    } catch (BundleException | IllegalArgumentException e) {
      throw new RefusedException("its manifest is not valid: " + e.getMessage());
    }
  }

  private static Map<String, String> headers(Path content) throws RefusedException {
    try (JarFile jar = new JarFile(content.toFile())) {
      Manifest manifest = jar.getManifest();
      if (manifest == null) {
        throw new RefusedException("it is no bundle: it has no manifest");
      }
      Map<String, String> headers = new HashMap<>();
      manifest
          .getMainAttributes()
          .forEach((key, value) -> headers.put(String.valueOf(key), String.valueOf(value)));
      return headers;
    } catch (IOException e) {
      throw new RefusedException("it cannot be read as a jar: " + e.getMessage());
    }
  }

  @Override
  public String toString() {
    return symbolicName + " " + version;
  }
}
