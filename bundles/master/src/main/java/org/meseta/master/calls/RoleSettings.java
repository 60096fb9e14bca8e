package org.meseta.master.calls;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.meseta.master.api.Outcome;
import org.meseta.master.registry.Registry;
import org.meseta.master.roles.Consumption;
import org.meseta.master.roles.QuotaCheck;
import org.meseta.master.roles.RoleRules;
import org.meseta.master.roles.WeightCheck;
import org.meseta.master.state.Quotas;
import org.meseta.master.state.RecoveredAgent;
import org.meseta.master.state.Table;
import org.meseta.plugin.allocator.Quota;
import org.meseta.plugin.authorizer.Action;
import org.meseta.plugin.authorizer.Principal;
import org.meseta.protocol.v1.WeightInfo;
import org.meseta.protocol.v1.quota.QuotaConfig;
import org.meseta.resources.ResourceQuantities;
import org.meseta.resources.Resources;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An operator changes weights and quotas. One change is made at a time, so that each is checked
 * against what is true; it counts when it is written down.
 */
public final class RoleSettings {
  private static final Logger LOG = LoggerFactory.getLogger(RoleSettings.class);

  private final Desk desk;
  private final OfferRecall recall;
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private boolean busy;

  public RoleSettings(Desk desk, OfferDesk offers) {
    this.desk = desk;
    this.recall = new OfferRecall(desk, offers);
  }

  /** These roles are to have these weights. */
  public void weigh(Principal caller, List<WeightInfo> weights, Consumer<Outcome> answer) {
    inTurn(() -> weighNow(caller, weights, answer));
  }

  private void weighNow(Principal caller, List<WeightInfo> weights, Consumer<Outcome> answer) {
    Map<String, Double> changed = new LinkedHashMap<>();
    weights.forEach(weight -> changed.put(weight.getRole(), weight.getWeight()));
    Optional<Outcome> refusal =
        WeightCheck.invalid(weights)
            .or(() -> new RoleRules(desk.flags().roles()).invalid(changed.keySet()))
            .map(Outcome::invalid)
            .or(() -> forbidden(caller, Action.UPDATE_WEIGHT, changed.keySet()))
            .or(() -> tooLarge(weights.stream().mapToLong(WeightInfo::getSerializedSize).sum()));
    if (refusal.isPresent()) {
      done(answer, refusal.get());
      return;
    }
    desk.after(
        desk.registry().weigh(changed),
        () -> {
          LOG.info("{} sets the weights {}", name(caller), changed);
          Table<String, Double> before = desk.ledger().weights();
          desk.ledger().weigh(changed);
          desk.allocator().updateWeights(changed);
          changed.entrySet().removeIf(e -> e.getValue().equals(before.get(e.getKey())));
          recall.forWeights(changed.keySet());
          done(answer, Outcome.ACCEPTED);
        });
  }

  /**
   * These roles are to have these quotas, all of them or none.
   *
   * @param force even if that is more than there is, or less than what is consumed
   */
  public void limit(
      Principal caller, boolean force, List<QuotaConfig> quotas, Consumer<Outcome> answer) {
    inTurn(() -> limitNow(caller, force, quotas, Outcome.Kind.INVALID, answer));
  }

  /** A role that has no quota is to have one. */
  public void add(Principal caller, boolean force, QuotaConfig quota, Consumer<Outcome> answer) {
    inTurn(
        () -> {
          if (desk.ledger().quotas().containsKey(quota.getRole())) {
            done(answer, Outcome.invalid("Role '" + quota.getRole() + "' has a quota already"));
          } else {
            limitNow(caller, force, List.of(quota), Outcome.Kind.CONFLICT, answer);
          }
        });
  }

  /** A role that has a quota is to have none. */
  public void remove(Principal caller, String role, Consumer<Outcome> answer) {
    inTurn(
        () -> {
          if (desk.ledger().quotas().containsKey(role)) {
            QuotaConfig none = QuotaConfig.newBuilder().setRole(role).build();
            limitNow(caller, false, List.of(none), Outcome.Kind.INVALID, answer);
          } else {
            done(answer, Outcome.invalid("Role '" + role + "' has no quota"));
          }
        });
  }

