package org.meseta.testkit.cluster.invariant;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.meseta.master.state.Agent;
import org.meseta.master.state.Offered;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.quota.QuotaConfig;

/**
 * What roles have, are owed and may have: reckoned anew and simply, with nothing of how the daemons
 * do it. In thousandths, by the index of {@link Amount#NAMES}.
 */
final class RoleAccounts {
  private final Map<String, long[]> byRole = new HashMap<>();
  private final Map<String, Limits> quotas = new HashMap<>();
  private final long[] free = Amount.none();
  private long @Nullable [] required;

  private static final class Limits {
    final long[] guarantees = Amount.none();
    final long[] limits = Amount.ofAll(Amount.UNLIMITED);
  }

  private RoleAccounts(Map<String, QuotaConfig> configs) {
    configs.forEach((role, config) -> quotas.put(role, limits(config)));
  }

  private static Limits limits(QuotaConfig config) {
    Limits quota = new Limits();
    for (int i = 0; i < Amount.NAMES.size(); i++) {
      String name = Amount.NAMES.get(i);
      if (config.containsGuarantees(name)) {
        quota.guarantees[i] = Amount.milli(config.getGuaranteesOrThrow(name).getValue());
      }
      if (config.containsLimits(name)) {
        quota.limits[i] = Amount.milli(config.getLimitsOrThrow(name).getValue());
      }
    }
    return quota;
  }

  /** Of all agents; of those that are away nothing is free. */
  static RoleAccounts of(Collection<AgentAccount> agents, Map<String, QuotaConfig> quotas) {
    RoleAccounts accounts = new RoleAccounts(quotas);
    for (AgentAccount agent : agents) {
      agent.byRole.forEach((role, amounts) -> accounts.add(role, amounts, 1));
      if (agent.agent.active()) {
        add(accounts.free, agent.free, 1);
      }
    }
    return accounts;
  }

  static RoleAccounts of(Map<AgentID, Agent> agents, Map<String, QuotaConfig> quotas) {
    return of(agents.values().stream().map(AgentAccount::of).toList(), quotas);
  }

  /** As if these offers were taken back. */
  RoleAccounts without(Collection<Offered> offers) {
    RoleAccounts less = new RoleAccounts(Map.of());
    less.quotas.putAll(quotas);
    byRole.forEach((role, amounts) -> less.add(role, amounts, 1));
    add(less.free, free, 1);
    for (Offered offer : offers) {
      long[] loose = Amount.loose(offer.resources());
      less.add(offer.role(), loose, -1);
      add(less.free, loose, 1);
    }
    return less;
  }

  private void add(String role, long[] amounts, int sign) {
    add(byRole.computeIfAbsent(role, r -> Amount.none()), amounts, sign);
  }

  private static void add(long[] sum, long[] more, int sign) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += sign * more[i];
    }
  }

  /** What a role and those below it have. */
  long consumed(String role, int name) {
    long sum = 0;
    for (Map.Entry<String, long[]> entry : byRole.entrySet()) {
      if (covers(role, entry.getKey())) {
        sum += entry.getValue()[name];
      }
    }
    return sum;
  }

  private static boolean covers(String role, String other) {
    return other.equals(role) || other.startsWith(role + "/");
  }

  /** Whether anything of this is owed to anybody, whether he has it or not. */
  boolean isGuaranteed(int name) {
    return quotas.values().stream().anyMatch(quota -> quota.guarantees[name] > 0);
  }

  /** How much is missing of what roles are owed; what those below are owed is a part of it. */
  long required(int name) {
    long[] known = required;
    if (known == null) {
      known = Amount.none();
      for (String role : quotas.keySet()) {
        for (int i = 0; i < known.length && parent(role) == null; i++) {
          known[i] += required(role, i);
        }
      }
      required = known;
    }
    return known[name];
  }

  /** How much is free that is kept for nobody; less than nothing if not enough is free. */
  long surplus(int name) {
    return free[name] - required(name);
  }

  /** How much more a role may have by its limits and those above. */
  long room(String role, int name) {
    long room = Amount.UNLIMITED;
    for (String each = nearest(role); each != null; each = parent(each)) {
      long limit = quota(each).limits[name];
      room = Math.min(room, limit == Amount.UNLIMITED ? limit : limit - consumed(each, name));
    }
    return room;
  }

  /** How much is missing of what a role is owed, by itself or by those above, within its limits. */
  long owed(String role, int name) {
    long owed = 0;
    for (String each = nearest(role); each != null; each = parent(each)) {
      long missing = missing(each, name);
      owed += Math.max(0, missing - requiredBelow(each, name));
    }
    return Math.min(owed, room(role, name));
  }

  /** What a role may be offered first: what it is owed, and what is kept for nobody of the rest. */
  long[] mostFirst(String role) {
    long[] most = mostThen(role);
    for (int i = 0; i < most.length; i++) {
      long owed = owed(role, i);
      most[i] = owed > 0 ? owed : most[i];
    }
    return most;
  }

  /** What a role may be offered of what is kept for nobody, wherever. */
  long[] mostThen(String role) {
    long[] most = Amount.none();
    for (int i = 0; i < most.length; i++) {
      long kept = required(i) == 0 ? Amount.UNLIMITED : surplus(i);
      most[i] = Math.max(0, Math.min(room(role, i), kept));
    }
    return most;
  }

  private long required(String role, int name) {
    return Math.max(missing(role, name), requiredBelow(role, name));
  }

  private long missing(String role, int name) {
    return Math.max(0, quota(role).guarantees[name] - consumed(role, name));
  }

  private long requiredBelow(String role, int name) {
    long below = 0;
    for (String each : quotas.keySet()) {
      below += role.equals(parent(each)) ? required(each, name) : 0;
    }
    return below;
  }

  private @Nullable String parent(String role) {
    int end = role.lastIndexOf('/');
    return end < 0 ? null : nearest(role.substring(0, end));
  }

  /** The role itself or the first above that has a quota. */
  private @Nullable String nearest(String role) {
    return quotas.containsKey(role) ? role : parent(role);
  }

  private Limits quota(String role) {
    Limits quota = quotas.get(role);
    if (quota == null) {
      throw new IllegalArgumentException(role + " has no quota");
    }
    return quota;
  }
}
