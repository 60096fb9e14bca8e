package org.meseta.itests.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.meseta.itests.cluster.faulty.Fault;

/**
 * Makes bundles with one component that has a fault.
 *
 * @param type {@code Allocator} or {@code Isolator}
 * @param name by which flags call it
 */
record FaultyJar(String type, String name) {
  /** Of the bundles: better than those of the distribution. */
  static final String VERSION = "9.0.0";

  private static final String PACKAGE = "org/meseta/itests/cluster/faulty/";

  Path make(Fault fault) throws IOException {
    Path jar = Files.createTempFile(Daemon.scratch("jars"), fault.name(), ".jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream to = new JarOutputStream(out, manifest())) {
      to.putNextEntry(new ZipEntry("OSGI-INF/faulty.xml"));
      to.write(component(fault).getBytes(StandardCharsets.UTF_8));
      String factory = "Faulty" + type + "Factory";
      for (String each : List.of("Fault", factory, factory + "$1", factory + "$Faulty")) {
        add(to, PACKAGE + each + ".class");
      }
    }
    return jar;
  }

  private Manifest manifest() {
    Manifest manifest = new Manifest();
    Attributes headers = manifest.getMainAttributes();
    headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    headers.putValue("Bundle-ManifestVersion", "2");
    headers.putValue("Bundle-SymbolicName", "org.example.faulty");
    headers.putValue("Bundle-Version", VERSION);
    headers.putValue("Service-Component", "OSGI-INF/faulty.xml");
    headers.putValue(
        "Import-Package",
        "org.meseta.plugin,org.meseta.plugin."
            + type.toLowerCase(Locale.ROOT)
            + ",org.meseta.protocol.v1,org.meseta.resources,com.google.protobuf");
    return manifest;
  }

  private String component(Fault fault) {
    return """
        <scr:component xmlns:scr='http://www.osgi.org/xmlns/scr/v1.4.0' name='faulty' init='1'>
          <property name='mesos.plugin.name' value='%s'/>
          <property name='fault' value='%s'/>
          <service><provide interface='org.meseta.plugin.%s.%sFactory'/></service>
          <implementation class='org.meseta.itests.cluster.faulty.Faulty%sFactory'/>
        </scr:component>
        """
        .formatted(name, fault, type.toLowerCase(Locale.ROOT), type, type);
  }

  /** Not all have all of these classes. */
  private static void add(JarOutputStream to, String resource) throws IOException {
    try (InputStream in = FaultyJar.class.getResourceAsStream("/" + resource)) {
      if (in != null) {
        to.putNextEntry(new ZipEntry(resource));
        in.transferTo(to);
      }
    }
  }
}
