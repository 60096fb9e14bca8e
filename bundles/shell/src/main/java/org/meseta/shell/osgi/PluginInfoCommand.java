package org.meseta.shell.osgi;

import java.io.PrintStream;
import java.util.List;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;
import org.meseta.plugin.host.Calls;
import org.meseta.plugin.host.PluginBoard;
import org.meseta.plugin.host.PluginEvent;
import org.meseta.plugin.host.PluginStatus;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.metatype.AttributeDefinition;
import org.osgi.service.metatype.MetaTypeInformation;
import org.osgi.service.metatype.MetaTypeService;
import org.osgi.service.metatype.ObjectClassDefinition;

/** {@code mesos:plugin-info NAME}. */
@Service
@Command(
    scope = "mesos",
    name = "plugin-info",
    description = "Tells all about the plugins of one name: parameters, calls, history")
public final class PluginInfoCommand implements Action {

  @Reference @Nullable PluginBoard board;
  @Reference @Nullable BundleContext context;

  @Argument(index = 0, name = "NAME", required = true, description = "Name of a plugin")
  @Completion(PluginNamesCompleter.class)
  String name = "";

  @Override
  public @Nullable Object execute() {
    if (board == null || context == null) {
      return null;
    }
    List<PluginStatus> found = board.plugins().stream().filter(p -> p.name().equals(name)).toList();
    List<PluginEvent> story = board.events().stream().filter(e -> e.plugin().equals(name)).toList();
    if (found.isEmpty() && story.isEmpty()) {
      throw new IllegalArgumentException("There is and was no plugin '" + name + "'");
    }
    PrintStream out = System.out;
    for (PluginStatus plugin : found) {
      tell(out, plugin);
      parameters(out, plugin, context);
    }
    out.println("History:");
    for (PluginEvent event : story) {
      out.printf(
          "  %s %s of %s%s%n",
          PluginsCommand.time(event.time()),
          event.state().text(),
          event.origin(),
          event.reason().isEmpty() ? "" : ": " + event.reason());
    }
    return null;
  }

  private static void tell(PrintStream out, PluginStatus plugin) {
    Calls calls = plugin.calls();
    out.printf(
        "%s %s of %s: %s since %s %s%n",
        plugin.kind(),
        plugin.name(),
        plugin.origin(),
        plugin.state().text(),
        PluginsCommand.time(plugin.since()),
        plugin.reason());
    out.printf(
        "  %d calls, %d failures, %d without an answer in time; %s ms in all, p99 %s ms, max %s ms%n",
        calls.count(),
        calls.failures(),
        calls.timeouts(),
        PluginsCommand.millis(calls.totalMillis()),
        PluginsCommand.millis(calls.p99Millis()),
        PluginsCommand.millis(calls.maxMillis()));
  }

  private static void parameters(PrintStream out, PluginStatus plugin, BundleContext context) {
    Bundle bundle = context.getBundle(plugin.origin().bundleId());
    ServiceReference<MetaTypeService> service = context.getServiceReference(MetaTypeService.class);
    MetaTypeService types = service == null ? null : context.getService(service);
    if (bundle == null || types == null) {
      return;
    }
    MetaTypeInformation information = types.getMetaTypeInformation(bundle);
    for (String pid : information == null ? new String[0] : information.getPids()) {
      ObjectClassDefinition parameters = information.getObjectClassDefinition(pid, null);
      out.printf("  Parameters, in the configuration %s:%n", pid);
      for (AttributeDefinition each :
          parameters.getAttributeDefinitions(ObjectClassDefinition.ALL)) {
        String[] defaults = each.getDefaultValue();
        out.printf(
            "    %s = %s  %s%n",
            each.getID(),
            defaults == null ? "" : String.join(", ", defaults),
            each.getDescription() == null ? "" : each.getDescription());
      }
    }
    context.ungetService(service);
  }
}
