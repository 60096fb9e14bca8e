package org.meseta.bootstrap;

import java.io.IOException;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * Configures the role that the command line asks for, as soon as the role's bundles have published
 * their flags. Without the framework property {@code meseta.role} it does nothing.
 */
@Component(
    immediate = true,
    service = {})
public final class Bootstrap {

  private static final FlagTable NO_FLAGS = new FlagTable(List.of());

  private final ConfigurationAdmin configurations;
  private final BundleContext context;
  private final Map<String, FlagTable> tables = new TreeMap<>();
  private boolean started;

  @Activate
  public Bootstrap(@Reference ConfigurationAdmin configurations, BundleContext context) {
    this.configurations = configurations;
    this.context = context;
  }

  @Reference(
      target = "(" + FlagTable.PID + "=*)",
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC)
  void addFlags(Supplier<List<Map<String, String>>> flags, Map<String, Object> properties) {
    synchronized (tables) {
      tables.put((String) properties.get(FlagTable.PID), new FlagTable(flags.get()));
    }
    startIfComplete();
  }

  void removeFlags(Supplier<List<Map<String, String>>> flags) {
    // The role goes with its bundle; its configuration stays for when it comes back.
  }

  private void startIfComplete() {
    String name = context.getProperty("meseta.role");
    if (name == null) {
      return;
    }
    Role role = Role.of(name);
    synchronized (tables) {
      if (started || !tables.keySet().containsAll(role.pids())) {
        return;
      }
      started = true;
      start(role);
    }
  }

  private void start(Role role) {
    Map<String, FlagTable> known = new LinkedHashMap<>(tables);
    known.keySet().retainAll(role.pids());
    known.put("", role.ownFlags());
    try {
      List<String> arguments = Arguments.read(context.getProperty("meseta.args"));
      if (arguments.contains("--help")) {
        usage(role, known.values(), System.out);
        ProcessEnd.now(0);
        return;
      }
      Map<String, String> values = new CommandLine(known).read(arguments, System.getenv());
      Map<String, List<Map<String, String>>> all = new LinkedHashMap<>();
      for (String pid : role.pids()) {
        all.put(pid, role.configurations(pid, known.getOrDefault(pid, NO_FLAGS), values));
      }
      for (String pid : role.pids()) {
        configure(pid, all.getOrDefault(pid, List.of()));
      }
    } catch (CommandLine.UsageException | IOException e) {
      System.err.println("meseta: " + e.getMessage());
      System.err.println("See 'meseta " + name(role) + " --help'.");
      ProcessEnd.now(1);
    }
  }

  /** Several are those of a factory: each makes a daemon. */
  private void configure(String pid, List<Map<String, String>> configured) throws IOException {
    for (Map<String, String> values : configured) {
      Configuration configuration =
          configured.size() == 1
              ? configurations.getConfiguration(pid, "?")
              : configurations.createFactoryConfiguration(pid, "?");
      configuration.update(FrameworkUtil.asDictionary(values));
    }
  }

  private static void usage(Role role, Iterable<FlagTable> tables, PrintStream out) {
    out.println("Usage: meseta " + name(role) + " [--FLAG=VALUE ...]");
    out.println("Each flag may also be given as a variable MESOS_FLAG.\n");
    Map<String, String> texts = new TreeMap<>();
    tables.forEach(table -> table.names().forEach(flag -> texts.put(flag, table.help(flag))));
    texts.values().forEach(out::print);
  }

  private static String name(Role role) {
    return role.name().toLowerCase(Locale.ROOT);
  }
}
