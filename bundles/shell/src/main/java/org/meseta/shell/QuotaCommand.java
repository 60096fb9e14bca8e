package org.meseta.shell;

import java.util.TreeMap;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.meseta.master.state.Cluster;
import org.meseta.master.state.Quotas;
import org.meseta.plugin.allocator.Quota;
import org.meseta.protocol.v1.quota.QuotaConfig;

/** {@code mesos:quota}. */
@Service
@Command(
    scope = "mesos",
    name = "quota",
    description = "Lists the roles with a quota: what they are owed and may have at most")
public final class QuotaCommand extends ClusterCommand {

  @Override
  void fill(ShellTable table, Cluster cluster) {
    table.column("Role");
    table.column("Guarantees");
    table.column("Limits");
    table.emptyTableText("No role has a quota.");
    for (QuotaConfig config : new TreeMap<>(cluster.quotas()).values()) {
      Quota quota = Quotas.of(config);
      table.addRow().addContent(config.getRole(), quota.guarantees(), quota.limits());
    }
  }
}
