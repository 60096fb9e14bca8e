package org.meseta.itests.wiring;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;

/** The process that a test runs in, and what it says to the world. */
record DaemonProcess(BundleContext context, String role) {

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /** A folder that a property of the framework names. */
  Path folder(String property) {
    return Path.of(context.getProperty(property));
  }

  Optional<Bundle> bundle(String symbolicName) {
    return Arrays.stream(context.getBundles())
        .filter(bundle -> symbolicName.equals(bundle.getSymbolicName()))
        .findFirst();
  }

  /** The state of the bundle; uninstalled if there is none. */
  int state(String symbolicName) {
    return bundle(symbolicName).map(Bundle::getState).orElse(Bundle.UNINSTALLED);
  }

  /** The bundles that use the plugin of this name. */
  List<String> users(String plugin) throws InvalidSyntaxException {
    var found = context.getAllServiceReferences(null, "(mesos.plugin.name=" + plugin + ")");
    return found == null
        ? List.of()
        : Arrays.stream(found)
            .filter(reference -> reference.getUsingBundles() != null)
            .flatMap(reference -> Arrays.stream(reference.getUsingBundles()))
            .map(Bundle::getSymbolicName)
            .toList();
  }

  /** Ours start with the same name; the rest is Karaf's, libraries, and what runs the tests. */
  static boolean isOurs(Bundle bundle) {
    return bundle.getSymbolicName().startsWith("org.meseta.");
  }

  /** Puts a bundle that only exports this package where an operator would put plugins. */
  Path drop(String name, String exported) throws IOException {
    Manifest manifest = new Manifest();
    Attributes headers = manifest.getMainAttributes();
    headers.putValue("Manifest-Version", "1.0");
    headers.putValue("Bundle-ManifestVersion", "2");
    headers.putValue("Bundle-SymbolicName", name);
    headers.putValue("Export-Package", exported);
    Path made = Files.createTempFile(folder("karaf.data"), name, ".jar");
    new JarOutputStream(Files.newOutputStream(made), manifest).close();
    Path target = folder("karaf.base").resolve("deploy").resolve(name + ".jar");
    return Files.move(made, target, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Why it does not answer as it should; nothing if it does. */
  List<String> unhealthy() throws InterruptedException {
    try {
      int status = HTTP.send(request("/health"), BodyHandlers.discarding()).statusCode();
      return status == 200 ? List.of() : List.of("/health answers " + status);
    } catch (IOException e) {
      return List.of("no answer from the daemon: " + e);
    }
  }

  /** One of its figures, if it is there. */
  OptionalLong figure(String name) throws IOException, InterruptedException {
    String all = HTTP.send(request("/metrics/snapshot"), BodyHandlers.ofString()).body();
    Matcher found = Pattern.compile(Pattern.quote("\"" + name + "\"") + ":\\s*(\\d+)").matcher(all);
    return found.find() ? OptionalLong.of(Long.parseLong(found.group(1))) : OptionalLong.empty();
  }

  private HttpRequest request(String path) throws IOException {
    Path workDir = folder("meseta.args").resolveSibling("");
    String port = Files.readString(workDir.resolve(role + ".port")).strip();
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .timeout(Duration.ofSeconds(10))
        .build();
  }
}
