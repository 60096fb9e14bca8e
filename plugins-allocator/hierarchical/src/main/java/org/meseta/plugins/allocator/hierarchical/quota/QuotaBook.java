package org.meseta.plugins.allocator.hierarchical.quota;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.meseta.plugin.allocator.Quota;
import org.meseta.plugins.allocator.hierarchical.share.Dimensions;
import org.meseta.resources.ResourceLimits;
import org.meseta.resources.ResourceQuantities;

/**
 * Which roles have a quota, how much of it they consume, and what is to be kept for them. Roles
 * consume what they hold of unreserved resources and all that is reserved to them, held or not;
 * only scalars that cannot be revoked. While there is no quota nothing is counted.
 */
public final class QuotaBook {

  private final Dimensions dimensions;
  private final Map<String, Quota> quotas = new HashMap<>();
  private final Map<String, QuotaRole> roles = new HashMap<>();

  private Object edition = new Object();
  private boolean stale;
  private long generation;
  private long[] available = {};
  private long[] required = {};

  /**
   * @param dimensions of the allocator
   */
  public QuotaBook(Dimensions dimensions) {
    this.dimensions = dimensions;
  }

  /** These roles have another quota. */
  public void update(Map<String, Quota> changed) {
    quotas.putAll(changed);
    quotas.values().removeIf(Quota.NONE::equals);
    roles.clear();
    edition = new Object();
    quotas.forEach((role, quota) -> roles.put(role, of(role, quota)));
    for (QuotaRole role : roles.values()) {
      int end = role.role.lastIndexOf('/');
      role.parent = end < 0 ? null : find(role.role.substring(0, end));
      if (role.parent != null) {
        role.parent.children.add(role);
      }
    }
    stale = true;
    loosened();
  }

  private QuotaRole of(String role, Quota quota) {
    long[] guarantees = dimensions.amounts(quota.guarantees());
    ResourceLimits limits = quota.limits();
    limits.names().forEach(dimensions::of);
    long[] most = new long[dimensions.names().size()];
    Arrays.setAll(most, i -> limits.milli(dimensions.names().get(i)));
    return new QuotaRole(role, guarantees, most);
  }

  /** Whether no role has a quota. */
  public boolean isEmpty() {
    return roles.isEmpty();
  }

  /** Another object whenever quotas have changed. */
  public Object edition() {
    return edition;
  }

  /** All quotas. */
  public Map<String, Quota> quotas() {
    return quotas;
  }

  /** Grows whenever somebody may be offered what a quota kept from everybody before. */
  public long generation() {
    return generation;
  }

  /** Something is free that was not, or may be offered that might not. */
  public void loosened() {
    generation++;
  }

  /** Whether consumption is to be counted anew: {@link #restart}, and all {@link #consume}. */
  public boolean isStale() {
    return stale;
  }

  /** Nobody consumes anything yet. */
  public void restart() {
    roles.values().forEach(QuotaRole::consumeNothing);
    stale = false;
  }

  /**
   * @param role that holds more, of what is unreserved; or to which more is reserved
   */
  public void consume(String role, ResourceQuantities quantities) {
    if (!stale && !roles.isEmpty()) {
      consume(find(role), quantities, 1);
    }
  }

  /**
   * @param role that holds less, of what is unreserved; or to which less is reserved
   */
  public void giveBack(String role, ResourceQuantities quantities) {
    loosened();
    if (!stale && !roles.isEmpty()) {
      consume(find(role), quantities, -1);
    }
  }

  private void consume(@Nullable QuotaRole role, ResourceQuantities quantities, int sign) {
    if (role != null) {
      QuotaRole top = role.top();
      quantities.forEach(
          (name, milli) -> {
            int dimension = dimensions.of(name);
            long before = top.required(dimension);
            role.consume(dimension, sign * milli);
            require(dimension, top.required(dimension) - before);
          });
    }
  }

  private void require(int dimension, long more) {
    if (dimension >= required.length) {
      required = Arrays.copyOf(required, dimension + 1);
    }
    required[dimension] += more;
  }

  /** Thousandths that a role with a quota and all below it consume; 0 of a role without one. */
  public long consumed(String role, String resource) {
    QuotaRole known = roles.get(role);
    return known == null ? 0 : known.consumed(dimensions.of(resource));
  }

  /** A run begins; what is free is to be told by {@link #free}. */
  public void begin() {
    available = new long[dimensions.names().size()];
    required = new long[available.length];
    for (QuotaRole role : roles.values()) {
      for (int i = 0; role.parent == null && i < required.length; i++) {
        required[i] += role.required(i);
      }
    }
  }

  /**
   * @param amounts that are free on an agent that may be offered; reserved to nobody, not revocable
   */
  public void free(long[] amounts) {
    for (int i = 0; i < amounts.length; i++) {
      available[i] += amounts[i];
    }
  }

  /** So much of what was free is not free any more; who consumes it was told already. */
  public void taken(ResourceQuantities amounts) {
    amounts.forEach((name, milli) -> available[dimensions.of(name)] -= milli);
  }

  /** Thousandths of what is still owed to anybody. */
  public ResourceQuantities owed() {
    Map<String, Long> owed = new HashMap<>();
    for (int i = 0; i < required.length; i++) {
      owed.put(dimensions.names().get(i), required[i]);
    }
    return ResourceQuantities.ofMilli(owed);
  }

  /** A role that has less than it is owed of one of these; the one that is owed most. */
  public Optional<String> owedMost(Set<String> resources) {
    return roles.values().stream()
        .filter(role -> missing(role, resources) > 0)
        .max(
            Comparator.comparingLong((QuotaRole role) -> missing(role, resources))
                .thenComparing(role -> role.role))
        .map(role -> role.role);
  }

  private long missing(QuotaRole role, Set<String> resources) {
    return resources.stream().mapToLong(name -> role.missing(dimensions.of(name))).max().orElse(0);
  }

  /** Whether somebody has less than he is owed. */
  public boolean isAnythingOwed() {
    return Arrays.stream(required).anyMatch(amount -> amount > 0);
  }

  /** How much a role may be offered. */
  public Rooms rooms(String role) {
    QuotaRole found = find(role);
    return new Rooms(
        edition, new Room(this, found, Stage.GUARANTEES), new Room(this, found, Stage.FAIR_SHARES));
  }

  /** Whether no role has got another quota since these were made. */
  @SuppressWarnings("ReferenceEquality") // each edition is an object of its own
  public boolean isCurrent(Rooms rooms) {
    return rooms.edition == edition;
  }

  /** Thousandths that are free and kept for nobody. */
  long surplus(int dimension) {
    long kept = dimension < required.length ? required[dimension] : 0;
    long free = dimension < available.length ? available[dimension] : 0;
    return kept == 0 ? QuotaRole.UNLIMITED : Math.max(0, free - kept);
  }

  /** The nearest role with a quota: itself or above. */
  private @Nullable QuotaRole find(String role) {
    String path = role;
    while (true) {
      QuotaRole known = roles.get(path);
      int end = path.lastIndexOf('/');
      if (known != null || end < 0) {
        return known;
      }
      path = path.substring(0, end);
    }
  }
}
