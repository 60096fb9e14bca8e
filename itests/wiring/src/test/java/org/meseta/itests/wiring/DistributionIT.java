package org.meseta.itests.wiring;

import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertEquals;
import static org.ops4j.pax.exam.CoreOptions.mavenBundle;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.configureConsole;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.editConfigurationFilePut;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.karafDistributionConfiguration;

import java.io.File;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/** The real distribution, with both roles configured: everything resolves, starts and is wired. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class DistributionIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Inject BundleContext context;
  @Inject ServiceComponentRuntime components;

  @Configuration
  public Option[] distribution() {
    return new Option[] {
      karafDistributionConfiguration()
          .frameworkUrl(new File(System.getProperty("distribution")).toURI().toString())
          .karafVersion("4.4.10")
          .name("Meseta")
          .unpackDirectory(new File(System.getProperty("unpack")))
          .useDeployFolder(false),
      configureConsole().ignoreLocalConsole(),
      editConfigurationFilePut("etc/org.meseta.master.cfg", "port", "0"),
      editConfigurationFilePut("etc/org.meseta.master.cfg", "work_dir", "${karaf.data}/master"),
      editConfigurationFilePut("etc/org.meseta.agent.cfg", "port", "0"),
      editConfigurationFilePut("etc/org.meseta.agent.cfg", "master", "127.0.0.1:1"),
      editConfigurationFilePut("etc/org.meseta.agent.cfg", "work_dir", "${karaf.data}/agent"),
      editConfigurationFilePut("etc/org.meseta.agent.cfg", "runtime_dir", "${karaf.data}/run"),
      mavenBundle("org.awaitility", "awaitility").versionAsInProject().noStart()
    };
  }

  @Test
  public void everyBundleIsActive() {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertEquals(List.of(), bundlesThatAreNotActive()));
  }

  @Test
  public void everyComponentIsSatisfied() {
    await().atMost(PATIENCE).untilAsserted(() -> assertEquals(List.of(), unsatisfied()));
  }

  @Test
  public void theFirstPluginsAreThere() {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertEquals(
                    List.of("HierarchicalDRF", "hierarchical", "mesos", "posix/cpu", "posix/mem"),
                    plugins()));
  }

  private List<String> bundlesThatAreNotActive() {
    return Arrays.stream(context.getBundles())
        .filter(b -> b.getState() != Bundle.ACTIVE)
        .filter(b -> b.getHeaders().get(Constants.FRAGMENT_HOST) == null)
        .map(b -> b.getSymbolicName() + " " + b.getState())
        .toList();
  }

  private List<String> unsatisfied() {
    List<String> found = new ArrayList<>();
    for (ComponentDescriptionDTO description : components.getComponentDescriptionDTOs()) {
      if (description.bundle.symbolicName.startsWith("org.meseta.")) {
        var configurations = components.getComponentConfigurationDTOs(description);
        if (configurations.isEmpty()) {
          found.add(description.name + " has no configuration");
        }
        configurations.stream()
            .filter(c -> !isSatisfied(c))
            .forEach(c -> found.add(description.name + " is in state " + c.state));
      }
    }
    return found;
  }

  private static boolean isSatisfied(ComponentConfigurationDTO configuration) {
    return configuration.state == ComponentConfigurationDTO.SATISFIED
        || configuration.state == ComponentConfigurationDTO.ACTIVE;
  }

  private List<String> plugins() throws Exception {
    var references = context.getAllServiceReferences(null, "(mesos.plugin.name=*)");
    return references == null
        ? List.of()
        : Arrays.stream(references)
            .flatMap(r -> names(r.getProperty("mesos.plugin.name")))
            .sorted()
            .toList();
  }

  private static java.util.stream.Stream<String> names(Object property) {
    return property instanceof String[] several
        ? Arrays.stream(several)
        : java.util.stream.Stream.of(property.toString());
  }
}
