package org.meseta.shell;

import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.meseta.master.state.Agent;
import org.meseta.master.state.Cluster;
import org.meseta.resources.Resources;

/** {@code mesos:agents}. */
@Service
@Command(scope = "mesos", name = "agents", description = "Lists the registered agents")
public final class AgentsCommand extends ClusterCommand {

  @Override
  void fill(Listing table, Cluster cluster) {
    table.column("ID");
    table.column("Host");
    table.column("State");
    table.column("Version");
    table.column("Total");
    table.column("Used");
    table.column("Offered");
    table.emptyTableText("No agent is registered.");
    cluster.agents().values().stream()
        .sorted((a, b) -> a.id().getValue().compareTo(b.id().getValue()))
        .forEach(agent -> add(table, agent));
  }

  private static String state(Agent agent) {
    return (agent.connected() ? "connected" : "disconnected")
        + (agent.deactivated() ? ", deactivated" : "");
  }

  private static void add(Listing table, Agent agent) {
    table.row(
        agent.id().getValue(),
        agent.info().getHostname() + ":" + agent.info().getPort(),
        state(agent),
        agent.version(),
        agent.total(),
        agent.used().values().stream().reduce(Resources.empty(), Resources::plus).unallocated(),
        agent.offered().unallocated());
  }
}