  /**
   * @param tooMuch how it is refused if the cluster has not so much, which Mesos's two interfaces
   *     say differently
   */
  private void limitNow(
      Principal caller,
      boolean force,
      List<QuotaConfig> configs,
      Outcome.Kind tooMuch,
      Consumer<Outcome> answer) {
    Optional<Outcome> refusal =
        QuotaCheck.invalid(configs)
            .map(Outcome::invalid)
            .or(() -> tooLarge(configs.stream().mapToLong(QuotaConfig::getSerializedSize).sum()))
            .or(
                () ->
                    forbidden(
                        caller,
                        Action.UPDATE_QUOTA,
                        configs.stream().map(QuotaConfig::getRole).toList()))
            .or(() -> contradiction(force, configs, tooMuch));
    if (refusal.isPresent()) {
      done(answer, refusal.get());
      return;
    }
    desk.after(
        desk.registry().limit(configs),
        () -> {
          Map<String, Quota> changed = Quotas.of(configs);
          LOG.info("{} sets the quotas {}{}", name(caller), changed, force ? " by force" : "");
          desk.ledger().limit(configs);
          desk.allocator().updateQuotas(changed);
          changed.forEach(recall::forQuota);
          done(answer, Outcome.ACCEPTED);
        });
  }

  private Optional<Outcome> contradiction(
      boolean force, List<QuotaConfig> configs, Outcome.Kind tooMuch) {
    Map<String, Quota> changed = Quotas.of(configs);
    Map<String, Quota> before = Quotas.of(desk.ledger().quotas().values());
    Map<String, Quota> all = new HashMap<>(before);
    all.putAll(changed);
    all.values().removeIf(Quota.NONE::equals);
    Optional<Outcome> refusal = QuotaCheck.contradiction(all).map(Outcome::invalid);
    return force || refusal.isPresent()
        ? refusal
        : QuotaCheck.overcommitment(before, all, capacity())
            .or(() -> exceeded(changed))
            .map(why -> new Outcome.Refused(tooMuch, why));
  }

  /** Also of agents that are expected back. */
  private ResourceQuantities capacity() {
    ResourceQuantities capacity = Consumption.capacity(desk.ledger().agents().values());
    for (RecoveredAgent agent : desk.ledger().recovered().values()) {
      Resources total = Resources.of(agent.info().getResourcesList());
      capacity = capacity.plus(total.nonRevocable().scalarQuantities());
    }
    return capacity;
  }

  private Optional<String> exceeded(Map<String, Quota> changed) {
    return changed.entrySet().stream()
        .flatMap(
            entry ->
                QuotaCheck.exceeded(
                    entry.getKey(),
                    entry.getValue().limits(),
                    Consumption.of(entry.getKey(), desk.ledger().agents().values()))
                    .stream())
        .findFirst();
  }

  private Optional<Outcome> forbidden(Principal caller, Action action, Iterable<String> roles) {
    for (String role : roles) {
      if (!desk.authority().allows(caller, action, role)) {
        String what = action == Action.UPDATE_QUOTA ? "quota" : "weight";
        return Optional.of(
            Outcome.forbidden("Not authorized to set the " + what + " of role '" + role + "'"));
      }
    }
    return Optional.empty();
  }

  private static Optional<Outcome> tooLarge(long bytes) {
    return bytes <= Registry.LARGEST_AGENT
        ? Optional.empty()
        : Optional.of(Outcome.invalid("That is " + bytes + " bytes, too much at once"));
  }

  private static String name(Principal caller) {
    return caller.value().orElse("Somebody without a name");
  }

  private void inTurn(Runnable change) {
    waiting.add(change);
    next();
  }

  private void next() {
    @Nullable Runnable change = busy ? null : waiting.poll();
    if (change != null) {
      busy = true;
      change.run();
    }
  }

  private void done(Consumer<Outcome> answer, Outcome outcome) {
    answer.accept(outcome);
    busy = false;
    next();
  }
}
