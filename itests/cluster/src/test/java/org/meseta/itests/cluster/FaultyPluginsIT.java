package org.meseta.itests.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** Whatever a plugin does, its daemon goes on, says so and uses the plugin before it. */
class FaultyPluginsIT {
  private static final String PACKAGE = "org/meseta/itests/cluster/faulty/";
  private static final Duration DEADLINE = Duration.ofSeconds(2);

  /** A daemon that is asked all the time must answer at once. */
  private static final Duration PROMPT = Duration.ofSeconds(1);

  @Test
  void faultyAllocatorsAreContained() throws Exception {
    Path folder = Daemon.scratch("faulty-allocators");
    try (Daemon master =
            Daemon.start(
                    "master",
                    folder.resolve("m"),
                    "--allocator=faulty,hierarchical",
                    "--plugin_timeout=2secs",
                    "--allocation_interval=100ms")
                .awaitAnswer();
        Daemon agent = master.agent(folder.resolve("a"), "--resources=cpus:8;mem:2048;disk:100");
        Load load = new Load(master, agent.awaitAnswer())) {
      awaitMore(load);
      for (String fault : List.of("throws", "blocks", "garbage", "nothing", "create")) {
        Path jar = faulty("AllocatorFactory", "allocator", "faulty", fault);
        Jars.drop(master, jar, "faulty.jar");
        awaitQuarantine(master, "faulty");
        Plugins.awaitState(master, "hierarchical", "0", "running");
        awaitMore(load);
        Jars.remove(master, "faulty.jar");
        await().until(() -> !isThere(master, "faulty"));
      }
      Jars.drop(master, faulty("AllocatorFactory", "allocator", "faulty", "leaks"), "faulty.jar");
      Plugins.awaitState(master, "faulty", "9", "running");
      Jars.remove(master, "faulty.jar");
      Plugins.awaitState(master, "hierarchical", "0", "running");
      awaitMore(load);
      assertThat(load.rescinded).hasValue(0);
      assertThat(agent.log()).doesNotContain("link is lost");
    }
  }

  @Test
  void faultyIsolatorsAreContained() throws Exception {
    Path folder = Daemon.scratch("faulty-isolators");
    try (Daemon master =
            Daemon.start("master", folder.resolve("m"), "--allocation_interval=100ms")
                .awaitAnswer();
        Daemon agent =
            master.agent(
                folder.resolve("a"),
                "--resources=cpus:8;mem:2048;disk:100",
                "--plugin_timeout=2secs");
        Load load = new Load(master, agent.awaitAnswer())) {
      awaitMore(load);
      for (String fault : List.of("throws", "blocks", "garbage", "recover", "create")) {
        Jars.drop(agent, faulty("IsolatorFactory", "isolator", "posix/cpu", fault), "faulty.jar");
        awaitQuarantine(agent, "posix/cpu");
        Plugins.awaitState(agent, "posix/cpu", "0", "running");
        Jars.remove(agent, "faulty.jar");
        await().until(() -> plugins(agent, "quarantined").isEmpty());
        load.wrong.removeIf(w -> w.contains("planted in prepare") || w.contains("null"));
        awaitMore(load);
      }
      Jars.drop(agent, faulty("IsolatorFactory", "isolator", "posix/cpu", "leaks"), "faulty.jar");
      Plugins.awaitState(agent, "posix/cpu", "9", "running");
      awaitMore(load);
      Jars.remove(agent, "faulty.jar");
      Plugins.awaitState(agent, "posix/cpu", "0", "running");
      awaitMore(load);
    }
  }

  /** Within the deadline and a second from when it is there, and the daemon answers meanwhile. */
  private static void awaitQuarantine(Daemon daemon, String name) {
    await()
        .alias("quarantine of " + name)
        .atMost(DEADLINE.plusSeconds(10)) // the folder is looked at, the plugin comes, it fails
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> {
              long before = System.nanoTime();
              List<String> out = plugins(daemon, "quarantined");
              assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(PROMPT);
              return out.stream().anyMatch(line -> line.startsWith(name + " it "));
            });
  }

  private static boolean isThere(Daemon daemon, String name) throws Exception {
    return Http.get(daemon.uri("/plugins")).body().contains("\"name\":\"" + name + "\",\"bundle\"")
        && !plugins(daemon, "quarantined").isEmpty();
  }

  private static List<String> plugins(Daemon daemon, String state) throws Exception {
    List<String> found = new ArrayList<>();
    Http.json(daemon.uri("/plugins"))
        .path("plugins")
        .forEach(
            p -> {
              if (p.path("state").asText().equals(state)) {
                found.add(p.path("name").asText() + " " + p.path("reason").asText());
              }
            });
    return found;
  }

  private static void awaitMore(Load load) {
    int before = load.finished.get();
    await().atMost(Duration.ofSeconds(60)).until(() -> load.finished.get() >= before + 5);
  }

  /** A bundle with one component that has this fault. */
  private static Path faulty(String type, String kind, String name, String fault)
      throws IOException {
    Path jar = Files.createTempFile(Daemon.scratch("jars"), fault, ".jar");
    Manifest manifest = new Manifest();
    Attributes headers = manifest.getMainAttributes();
    headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    headers.putValue("Bundle-ManifestVersion", "2");
    headers.putValue("Bundle-SymbolicName", "org.example.faulty");
    headers.putValue("Bundle-Version", "9.0.0");
    headers.putValue("Service-Component", "OSGI-INF/faulty.xml");
    headers.putValue(
        "Import-Package",
        "org.meseta.plugin,org.meseta.plugin."
            + kind
            + ",org.meseta.protocol.v1,"
            + "org.meseta.resources,com.google.protobuf");
    String component =
        "<scr:component xmlns:scr='http://www.osgi.org/xmlns/scr/v1.4.0' name='faulty' init='1'>"
            + "<property name='mesos.plugin.name' value='"
            + name
            + "'/>"
            + "<property name='fault' value='"
            + fault
            + "'/>"
            + "<service><provide interface='org.meseta.plugin."
            + kind
            + "."
            + type
            + "'/></service>"
            + "<implementation class='org.meseta.itests.cluster.faulty.Faulty"
            + type
            + "'/>"
            + "</scr:component>";
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream to = new JarOutputStream(out, manifest)) {
      to.putNextEntry(new ZipEntry("OSGI-INF/faulty.xml"));
      to.write(component.getBytes(StandardCharsets.UTF_8));
      for (String each : List.of("Faulty" + type, "Faulty" + type + "$Faulty")) {
        add(to, PACKAGE + each + ".class");
      }
    }
    return jar;
  }

  private static void add(JarOutputStream to, String resource) throws IOException {
    try (InputStream in = FaultyPluginsIT.class.getResourceAsStream("/" + resource)) {
      if (in != null) {
        to.putNextEntry(new ZipEntry(resource));
        in.transferTo(to);
      }
    }
  }
}
