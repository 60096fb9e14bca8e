package org.meseta.itests.wiring;

import static org.ops4j.pax.exam.CoreOptions.options;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;
import static org.ops4j.pax.exam.CoreOptions.systemTimeout;
import static org.ops4j.pax.exam.CoreOptions.vmOptions;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.configureConsole;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.doNotModifyLogConfiguration;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.editConfigurationFilePut;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.karafDistributionConfiguration;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.ops4j.pax.exam.CoreOptions;
import org.ops4j.pax.exam.Option;

/** The real archive, unpacked and started in a role as {@code bin/meseta} does. */
final class Distribution {

  private static final long PATIENCE_MILLIS = 60_000;
  private static final String START = "etc/startup.properties";
  private static final String START_LEVEL = "30";

  private Distribution() {}

  /**
   * @param flags as on the command line; {@code --work_dir} and {@code --port} are added, and a
   *     {@code %s} stands for the working folder
   */
  static Option[] inRole(String role, String... flags) throws IOException {
    Path scratch = Files.createDirectories(Path.of(System.getProperty("scratch")));
    Path workDir = Files.createTempDirectory(scratch, role);
    return options(
        karafDistributionConfiguration()
            .frameworkUrl(new File(System.getProperty("distribution")).toURI().toString())
            .karafVersion(System.getProperty("karaf.version"))
            .name("Meseta")
            .unpackDirectory(scratch.toFile())
            // There is no feature service that could install anything.
            .useDeployFolder(true),
        configureConsole().ignoreLocalConsole(),
        doNotModifyLogConfiguration(),
        systemTimeout(PATIENCE_MILLIS),
        systemProperty("meseta.role").value(role),
        systemProperty("meseta.args").value(arguments(workDir, flags).toString()),
        vmOptions("-Xmx192m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
        CoreOptions.composite(examBundles()));
  }

  private static Path arguments(Path workDir, String... flags) throws IOException {
    StringBuilder text = new StringBuilder();
    Stream.concat(Stream.of("--port=0", "--work_dir=" + workDir), Stream.of(flags))
        .forEach(flag -> text.append(flag.replace("%s", workDir.toString())).append('\0'));
    return Files.writeString(workDir.resolve("arguments"), text);
  }

  /** What runs the tests starts with the rest: one by one, they would miss each other. */
  private static Option[] examBundles() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("exam.bundles")))) {
      return files
          .filter(file -> file.toString().endsWith(".jar"))
          .sorted()
          .map(file -> editConfigurationFilePut(START, "reference:file:" + up(file), START_LEVEL))
          .toArray(Option[]::new);
    }
  }

  /** Bundles are looked for below {@code system/} of the unpacked archive. */
  private static Path up(Path file) {
    Path system = Path.of(System.getProperty("scratch"), "unpacked", "system");
    return system.relativize(file);
  }
}
