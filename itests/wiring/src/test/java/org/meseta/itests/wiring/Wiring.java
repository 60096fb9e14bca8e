package org.meseta.itests.wiring;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.inject.Inject;
import org.apache.karaf.shell.api.console.SessionFactory;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleListener;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/** What is to be so in every role. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public abstract class Wiring {

  @Inject protected BundleContext context;
  @Inject protected ServiceComponentRuntime components;
  @Inject protected ConfigurationAdmin configurations;
  @Inject protected SessionFactory shell;

  private final String role;

  Wiring(String role) {
    this.role = role;
  }

  DaemonProcess process() {
    return new DaemonProcess(context, role);
  }

  @Before
  public void awaitAnswer() throws Exception {
    DaemonProcess process = process();
    Eventually.nothingIsWrong(() -> process.unhealthy());
  }

  @Test
  public void everyBundleIsActive() throws Exception {
    Eventually.nothingIsWrong(() -> Bundles.notActive(context.getBundles()));
  }

  @Test
  public void oursImportNothingThatMayBeMissing() {
    assertEquals(List.of(), Bundles.importsThatMayBeMissing(context.getBundles()));
  }

  @Test
  public void oursImportNothingThatTwoBundlesExport() {
    assertEquals(List.of(), Bundles.ambiguousImports(context.getBundles()));
  }

  @Test
  public void everyComponentOfTheRoleWorksAndNoneOfTheOther() throws Exception {
    Eventually.nothingIsWrong(() -> Components.wrong(components, "org.meseta." + role));
  }

  @Test
  public void bothRolesTellTheirFlags() throws Exception {
    for (String name : List.of("master", "agent")) {
      String filter = "(meseta.flags.pid=org.meseta." + name + ")";
      var found = context.getServiceReferences(Supplier.class, filter);
      assertEquals(name, 1, found.size());
      List<?> flags = (List<?>) context.getService(found.iterator().next()).get();
      assertTrue(name, flags.size() > 10);
      assertTrue(name, flags.stream().allMatch(flag -> ((Map<?, ?>) flag).containsKey("name")));
    }
  }

  @Test
  public void everyCommandIsThereAndHasAnAccessRule() throws Exception {
    Set<String> expected =
        Set.of(
            "agents",
            "frameworks",
            "kill",
            "offers",
            "plugins",
            "quota",
            "quota-remove",
            "quota-set",
            "roles",
            "tasks",
            "teardown",
            "weight-set",
            "weights");
    Eventually.holds("there are " + expected, () -> seenBy("admin").containsAll(expected));
    assertEquals("admin", context.getProperty("karaf.secured.command.compulsory.roles"));
    Set<String> unruled = seenBy("admin");
    unruled.removeAll(ruled());
    assertEquals(Set.of(), unruled);
    assertEquals(Set.of(), seenBy("nobody"));
  }

  private Set<String> seenBy(String user) {
    return Commands.seenBy(user, shell);
  }

  private Set<String> ruled() throws IOException {
    var rules = configurations.getConfiguration("org.apache.karaf.command.acl.mesos", null);
    return Collections.list(rules.getProperties().keys()).stream()
        .map(key -> key.replaceFirst("\\[.*", ""))
        .collect(Collectors.toSet());
  }

  @Test
  public void theDaemonHasStartedOnce() throws Exception {
    List<String> starts =
        Files.readAllLines(process().folder("karaf.log").resolve("meseta.log")).stream()
            .filter(line -> line.contains("listens on") && line.contains("Http"))
            .toList();
    assertEquals(starts.toString(), 1, starts.size());
  }

  @Test
  public void aDroppedBundleDisturbsNobody() throws Exception {
    List<String> stopped = new CopyOnWriteArrayList<>();
    BundleListener listener =
        event -> {
          if (event.getType() == BundleEvent.STOPPED && DaemonProcess.isOurs(event.getBundle())) {
            stopped.add(event.getBundle().getSymbolicName());
          }
        };
    context.addBundleListener(listener);
    try {
      // Protocol Buffers would take this package if they were resolved anew, and all of us with it.
      Path jar = process().drop("dropped", "sun.misc");
      Eventually.holds("it is started", () -> process().state("dropped") == Bundle.ACTIVE);
      Files.delete(jar);
      Eventually.holds("it is gone", () -> process().state("dropped") == Bundle.UNINSTALLED);
      assertEquals(List.of(), new ArrayList<>(stopped));
    } finally {
      context.removeBundleListener(listener);
    }
  }
}
