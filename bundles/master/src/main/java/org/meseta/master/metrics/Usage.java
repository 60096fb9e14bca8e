package org.meseta.master.metrics;

import org.meseta.master.state.Agent;
import org.meseta.master.state.Cluster;
import org.meseta.resources.ResourceQuantities;
import org.meseta.resources.Resources;

/**
 * How much of the cluster is in use.
 *
 * @param cluster of which it was counted
 */
record Usage(
    Cluster cluster,
    ResourceQuantities total,
    ResourceQuantities used,
    ResourceQuantities revocableTotal,
    ResourceQuantities revocableUsed) {
  private static final double MILLI = 1000;

  static Usage of(Cluster cluster) {
    Usage usage =
        new Usage(
            cluster,
            ResourceQuantities.empty(),
            ResourceQuantities.empty(),
            ResourceQuantities.empty(),
            ResourceQuantities.empty());
    for (Agent agent : cluster.agents().values()) {
      usage = usage.plus(agent);
    }
    return usage;
  }

  private Usage plus(Agent agent) {
    Usage sum =
        new Usage(
            cluster,
            total.plus(agent.total().nonRevocable().scalarQuantities()),
            used,
            revocableTotal.plus(agent.total().revocable().scalarQuantities()),
            revocableUsed);
    for (Resources one : agent.used().values()) {
      sum = sum.plus(one);
    }
    return sum;
  }

  private Usage plus(Resources taken) {
    return new Usage(
        cluster,
        total,
        used.plus(taken.nonRevocable().scalarQuantities()),
        revocableTotal,
        revocableUsed.plus(taken.revocable().scalarQuantities()));
  }

  double total(String name, boolean revocable) {
    return (revocable ? revocableTotal : total).milli(name) / MILLI;
  }

  double used(String name, boolean revocable) {
    return (revocable ? revocableUsed : used).milli(name) / MILLI;
  }

  double share(String name, boolean revocable) {
    double all = total(name, revocable);
    return all == 0 ? 0 : used(name, revocable) / all;
  }
}
