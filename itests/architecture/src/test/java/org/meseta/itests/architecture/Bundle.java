package org.meseta.itests.architecture;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The bundles with what each may import of ours, as the design's table says. A class belongs to the
 * bundle with the longest root package that it lies in.
 */
enum Bundle {
  PROTOCOL("org.meseta.protocol"),
  RESOURCES("org.meseta.resources", PROTOCOL),
  PLUGIN_API("org.meseta.plugin", PROTOCOL, RESOURCES),

  RUNTIME("org.meseta.runtime", PROTOCOL, RESOURCES, PLUGIN_API),
  STORAGE("org.meseta.storage", PROTOCOL, RESOURCES, RUNTIME),
  STORAGE_RATIS("org.meseta.storage.ratis", PROTOCOL, RESOURCES, RUNTIME, STORAGE),
  PLUGIN_HOST("org.meseta.plugin.host", PROTOCOL, RESOURCES, PLUGIN_API, RUNTIME),
  RECORDING("org.meseta.recording", PROTOCOL, RESOURCES, PLUGIN_API, RUNTIME),
  HTTP_SERVER("org.meseta.http.server", PROTOCOL, RESOURCES, PLUGIN_API, RUNTIME),
  HTTP_CLIENT("org.meseta.http.client", PROTOCOL, RESOURCES, PLUGIN_API, RUNTIME),
  HTTP_API(
      "org.meseta.http.api", PROTOCOL, RESOURCES, PLUGIN_API, RUNTIME, PLUGIN_HOST, HTTP_SERVER),

  MASTER(
      "org.meseta.master",
      PROTOCOL,
      RESOURCES,
      PLUGIN_API,
      RUNTIME,
      PLUGIN_HOST,
      RECORDING,
      STORAGE),
  AGENT("org.meseta.agent", PROTOCOL, RESOURCES, PLUGIN_API, RUNTIME, STORAGE),

  MASTER_HTTP(
      "org.meseta.master.http",
      PROTOCOL,
      RESOURCES,
      PLUGIN_API,
      RUNTIME,
      PLUGIN_HOST,
      STORAGE,
      HTTP_SERVER,
      HTTP_CLIENT,
      HTTP_API,
      MASTER),
  AGENT_HTTP(
      "org.meseta.agent.http",
      PROTOCOL,
      RESOURCES,
      PLUGIN_API,
      RUNTIME,
      PLUGIN_HOST,
      STORAGE,
      HTTP_SERVER,
      HTTP_CLIENT,
      HTTP_API,
      AGENT),
  CONTAINERIZER(
      "org.meseta.containerizer", PROTOCOL, RESOURCES, PLUGIN_API, RUNTIME, PLUGIN_HOST, STORAGE),
  DEPLOYER("org.meseta.deployer", PLUGIN_API, RUNTIME, PLUGIN_HOST),
  SHELL(
      "org.meseta.shell",
      PROTOCOL,
      RESOURCES,
      PLUGIN_API,
      RUNTIME,
      PLUGIN_HOST,
      HTTP_CLIENT,
      MASTER,
      AGENT),
  BOOTSTRAP("org.meseta.bootstrap"),
  CLI("org.meseta.cli", PROTOCOL, RESOURCES, RUNTIME, PLUGIN_API, RECORDING, HTTP_CLIENT),
  EXAMPLES("org.meseta.examples", PROTOCOL, RESOURCES, RUNTIME, PLUGIN_API, HTTP_CLIENT),
  TESTKIT("org.meseta.testkit", PROTOCOL, RESOURCES, PLUGIN_API, RUNTIME),
  TESTKIT_CLUSTER(
      "org.meseta.testkit.cluster",
      PROTOCOL,
      RESOURCES,
      PLUGIN_API,
      RUNTIME,
      MASTER,
      AGENT,
      TESTKIT),
  PLUGINS("org.meseta.plugins", PROTOCOL, RESOURCES, PLUGIN_API);

  private final String root;

  @SuppressWarnings("ImmutableEnumChecker") // Set.of cannot be changed
  private final Set<Bundle> imports;

  Bundle(String root, Bundle... imports) {
    this.root = root;
    this.imports = Set.of(imports);
  }

  String root() {
    return root;
  }

  boolean mayImport(Bundle other) {
    return this == other || imports.contains(other);
  }

  /** The bundle that a package belongs to; empty for packages that are not ours. */
  static Optional<Bundle> of(String packageName) {
    return Arrays.stream(values())
        .filter(b -> b.holds(packageName))
        .max((a, b) -> Integer.compare(a.root.length(), b.root.length()));
  }

  private boolean holds(String packageName) {
    return packageName.equals(root) || packageName.startsWith(root + ".");
  }

  /** Whether other bundles may see this package of the bundle. */
  boolean exports(String packageName) {
    return switch (this) {
      case PROTOCOL, RESOURCES, PLUGIN_API, TESTKIT, TESTKIT_CLUSTER -> true;
      case RUNTIME, PLUGIN_HOST, RECORDING, STORAGE, HTTP_SERVER, HTTP_CLIENT, HTTP_API ->
          packageName.equals(root);
      case MASTER, AGENT -> List.of(root + ".api", root + ".state").contains(packageName);
      default -> false;
    };
  }
}
