package org.meseta.resources;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.meseta.protocol.v1.Resource;

/**
 * An immutable collection of resources. Resources that may be added are; empty ones vanish. Scalars
 * are kept in thousandths. Two collections that hold the same are equal, in whatever order they
 * were made.
 */
public final class Resources {

  private static final Resources EMPTY = new Resources(new Entry[0]);

  private final Entry[] entries;
  private @Nullable ResourceQuantities scalarQuantities;
  private int hash;

  private Resources(Entry[] entries) {
    this.entries = entries;
  }

  /**
   * @param entries not empty, no two of the same slot; kept
   */
  static Resources ofSlots(Entry[] entries) {
    return entries.length == 0 ? EMPTY : new Resources(entries);
  }

  /** Holds nothing. */
  public static Resources empty() {
    return EMPTY;
  }

  /**
   * Reads wire resources, with a reservation stack or with {@code role} and {@code reservation}.
   *
   * @throws ResourceException if one of them is not valid; the message says which and why
   */
  public static Resources of(Iterable<Resource> resources) {
    Bag sum = Bag.of(EMPTY.entries, 8);
    for (Resource resource : resources) {
      sum.add(WireForm.read(resource));
    }
    return sum.build();
  }

  /**
   * Reads the text form ({@code cpus:4;mem(role):512;ports:[31000-32000]}) or the JSON form (an
   * array of resources).
   *
   * @param defaultRole of resources that name none
   * @throws ResourceException if the text is not valid; the message names the part
   */
  public static Resources parse(String text, String defaultRole) {
    return of(parseList(text, defaultRole));
  }

  /**
   * As {@link #parse}, but keeps what a collection would drop or join: the order, and resources of
   * which there is nothing, such as {@code cpus:0}.
   */
  public static List<Resource> parseList(String text, String defaultRole) {
    List<Resource> parsed =
        text.stripLeading().startsWith("[") ? JsonForm.parse(text) : TextForm.parse(text);
    List<Resource> resources = new ArrayList<>(parsed.size());
    for (Resource resource : parsed) {
      boolean unset = Reservations.isUnset(resource);
      resources.add(unset ? Reservations.reserved(resource, defaultRole) : resource);
    }
    resources.forEach(WireForm::read);
    return resources;
  }

  /** As on the wire, in the format with a reservation stack. */
  public List<Resource> toList() {
    List<Resource> list = new ArrayList<>(entries.length);
    for (Entry entry : entries) {
      Resource wire = WireForm.write(entry);
      for (int i = 0; i < entry.copies; i++) {
        list.add(wire);
      }
    }
    return list;
  }

  /**
   * As on the wire for frameworks that do not know the reservation stack: with {@code role}, which
   * is {@code *} for what is unreserved, and {@code reservation}. Refined reservations, which that
   * format cannot express, are left out.
   */
  public List<Resource> toListBeforeRefinement() {
    List<Resource> list = new ArrayList<>(entries.length);
    for (Resource wire : where(key -> key.traits.reservations().size() <= 1).toList()) {
      list.add(Reservations.withOlder(wire, false));
    }
    return list;
  }

  /** As state endpoints show resources: with the stack and, where it can be said, the older way. */
  public List<Resource> toListWithBothFormats() {
    List<Resource> list = new ArrayList<>(entries.length);
    for (Resource wire : toList()) {
      list.add(Reservations.withOlder(wire, true));
    }
    return list;
  }

  /** Whether there is nothing. */
  public boolean isEmpty() {
    return entries.length == 0;
  }

  /** How many resources are told apart here. */
  public int size() {
    return entries.length;
  }

  /** Both together. */
  public Resources plus(Resources other) {
    if (other.isEmpty()) {
      return this;
    }
    if (isEmpty()) {
      return other;
    }
    Bag sum = Bag.of(entries, other.entries.length);
    for (Entry entry : other.entries) {
      sum.add(entry);
    }
    return sum.build();
  }

  /** What is left without {@code other}; what is not here is not taken away. */
  public Resources minus(Resources other) {
    if (isEmpty() || other.isEmpty()) {
      return this;
    }
    Bag rest = Bag.of(entries, 0);
    for (Entry entry : other.entries) {
      rest.subtract(entry);
    }
    return rest.build();
  }

  /** Whether all of {@code other} is here. */
  public boolean contains(Resources other) {
    if (other.entries.length > entries.length) {
      return false;
    }
    Bag bag = Bag.readOnly(entries);
    for (Entry entry : other.entries) {
      if (!bag.contains(entry)) {
        return false;
      }
    }
    return true;
  }

  /** Sum of the scalars of this name; empty if there is none. */
  public Optional<Double> scalar(String name) {
    long milli = scalarQuantities().milli(name);
    return milli == 0 ? Optional.empty() : Optional.of(Scalars.toDouble(milli));
  }

