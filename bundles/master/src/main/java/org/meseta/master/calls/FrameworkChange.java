package org.meseta.master.calls;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.meseta.master.frameworks.FrameworkCheck;
import org.meseta.master.state.Framework;
import org.meseta.master.state.Offered;
import org.meseta.plugin.allocator.FrameworkOptions;
import org.meseta.plugin.allocator.OfferFilter;
import org.meseta.protocol.link.MasterMessage;
import org.meseta.protocol.link.UpdateFramework;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.FrameworkInfo;
import org.meseta.protocol.v1.Task;
import org.meseta.protocol.v1.scheduler.OfferConstraints;

/** A known framework has become another, which has been found to be in order. */
final class FrameworkChange {
  private final Desk desk;
  private final OfferDesk offers;

  FrameworkChange(Desk desk, OfferDesk offers) {
    this.desk = desk;
    this.offers = offers;
  }

  /** From now on the framework is like this. Offers for roles that it gave up are taken back. */
  void apply(
      FrameworkID id, FrameworkInfo info, Set<String> suppressed, OfferConstraints constraints) {
    OfferFilter offerFilter = OfferFilter.of(constraints);
    desk.allocator().updateFramework(id, info, new FrameworkOptions(suppressed, offerFilter));
    List<String> roles = FrameworkCheck.roleList(info);
    offersTo(id).stream().filter(o -> !roles.contains(o.role())).forEach(offers::rescind);
    desk.ledger()
        .framework(
            id,
            f -> {
              f.info = info;
              f.suppressedRoles = suppressed;
              f.offerFilter = offerFilter;
            });
  }

  private List<Offered> offersTo(FrameworkID id) {
    Framework framework = desk.ledger().framework(id);
    return framework == null ? List.of() : List.copyOf(framework.offers().values());
  }

  /** Tells the agents that have something of the framework. */
  void tellAgents(FrameworkID id) {
    Framework framework = desk.ledger().framework(id);
    if (framework != null) {
      Set<AgentID> agents = new HashSet<>(framework.executors().keySet());
      framework.tasks().values().stream().map(Task::getAgentId).forEach(agents::add);
      agents.forEach(agent -> desk.peers().toAgent(agent, update(framework.info())));
    }
  }

  static MasterMessage.Builder update(FrameworkInfo info) {
    return MasterMessage.newBuilder()
        .setUpdateFramework(UpdateFramework.newBuilder().setFramework(info));
  }
}
