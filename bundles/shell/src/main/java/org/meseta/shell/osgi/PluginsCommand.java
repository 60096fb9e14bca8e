package org.meseta.shell.osgi;

import java.util.Arrays;
import java.util.Locale;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.table.ShellTable;
import org.jspecify.annotations.Nullable;
import org.meseta.plugin.PluginNames;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** {@code mesos:plugins}. */
@Service
@Command(scope = "mesos", name = "plugins", description = "Lists the plugins that are there")
public final class PluginsCommand implements Action {

  @Reference @Nullable BundleContext context;
  @Reference @Nullable Session session;

  @Option(name = "--no-format", description = "Plain rows without frames, for scripts")
  boolean noFormat;

  @Override
  public @Nullable Object execute() throws InvalidSyntaxException {
    ShellTable table = new ShellTable();
    table.column("Kind");
    table.column("Name");
    table.column("Version");
    table.column("Bundle");
    table.column("In use");
    table.emptyTableText("No plugin is installed.");
    if (context != null && session != null) {
      ServiceReference<?>[] plugins =
          context.getAllServiceReferences(null, "(" + PluginNames.NAME + "=*)");
      if (plugins != null) {
        Arrays.stream(plugins).forEach(plugin -> add(table, plugin));
      }
      table.print(session.getConsole(), !noFormat);
    }
    return null;
  }

  private static void add(ShellTable table, ServiceReference<?> plugin) {
    table
        .addRow()
        .addContent(
            kind(plugin),
            String.join(", ", PluginNames.of(plugin.getProperty(PluginNames.NAME))),
            plugin.getBundle().getVersion(),
            plugin.getBundle().getSymbolicName(),
            plugin.getUsingBundles() == null ? "no" : "yes");
  }

  /** The last part of the factory's package: {@code allocator}, {@code isolator}, ... */
  private static String kind(ServiceReference<?> plugin) {
    String type = ((String[]) plugin.getProperty("objectClass"))[0];
    String simple = type.substring(type.lastIndexOf('.') + 1);
    return simple.replace("Factory", "").toLowerCase(Locale.ROOT);
  }
}