  /** Names of all resources here. */
  public Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    for (Entry entry : entries) {
      names.add(entry.key.name);
    }
    return names;
  }

  /** The same, each with this allocation role. */
  public Resources allocatedTo(String role) {
    return withAllocationRole(role);
  }

  /** The same without allocation roles. */
  public Resources unallocated() {
    return withAllocationRole(null);
  }

  private Resources withAllocationRole(@Nullable String role) {
    if (isAllocatedTo(role)) {
      return this;
    }
    Bag sum = Bag.of(EMPTY.entries, entries.length);
    for (Entry entry : entries) {
      sum.add(entry.allocatedTo(role));
    }
    return sum.build();
  }

  private boolean isAllocatedTo(@Nullable String role) {
    for (Entry entry : entries) {
      if (!entry.isAllocatedTo(role)) {
        return false;
      }
    }
    return true;
  }

  /** Only what is allocated to exactly this role. */
  public Resources allocatedOnlyTo(String role) {
    return where(key -> role.equals(key.allocationRole));
  }

  /** Only what is reserved to nobody. */
  public Resources unreserved() {
    return where(key -> key.traits.reservations().isEmpty());
  }

  /** Only what is reserved to somebody. */
  public Resources reserved() {
    return where(key -> !key.traits.reservations().isEmpty());
  }

  /** Only what is reserved to exactly this role. */
  public Resources reservedTo(String role) {
    return where(key -> role.equals(key.traits.reservationRole()));
  }

  /** Only what may be offered to the role: unreserved, or reserved to it or an ancestor. */
  public Resources allocatableTo(String role) {
    return where(key -> isAllocatable(key, role));
  }

  private static boolean isAllocatable(Key key, String role) {
    String reserved = key.traits.reservationRole();
    return reserved == null || reserved.equals(role) || Roles.isStrictSubroleOf(role, reserved);
  }

  /** Roles to which something here is reserved. */
  public Set<String> reservationRoles() {
    Set<String> roles = new TreeSet<>();
    for (Entry entry : entries) {
      String role = entry.key.traits.reservationRole();
      if (role != null) {
        roles.add(role);
      }
    }
    return roles;
  }

  /** Roles to which something here is allocated. */
  public Set<String> allocationRoles() {
    Set<String> roles = new TreeSet<>();
    for (Entry entry : entries) {
      if (entry.key.allocationRole != null) {
        roles.add(entry.key.allocationRole);
      }
    }
    return roles;
  }

  /** Only what the agent may take back. */
  public Resources revocable() {
    return where(key -> key.traits.revocable());
  }

  /** Only what the agent may not take back. */
  public Resources nonRevocable() {
    return where(key -> !key.traits.revocable());
  }

  /** Only volumes that several tasks may use at once; each copy counts. */
  public Resources shared() {
    return where(key -> key.traits.shared());
  }

  /** The same with a single copy of each shared volume. */
  public Resources withSharedOnce() {
    Resources shared = shared();
    if (shared.isEmpty()) {
      return this;
    }
    Entry[] once = shared.entries.clone();
    Arrays.setAll(once, i -> once[i].with(once[i].key, 1));
    return nonShared().plus(ofSlots(once));
  }

  /** Only what one task alone may use. */
  public Resources nonShared() {
    return where(key -> !key.traits.shared());
  }

  /** Only persistent volumes. */
  public Resources volumes() {
    return where(key -> key.traits.isVolume());
  }

  /** Only what operations have made: reserved dynamically, or a persistent volume. */
  public Resources converted() {
    return where(key -> key.traits.isConverted());
  }

  /** Without what is reserved to a role and, of that, to a role below it. */
  public Resources withoutRefinedReservations() {
    return where(key -> key.traits.reservations().size() <= 1);
  }

  /** Only resources of this name. */
  public Resources named(String name) {
    return where(key -> key.name.equals(name));
  }

  /**
   * Of each scalar only as much as its limit allows, whatever its role and reservation. What cannot
   * be divided is left out if it is too large; ranges and sets stay.
   */
  public Resources upTo(ResourceLimits limits) {
    if (limits.isEmpty()) {
      return this;
    }
    Map<String, Long> room = new HashMap<>();
    Bag kept = Bag.of(EMPTY.entries, entries.length);
    for (Entry entry : entries) {
      String name = entry.key.name;
      if (entry instanceof ScalarEntry scalar) {
        long most = room.getOrDefault(name, limits.milli(name));
        Entry part = scalar.upTo(most);
        room.put(name, most == Long.MAX_VALUE ? most : most - part.milli() * part.copies);
        kept.add(part);
      } else {
        kept.add(entry);
      }
    }
    return kept.build();
  }

  private Resources where(Predicate<Key> wanted) {
    Entry[] kept = new Entry[entries.length];
    int count = 0;
    for (Entry entry : entries) {
      if (wanted.test(entry.key)) {
        kept[count++] = entry;
      }
    }
    return count == entries.length ? this : ofSlots(Arrays.copyOf(kept, count));
  }

  /** How much of each scalar, whatever its role and reservation. Shared volumes count once. */
  public ResourceQuantities scalarQuantities() {
    ResourceQuantities known = scalarQuantities;
    if (known == null) {
      known = ResourceQuantities.ofEntries(entries, true);
      scalarQuantities = known;
    }
    return known;
  }

  /** As {@link #scalarQuantities}, and how many numbers of ranges and items of sets. */
  public ResourceQuantities quantities() {
    return ResourceQuantities.ofEntries(entries, false);
  }

  /**
   * As state endpoints show resources: {@code disk}, {@code mem}, {@code gpus} and {@code cpus}
   * always, others if there are any. What is revocable is under its name with {@code _revocable}.
   *
   * @return by name: a {@link Double} for scalars, a {@link String} for ranges ({@code
   *     [31000-32000]}) and sets ({@code {a, b}}); in the order in which to show them
   */
  public Map<String, Object> summary() {
    return Summary.of(entries);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other || (other instanceof Resources resources && sameAs(resources));
  }

  private boolean sameAs(Resources other) {
    if (entries.length != other.entries.length || hashCode() != other.hashCode()) {
      return false;
    }
    return Arrays.equals(entries, other.entries) || (contains(other) && other.contains(this));
  }

  @Override
  public int hashCode() {
    int sum = hash;
    if (sum == 0) {
      for (Entry entry : entries) {
        sum += entry.hashCode();
      }
      hash = sum;
    }
    return sum;
  }

  /** The text form; an empty text for nothing. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Entry entry : entries) {
      if (!text.isEmpty()) {
        text.append(';');
      }
      TextForm.write(entry, text);
    }
    return text.toString();
  }
}
