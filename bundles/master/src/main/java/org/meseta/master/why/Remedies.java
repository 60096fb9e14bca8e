package org.meseta.master.why;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.meseta.master.api.Explanation.Remedy;
import org.meseta.master.state.Agent;
import org.meseta.master.state.Cluster;
import org.meseta.master.state.Framework;
import org.meseta.plugin.allocator.Obstacle;
import org.meseta.plugin.allocator.Obstacle.Cut;
import org.meseta.plugin.allocator.Quota;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.Task;
import org.meseta.resources.ResourceQuantities;
import org.meseta.resources.Resources;

/** Says for an obstacle what the smallest change is that would remove it. */
public final class Remedies {
  private final Map<String, Double> shares = new HashMap<>();
  private final Cluster cluster;
  private final QuotaRemedies quotas;
  private final Optional<String> whitelist;

  /**
   * @param quotas by role, where there is one
   * @param whitelist the file, if there is one
   */
  public Remedies(Cluster cluster, Map<String, Quota> quotas, Optional<String> whitelist) {
    this.cluster = cluster;
    this.quotas = new QuotaRemedies(quotas);
    this.whitelist = whitelist;
  }

  Remedy of(Framework framework, String role, Causes.Blocked blocked, Optional<Instant> until) {
    Obstacle obstacle = blocked.obstacle();
    String subject = obstacle.subject();
    return switch (obstacle.kind()) {
      case NOT_SUBSCRIBED -> Remedy.of("Its scheduler must subscribe with the role " + role);
      case FRAMEWORK_INACTIVE -> Remedy.of("Start its scheduler again");
      case SUPPRESSED -> Remedy.of("Its scheduler must REVIVE the role " + role);
      case AGENT_INACTIVE ->
          Remedy.of(
              "Start the agent on "
                  + hostname(blocked.agent())
                  + " again, or see why it cannot reach the master");
      case AGENT_DEACTIVATED ->
          new Remedy(
              "Have the agent on "
                  + hostname(blocked.agent())
                  + " offered again when its host is ready",
              Paste.reactivate(blocked.agent()));
      case WHITELIST -> whitelist(subject);
      case AGENT_CAPABILITY -> Remedy.of("Upgrade the agent on " + hostname(blocked.agent()));
      case FRAMEWORK_CAPABILITY ->
          Remedy.of("Its scheduler must subscribe with the capability " + subject);
      case CONSTRAINT -> Remedy.of("Its scheduler must loosen its offer constraints");
      case IN_USE -> free(blocked.agent(), subject);
      case RESERVED -> unreserve(blocked.agent(), role);
      case QUOTA_LIMIT -> limit(obstacle);
      case HEADROOM -> quotas.lessGuaranteed(subject);
      case MINIMUM ->
          Remedy.of(
              "Its scheduler may say less in its offer_filters, or the master in"
                  + " --min_allocatable_resources");
      case FILTER -> declined(obstacle, role, until);
      case FAIR_SHARE -> weigh(role, subject);
    };
  }

  private Remedy limit(Obstacle reached) {
    return reached.cuts().stream()
        .findFirst()
        .map(quotas::of)
        .orElseGet(() -> Remedy.of("Raise the limits of role " + reached.subject()));
  }

  /** Perhaps it declined because quotas kept from it what its tasks need. */
  private Remedy declined(Obstacle obstacle, String role, Optional<Instant> until) {
    String revive =
        "ts scheduler may REVIVE the role " + role + until.map(at -> ", or wait").orElse("");
    return obstacle.cuts().stream()
        .findFirst()
        .map(cut -> cut(cut, "; else i" + revive))
        .orElseGet(() -> Remedy.of("I" + revive));
  }

  private Remedy cut(Cut cut, String otherwise) {
    Remedy more = quotas.of(cut);
    return new Remedy(
        more.advice() + ", if its tasks need more " + Words.names(cut) + otherwise, more.command());
  }

  private String hostname(AgentID id) {
    Agent agent = cluster.agents().get(id);
    return agent == null ? id.getValue() : agent.info().getHostname();
  }

  /** Whether an operator wants nothing of the agent offered. */
  boolean isDeactivated(AgentID id) {
    Agent agent = cluster.agents().get(id);
    return agent != null && agent.deactivated();
  }

  private Remedy whitelist(String host) {
    return new Remedy(
        "Put the host on the whitelist", whitelist.flatMap(file -> Paste.whitelist(host, file)));
  }

  /** Ends the smallest task, if it is tasks that hold the agent. */
  private Remedy free(AgentID agent, String holder) {
    Framework framework = cluster.frameworks().get(id(holder));
    Optional<Task> smallest =
        framework == null
            ? Optional.empty()
            : framework.tasks().values().stream()
                .filter(task -> task.getAgentId().equals(agent))
                .min(
                    Comparator.comparingLong(
                        task ->
                            Resources.of(task.getResourcesList())
                                .scalarQuantities()
                                .milli("cpus")));
    return smallest
        .map(
            task ->
                new Remedy(
                    "Add agents, or end a task of it",
                    Paste.kill(holder, task.getTaskId().getValue())))
        .orElseGet(
            () ->
                Remedy.of(
                    "It holds offers: its scheduler must answer them, or the master rescind them"
                        + " (--offer_timeout)"));
  }

  private static FrameworkID id(String framework) {
    return FrameworkID.newBuilder().setValue(framework).build();
  }

  private Remedy unreserve(AgentID id, String role) {
    Agent agent = cluster.agents().get(id);
    return agent == null ? Remedy.of("Add agents") : Unreserved.remedy(agent, role);
  }

  /** So that the role's share comes below that of the role that is first. */
  private Remedy weigh(String role, String first) {
    Framework other = cluster.frameworks().get(id(first));
    if (other == null || other.roles().contains(role)) {
      return Remedy.of("Wait: it comes next when framework " + first + " has been served");
    }
    double needed =
        other.roles().stream()
            .mapToDouble(theirs -> share(theirs) / weight(theirs))
            .filter(share -> share > 0)
            .map(share -> share(role) / share)
            .max()
            .orElse(0);
    double weight = Math.max(2 * weight(role), Math.ceil(needed + 1));
    return new Remedy(
        "Wait, or give role " + role + " more weight", Paste.weight(role, Math.round(weight)));
  }

  private double weight(String role) {
    return cluster.weights().getOrDefault(role, 1.0);
  }

  /** The largest part of any resource that the role has, 0 to 1. */
  private double share(String role) {
    return shares.computeIfAbsent(role, this::countShare);
  }

  private double countShare(String role) {
    ResourceQuantities total = ResourceQuantities.empty();
    ResourceQuantities taken = ResourceQuantities.empty();
    for (Agent agent : cluster.agents().values()) {
      total = total.plus(agent.total().scalarQuantities());
      Resources all = agent.offered();
      for (Resources used : agent.used().values()) {
        all = all.plus(used);
      }
      taken = taken.plus(all.allocatedOnlyTo(role).scalarQuantities());
    }
    ResourceQuantities whole = total;
    ResourceQuantities part = taken;
    return whole.names().stream()
        .mapToDouble(name -> (double) part.milli(name) / whole.milli(name))
        .max()
        .orElse(0);
  }
}
