package org.meseta.recording;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.meseta.plugin.allocator.Allocator;
import org.meseta.plugin.allocator.FrameworkOptions;
import org.meseta.plugin.allocator.OfferFilter;
import org.meseta.plugin.allocator.Quota;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.Filters;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.recording.proto.AddAgent;
import org.meseta.recording.proto.AddFramework;
import org.meseta.recording.proto.Conversion;
import org.meseta.recording.proto.FrameworkWishes;
import org.meseta.recording.proto.Holding;
import org.meseta.recording.proto.Hosts;
import org.meseta.recording.proto.Input;
import org.meseta.recording.proto.InverseAnswer;
import org.meseta.recording.proto.Quotas;
import org.meseta.recording.proto.Recovery;
import org.meseta.recording.proto.Roles;
import org.meseta.recording.proto.Unavailable;
import org.meseta.recording.proto.UpdateAgent;
import org.meseta.recording.proto.UpdateFramework;
import org.meseta.resources.ResourceLimits;
import org.meseta.resources.ResourceQuantities;
import org.meseta.resources.Resources;

/** Tells an allocator what was written down. */
final class Telling {
  private final Allocator to;

  Telling(Allocator to) {
    this.to = to;
  }

  void tell(Input input) {
    switch (input.getWhatCase()) {
      case ADD_FRAMEWORK -> add(input.getAddFramework());
      case UPDATE_FRAMEWORK -> update(input.getUpdateFramework());
      case REMOVE_FRAMEWORK -> to.removeFramework(framework(input.getRemoveFramework()));
      case ACTIVATE_FRAMEWORK -> to.activateFramework(framework(input.getActivateFramework()));
      case DEACTIVATE_FRAMEWORK ->
          to.deactivateFramework(framework(input.getDeactivateFramework()));
      case ADD_AGENT -> add(input.getAddAgent());
      case UPDATE_AGENT -> update(input.getUpdateAgent());
      case REMOVE_AGENT -> to.removeAgent(agent(input.getRemoveAgent()));
      case ACTIVATE_AGENT -> to.activateAgent(agent(input.getActivateAgent()));
      case DEACTIVATE_AGENT -> to.deactivateAgent(agent(input.getDeactivateAgent()));
      case WHITELIST -> to.updateWhitelist(hosts(input.getWhitelist()));
      case RECOVER -> recover(input.getRecover());
      case FILTER -> filter(input.getFilter());
      case SUPPRESS ->
          to.suppressOffers(
              framework(input.getSuppress().getFramework()), names(input.getSuppress()));
      case REVIVE ->
          to.reviveOffers(framework(input.getRevive().getFramework()), names(input.getRevive()));
      case REQUESTS ->
          to.requestResources(
              framework(input.getRequests().getFramework()), input.getRequests().getRequestsList());
      case WEIGHTS -> to.updateWeights(Headers.weights(input.getWeights().getWeightsList()));
      case QUOTAS -> to.updateQuotas(quotas(input.getQuotas()));
      case CONVERT_ALLOCATION -> convertAllocation(input.getConvertAllocation());
      case CONVERT_AVAILABLE -> convertAvailable(input.getConvertAvailable());
      case QUESTION -> {
        var unused =
            to.obstacles(
                framework(input.getQuestion().getFramework()), input.getQuestion().getRole());
      }
      case PAUSE -> pause(input.getPause());
      case UNAVAILABLE -> unavailable(input.getUnavailable());
      case INVERSE_ANSWER -> answer(input.getInverseAnswer());
      case WHAT_NOT_SET ->
          throw new IllegalArgumentException("an input of a kind that this version does not know");
    }
  }

  private void add(AddFramework add) {
    to.addFramework(
        framework(add.getId()),
        add.getInfo(),
        holdings(add.getUsedList(), Telling::agent),
        add.getActive(),
        options(add.getWishes()));
  }

  private void update(UpdateFramework update) {
    to.updateFramework(framework(update.getId()), update.getInfo(), options(update.getWishes()));
  }

  private static FrameworkOptions options(FrameworkWishes wishes) {
    return new FrameworkOptions(
        new HashSet<>(wishes.getSuppressedRolesList()), OfferFilter.of(wishes.getConstraints()));
  }

  private void add(AddAgent add) {
    to.addAgent(
        agent(add.getId()),
        add.getInfo(),
        add.getCapabilitiesList(),
        Resources.of(add.getTotalList()),
        holdings(add.getUsedList(), Telling::framework));
  }

  private void update(UpdateAgent update) {
    to.updateAgent(
        agent(update.getId()),
        update.getInfo(),
        update.getCapabilitiesList(),
        Resources.of(update.getTotalList()));
  }

  static <K> Map<K, Resources> holdings(List<Holding> holdings, Function<String, K> key) {
    Map<K, Resources> map = new LinkedHashMap<>();
    holdings.forEach(
        holding -> map.put(key.apply(holding.getId()), Resources.of(holding.getResourcesList())));
    return map;
  }

  private static Optional<Set<String>> hosts(Hosts hosts) {
    return hosts.getAll() ? Optional.empty() : Optional.of(new HashSet<>(hosts.getNamesList()));
  }

  private void recover(Recovery recovery) {
    Optional<Filters> filters =
        recovery.hasFilters() ? Optional.of(recovery.getFilters()) : Optional.empty();
    to.recoverResources(
        framework(recovery.getFramework()),
        agent(recovery.getAgent()),
        Resources.of(recovery.getResourcesList()),
        filters);
  }

  private void filter(Recovery recovery) {
    to.addFilter(
        framework(recovery.getFramework()),
        agent(recovery.getAgent()),
        Resources.of(recovery.getResourcesList()),
        recovery.getFilters());
  }

  private static Set<String> names(Roles roles) {
    return new HashSet<>(roles.getNamesList());
  }

  static Map<String, Quota> quotas(Quotas quotas) {
    Map<String, Quota> byRole = new HashMap<>();
    quotas
        .getQuotasList()
        .forEach(
            quota ->
                byRole.put(
                    quota.getRole(),
                    new Quota(
                        ResourceQuantities.ofMilli(Headers.milli(quota.getGuarantees())),
                        ResourceLimits.ofMilli(Headers.milli(quota.getLimits())))));
    return byRole;
  }

  private void convertAllocation(Conversion conversion) {
    to.updateAllocation(
        framework(conversion.getFramework()),
        agent(conversion.getAgent()),
        Resources.of(conversion.getBeforeList()),
        Resources.of(conversion.getAfterList()));
  }

  private void convertAvailable(Conversion conversion) {
    to.updateAvailable(
        agent(conversion.getAgent()),
        Resources.of(conversion.getBeforeList()),
        Resources.of(conversion.getAfterList()));
  }

  private void unavailable(Unavailable told) {
    to.updateUnavailability(
        agent(told.getAgent()),
        told.hasUnavailability() ? Optional.of(told.getUnavailability()) : Optional.empty());
  }

  private void answer(InverseAnswer told) {
    to.updateInverseOffer(
        agent(told.getAgent()),
        framework(told.getFramework()),
        told.hasAnswer() ? Optional.of(told.getAnswer()) : Optional.empty(),
        told.hasFilters() ? Optional.of(told.getFilters()) : Optional.empty());
  }

  private void pause(boolean now) {
    if (now) {
      to.pause();
    } else {
      to.resume();
    }
  }

  static FrameworkID framework(String id) {
    return FrameworkID.newBuilder().setValue(id).build();
  }

  static AgentID agent(String id) {
    return AgentID.newBuilder().setValue(id).build();
  }
}
