package org.meseta.plugins.allocator.hierarchical;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.meseta.plugin.allocator.AllocatorOptions;
import org.meseta.plugins.allocator.hierarchical.quota.QuotaBook;
import org.meseta.plugins.allocator.hierarchical.quota.Room;
import org.meseta.plugins.allocator.hierarchical.quota.Stage;
import org.meseta.plugins.allocator.hierarchical.share.Dimensions;
import org.meseta.resources.ResourceLimits;
import org.meseta.resources.ResourceQuantities;
import org.meseta.resources.Resources;

/**
 * Says what stands first between a client and what is left of an agent; and if nothing does, how
 * much of it the client may be offered.
 */
final class Gate {

  private final AllocatorOptions options;
  private final FilterTable filters;
  private final QuotaBook quotas;
  private final Dimensions dimensions;
  private Optional<Set<String>> whitelist = Optional.empty();
  private @Nullable Cut last;

  Gate(AllocatorOptions options, FilterTable filters, QuotaBook quotas, Dimensions dimensions) {
    this.options = options;
    this.filters = filters;
    this.quotas = quotas;
    this.dimensions = dimensions;
  }

  void setWhitelist(Optional<Set<String>> hostnames) {
    whitelist = hostnames.map(Set::copyOf);
  }

  /** Whatever the client. */
  Hurdle judge(AgentState agent) {
    if (!agent.active) {
      return Hurdle.AGENT_INACTIVE;
    }
    boolean listed = whitelist.isEmpty() || whitelist.get().contains(agent.hostname());
    return listed ? Hurdle.NONE : Hurdle.WHITELIST;
  }

  /** Whatever the client of the role. */
  Hurdle judge(AgentState agent, String role, Offerable left, Stage stage) {
    if (!agent.takes(role)) {
      return Hurdle.AGENT_TAKES_NO_ROLES_BELOW_OTHERS;
    }
    if (left.to(role).isEmpty()) {
      return Hurdle.NOTHING_FOR_ROLE;
    }
    boolean owed = stage != Stage.GUARANTEES || isOwed(quotas.room(role, stage), left.to(role));
    return owed ? Hurdle.NONE : Hurdle.NOT_OWED;
  }

  private boolean isOwed(Room room, Portion portion) {
    long[] loose = portion.loose(dimensions);
    for (int i = 0; i < loose.length; i++) {
      if (loose[i] > 0 && room.owed(i) > 0) {
        return true;
      }
    }
    return false;
  }

  /** A client of a role that was found fit; see {@link #offered}. */
  Hurdle judge(AgentState agent, Client client, Offerable left, Stage stage) {
    Abilities abilities = client.framework.abilities;
    if (!agent.takesSeveralRoles() && abilities.multiRole()) {
      return Hurdle.AGENT_TAKES_ONE_ROLE;
    }
    if (agent.hasGpus() && options.filterGpuResources() && !abilities.gpus()) {
      return Hurdle.GPUS;
    }
    Portion portion = left.to(client);
    if (portion.isEmpty()) {
      return Hurdle.NOTHING_IT_CAN_USE;
    }
    Cut cut = cut(client, portion, stage);
    if (cut.hurdle != Hurdle.NONE) {
      return cut.hurdle;
    }
    return filters.block(client, agent, cut.resources) ? Hurdle.FILTER : Hurdle.NONE;
  }

  /** What the client may be offered that was judged last; nothing stood in its way. */
  Resources offered() {
    if (last == null) {
      throw new IllegalStateException("nobody was judged");
    }
    return last.resources;
  }

  /** Whether the client that was judged last might have got more if there were no quotas. */
  boolean keptByQuotas() {
    return last != null && last.bounded;
  }

  /** Somebody was given something: rooms are others now. */
  void forget() {
    last = null;
  }

  /** One client after the other is asked about the same: the last answer is kept. */
  private Cut cut(Client client, Portion portion, Stage stage) {
    List<ResourceQuantities> own = client.minAllocatable;
    List<ResourceQuantities> least = own == null ? options.minAllocatableResources() : own;
    Room room = quotas.room(client.role, stage);
    Cut cut = last;
    if (cut == null || !cut.isFor(portion, room, least)) {
      cut = quotas.isEmpty() ? whole(portion, room, least) : within(portion, room, least);
      last = cut;
    }
    return cut;
  }

  private static Cut whole(Portion portion, Room room, List<ResourceQuantities> least) {
    ResourceQuantities all = portion.resources.scalarQuantities();
    boolean enough = least.isEmpty() || least.stream().anyMatch(all::contains);
    Hurdle hurdle = enough ? Hurdle.NONE : Hurdle.MINIMUM;
    return new Cut(portion, room, least, hurdle, portion.resources, false);
  }

  private Cut within(Portion portion, Room room, List<ResourceQuantities> least) {
    Cut whole = whole(portion, room, least);
    long[] loose = portion.loose(dimensions);
    Map<String, Long> limits = new HashMap<>();
    Map<String, Long> most = new HashMap<>();
    for (int i = 0; i < loose.length; i++) {
      String name = dimensions.names().get(i);
      if (room.withinLimits(i) < loose[i]) {
        limits.put(name, room.withinLimits(i));
      }
      if (room.most(i) < loose[i]) {
        most.put(name, room.most(i));
      }
    }
    if (most.isEmpty() || whole.hurdle != Hurdle.NONE) {
      return whole;
    }
    Resources left = bounded(portion, most);
    if (!isWorthwhile(left, least)) {
      boolean limited = !isWorthwhile(bounded(portion, limits), least);
      Hurdle hurdle = limited ? Hurdle.QUOTA_LIMIT : Hurdle.HEADROOM;
      return new Cut(portion, room, least, hurdle, left, true);
    }
    return new Cut(portion, room, least, Hurdle.NONE, left, true);
  }

  private static boolean isWorthwhile(Resources offered, List<ResourceQuantities> least) {
    ResourceQuantities quantities = offered.scalarQuantities();
    return !offered.isEmpty() && (least.isEmpty() || least.stream().anyMatch(quantities::contains));
  }

  private static Resources bounded(Portion portion, Map<String, Long> most) {
    Resources loose = Portion.loose(portion.resources);
    return portion.resources.minus(loose).plus(loose.upTo(ResourceLimits.ofMilli(most)));
  }

  /**
   * @param hurdle of quotas or of the least that is worth an offer
   * @param resources that may be offered if there is no hurdle
   * @param bounded whether it might have been more without quotas
   */
  private record Cut(
      Portion portion,
      Room room,
      List<ResourceQuantities> least,
      Hurdle hurdle,
      Resources resources,
      boolean bounded) {

    @SuppressWarnings("ReferenceEquality") // only a shortcut
    boolean isFor(Portion other, Room otherRoom, List<ResourceQuantities> otherLeast) {
      return portion == other && room.isSame(otherRoom) && least == otherLeast;
    }
  }
}
