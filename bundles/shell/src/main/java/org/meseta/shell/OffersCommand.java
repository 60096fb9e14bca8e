package org.meseta.shell;

import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.meseta.master.state.Cluster;
import org.meseta.master.state.Offered;

/** {@code mesos:offers}. */
@Service
@Command(scope = "mesos", name = "offers", description = "Lists the offers that are out")
public final class OffersCommand extends ClusterCommand {

  @Override
  void fill(Listing table, Cluster cluster) {
    table.column("ID");
    table.column("Framework");
    table.column("Agent");
    table.column("Role");
    table.column("Resources");
    table.emptyTableText("No offer is out.");
    cluster.offers().forEach(offer -> add(table, offer));
  }

  private static void add(Listing table, Offered offer) {
    table.row(
        offer.id().getValue(),
        offer.framework().getValue(),
        offer.agent().getValue(),
        offer.role(),
        offer.resources().unallocated());
  }
}
