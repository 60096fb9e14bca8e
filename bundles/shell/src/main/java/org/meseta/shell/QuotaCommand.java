package org.meseta.shell;

import java.util.TreeMap;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.meseta.master.state.Cluster;
import org.meseta.master.state.Quotas;
import org.meseta.plugin.allocator.Quota;
import org.meseta.protocol.v1.quota.QuotaConfig;

/** {@code mesos:quota}. */
@Service
@Command(
    scope = "mesos",
    name = "quota",
    description =
        "Lists the roles with a quota: what they are owed, may have at most and consume,"
            + " reservations and those below them included")
public final class QuotaCommand extends ClusterCommand {

  @Override
  void fill(Listing table, Cluster cluster) {
    table.column("Role");
    table.column("Guarantees");
    table.column("Limits");
    table.column("Consumed");
    table.emptyTableText("No role has a quota.");
    for (QuotaConfig config : new TreeMap<>(cluster.quotas()).values()) {
      Quota quota = Quotas.of(config);
      table.row(
          config.getRole(),
          quota.guarantees(),
          quota.limits(),
          Quotas.consumed(config.getRole(), cluster.agents().values()));
    }
  }
}
