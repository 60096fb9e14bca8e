package org.meseta.recording;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.meseta.plugin.allocator.FrameworkOptions;
import org.meseta.plugin.allocator.Quota;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.AgentInfo;
import org.meseta.protocol.v1.Filters;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.FrameworkInfo;
import org.meseta.protocol.v1.Request;
import org.meseta.protocol.v1.Unavailability;
import org.meseta.protocol.v1.allocator.InverseOfferStatus;
import org.meseta.recording.proto.AddAgent;
import org.meseta.recording.proto.AddFramework;
import org.meseta.recording.proto.Amounts;
import org.meseta.recording.proto.Conversion;
import org.meseta.recording.proto.FrameworkWishes;
import org.meseta.recording.proto.Holding;
import org.meseta.recording.proto.Hosts;
import org.meseta.recording.proto.Input;
import org.meseta.recording.proto.InverseAnswer;
import org.meseta.recording.proto.Question;
import org.meseta.recording.proto.Quotas;
import org.meseta.recording.proto.Recovery;
import org.meseta.recording.proto.Requests;
import org.meseta.recording.proto.Roles;
import org.meseta.recording.proto.Unavailable;
import org.meseta.recording.proto.UpdateAgent;
import org.meseta.recording.proto.UpdateFramework;
import org.meseta.recording.proto.Weights;
import org.meseta.resources.ResourceLimits;
import org.meseta.resources.Resources;

/** Writes down what an allocator is told. {@link Telling} is the way back. */
final class Inputs {
  private Inputs() {}

  static Input.Builder input() {
    return Input.newBuilder();
  }

  static Input.Builder addFramework(
      FrameworkID id,
      FrameworkInfo info,
      Map<AgentID, Resources> used,
      boolean active,
      FrameworkOptions options) {
    AddFramework.Builder add =
        AddFramework.newBuilder()
            .setId(id.getValue())
            .setInfo(info)
            .setActive(active)
            .setWishes(wishes(options));
    used.forEach((agent, some) -> add.addUsed(holding(agent.getValue(), some)));
    return input().setAddFramework(add);
  }

  static Input.Builder updateFramework(
      FrameworkID id, FrameworkInfo info, FrameworkOptions options) {
    return input()
        .setUpdateFramework(
            UpdateFramework.newBuilder()
                .setId(id.getValue())
                .setInfo(info)
                .setWishes(wishes(options)));
  }

  private static FrameworkWishes wishes(FrameworkOptions options) {
    return FrameworkWishes.newBuilder()
        .addAllSuppressedRoles(new TreeSet<>(options.suppressedRoles()))
        .setConstraints(options.offerFilter().constraints())
        .build();
  }

  static Input.Builder addAgent(
      AgentID id,
      AgentInfo info,
      List<AgentInfo.Capability> capabilities,
      Resources total,
      Map<FrameworkID, Resources> used) {
    AddAgent.Builder add =
        AddAgent.newBuilder()
            .setId(id.getValue())
            .setInfo(info)
            .addAllCapabilities(capabilities)
            .addAllTotal(total.toList());
    used.forEach((framework, some) -> add.addUsed(holding(framework.getValue(), some)));
    return input().setAddAgent(add);
  }

  static Input.Builder updateAgent(
      AgentID id, AgentInfo info, List<AgentInfo.Capability> capabilities, Resources total) {
    return input()
        .setUpdateAgent(
            UpdateAgent.newBuilder()
                .setId(id.getValue())
                .setInfo(info)
                .addAllCapabilities(capabilities)
                .addAllTotal(total.toList()));
  }

  private static Holding holding(String id, Resources resources) {
    return Holding.newBuilder().setId(id).addAllResources(resources.toList()).build();
  }

  static Input.Builder convertAllocation(
      FrameworkID framework, AgentID agent, Resources before, Resources after) {
    return input()
        .setConvertAllocation(conversion(agent, before, after).setFramework(framework.getValue()));
  }

  static Input.Builder convertAvailable(AgentID agent, Resources before, Resources after) {
    return input().setConvertAvailable(conversion(agent, before, after));
  }

  private static Conversion.Builder conversion(AgentID agent, Resources before, Resources after) {
    return Conversion.newBuilder()
        .setAgent(agent.getValue())
        .addAllBefore(before.toList())
        .addAllAfter(after.toList());
  }

  static Input.Builder unavailable(AgentID agent, Optional<Unavailability> unavailability) {
    Unavailable.Builder unavailable = Unavailable.newBuilder().setAgent(agent.getValue());
    unavailability.ifPresent(unavailable::setUnavailability);
    return input().setUnavailable(unavailable);
  }

  static Input.Builder inverseAnswer(
      AgentID agent,
      FrameworkID framework,
      Optional<InverseOfferStatus> given,
      Optional<Filters> filters) {
    InverseAnswer.Builder answer =
        InverseAnswer.newBuilder().setAgent(agent.getValue()).setFramework(framework.getValue());
    given.ifPresent(answer::setAnswer);
    filters.ifPresent(answer::setFilters);
    return input().setInverseAnswer(answer);
  }

  static Input.Builder question(FrameworkID framework, String role) {
    return input()
        .setQuestion(Question.newBuilder().setFramework(framework.getValue()).setRole(role));
  }

  static Input.Builder whitelist(Optional<Set<String>> hostnames) {
    return input()
        .setWhitelist(
            Hosts.newBuilder()
                .setAll(hostnames.isEmpty())
                .addAllNames(new TreeSet<>(hostnames.orElse(Set.of()))));
  }

  static Input.Builder recover(
      FrameworkID framework, AgentID agent, Resources resources, Optional<Filters> filters) {
    Recovery.Builder recovery = recovery(framework, agent, resources);
    filters.ifPresent(recovery::setFilters);
    return input().setRecover(recovery);
  }

  static Input.Builder filter(
      FrameworkID framework, AgentID agent, Resources refused, Filters filters) {
    return input().setFilter(recovery(framework, agent, refused).setFilters(filters));
  }

  private static Recovery.Builder recovery(
      FrameworkID framework, AgentID agent, Resources resources) {
    return Recovery.newBuilder()
        .setFramework(framework.getValue())
        .setAgent(agent.getValue())
        .addAllResources(resources.toList());
  }

  static Roles roles(FrameworkID framework, Set<String> roles) {
    return Roles.newBuilder()
        .setFramework(framework.getValue())
        .addAllNames(new TreeSet<>(roles))
        .build();
  }

  static Input.Builder requests(FrameworkID framework, List<Request> requests) {
    return input()
        .setRequests(
            Requests.newBuilder().setFramework(framework.getValue()).addAllRequests(requests));
  }

  static Input.Builder weights(Map<String, Double> weights) {
    return input().setWeights(Weights.newBuilder().addAllWeights(Headers.weights(weights)));
  }

  static Input.Builder quotas(Map<String, Quota> quotas) {
    Quotas.Builder all = Quotas.newBuilder();
    new TreeMap<>(quotas)
        .forEach(
            (role, quota) ->
                all.addQuotasBuilder()
                    .setRole(role)
                    .setGuarantees(Headers.amounts(quota.guarantees()))
                    .setLimits(limits(quota.limits())));
    return input().setQuotas(all);
  }

  private static Amounts limits(ResourceLimits limits) {
    Amounts.Builder amounts = Amounts.newBuilder();
    limits
        .names()
        .forEach(name -> amounts.addAmountsBuilder().setName(name).setMilli(limits.milli(name)));
    return amounts.build();
  }
}
