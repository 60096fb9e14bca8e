package org.meseta.shell;

import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.meseta.master.state.Cluster;
import org.meseta.master.state.Framework;

/** {@code mesos:frameworks}. */
@Service
@Command(scope = "mesos", name = "frameworks", description = "Lists the frameworks")
public final class FrameworksCommand extends ClusterCommand {

  @Option(name = "--all", aliases = "-a", description = "Also those that are over")
  boolean all;

  @Override
  void fill(Listing table, Cluster cluster) {
    table.column("ID");
    table.column("Name");
    table.column("User");
    table.column("Roles");
    table.column("State");
    table.column("Tasks").alignRight();
    table.column("Offers").alignRight();
    table.emptyTableText("No framework is subscribed.");
    cluster.frameworks().values().forEach(f -> add(table, f, state(f)));
    if (all) {
      cluster.completedFrameworks().forEach(f -> add(table, f, "completed"));
    }
  }

  private static String state(Framework framework) {
    if (framework.recovered()) {
      return "recovered";
    }
    return framework.connected() ? "connected" : "disconnected";
  }

  private static void add(Listing table, Framework framework, String state) {
    table.row(
        framework.id().getValue(),
        framework.info().getName(),
        framework.info().getUser(),
        String.join(",", framework.roles()),
        state,
        framework.tasks().size(),
        framework.offers().size());
  }
}
