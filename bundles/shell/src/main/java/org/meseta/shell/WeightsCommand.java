package org.meseta.shell;

import java.util.TreeMap;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.meseta.master.state.Cluster;

/** {@code mesos:weights}. */
@Service
@Command(
    scope = "mesos",
    name = "weights",
    description = "Lists the weights that were set; other roles have 1")
public final class WeightsCommand extends ClusterCommand {

  @Override
  void fill(Listing table, Cluster cluster) {
    table.column("Role");
    table.column("Weight").alignRight();
    table.emptyTableText("No weight was set: all roles have 1.");
    new TreeMap<>(cluster.weights()).forEach((role, weight) -> table.row(role, weight));
  }
}
