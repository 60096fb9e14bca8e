package org.meseta.shell.osgi;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;
import org.meseta.plugin.host.Calls;
import org.meseta.plugin.host.Leftover;
import org.meseta.plugin.host.PluginBoard;
import org.meseta.plugin.host.PluginStatus;
import org.meseta.plugin.host.Refusal;
import org.meseta.shell.Listing;

/** {@code mesos:plugins}. */
@Service
@Command(scope = "mesos", name = "plugins", description = "Shows how the plugins do")
public final class PluginsCommand implements Action {

  @Reference @Nullable PluginBoard board;

  @Option(name = "--no-format", description = "Plain rows without frames, for scripts")
  boolean noFormat;

  @Override
  public @Nullable Object execute() {
    if (board != null) {
      Listing table = new Listing();
      for (String column :
          new String[] {
            "Kind",
            "Name",
            "Bundle",
            "Version",
            "State",
            "Since",
            "Calls",
            "Failures",
            "p99 ms",
            "max ms",
            "Reason"
          }) {
        table.column(column);
      }
      table.emptyTableText("No plugin is installed.");
      board.plugins().forEach(plugin -> add(table, plugin));
      board.leftovers().forEach(leftover -> add(table, leftover));
      for (Refusal refusal : board.refusals()) {
        table.row(
            "file",
            refusal.file(),
            "",
            "",
            "refused",
            time(refusal.time()),
            "",
            "",
            "",
            "",
            refusal.reason());
      }
      table.print(System.out, !noFormat);
    }
    return null;
  }

  private static void add(Listing table, PluginStatus plugin) {
    Calls calls = plugin.calls();
    table.row(
        plugin.kind(),
        plugin.name(),
        plugin.origin().bundle(),
        plugin.origin().bundle().isEmpty() ? "" : plugin.origin().version(),
        plugin.state().text(),
        time(plugin.since()),
        calls.count(),
        calls.failures(),
        millis(calls.p99Millis()),
        millis(calls.maxMillis()),
        plugin.reason());
  }

  private static void add(Listing table, Leftover leftover) {
    table.row(
        leftover.kind(),
        leftover.name(),
        leftover.origin().bundle(),
        leftover.origin().version(),
        "leftover",
        time(leftover.since()),
        "",
        "",
        "",
        "",
        leftover.reason());
  }

  static String time(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  static String millis(double millis) {
    return String.format(Locale.ROOT, "%.2f", millis);
  }
}
