package org.meseta.plugins.allocator.hierarchical;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;
import org.meseta.plugin.allocator.AllocatorOptions;
import org.meseta.plugins.allocator.hierarchical.quota.QuotaBook;
import org.meseta.plugins.allocator.hierarchical.quota.Room;
import org.meseta.plugins.allocator.hierarchical.quota.Rooms;
import org.meseta.plugins.allocator.hierarchical.quota.Stage;
import org.meseta.plugins.allocator.hierarchical.share.Dimensions;
import org.meseta.resources.ResourceLimits;
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
  private final Minimum usualMinimum;
  private Optional<Set<String>> whitelist = Optional.empty();
  private @Nullable Cut last;

  /** In one stage of a run rooms only shrink: who is found to have none is not looked at again. */
  private long stages = 1;

  private final List<Client> done = new ArrayList<>();

  /** Whether the one judged last was. */
  private boolean spent;

  Gate(AllocatorOptions options, FilterTable filters, QuotaBook quotas, Dimensions dimensions) {
    this.options = options;
    this.filters = filters;
    this.quotas = quotas;
    this.dimensions = dimensions;
    this.usualMinimum = new Minimum(options.minAllocatableResources());
  }

  void setWhitelist(Optional<Set<String>> hostnames) {
    whitelist = hostnames.map(Set::copyOf);
  }

  /** A stage of a run begins. */
  void begin() {
    stages++;
    last = null;
    done.clear();
  }

  /** Who was found, since this was last asked, to have nothing to expect in this stage. */
  List<Client> takeDone() {
    List<Client> taken = done.isEmpty() ? List.of() : List.copyOf(done);
    done.clear();
    return taken;
  }

  /** Whatever the client. */
  Hurdle judge(AgentState agent) {
    if (!agent.active) {
      return Hurdle.AGENT_INACTIVE;
    }
    boolean listed = whitelist.isEmpty() || whitelist.get().contains(agent.hostname());
    return listed ? Hurdle.NONE : Hurdle.WHITELIST;
  }

  /**
   * Whatever the client of a role.
   *
   * @param any one of them
   */
  Hurdle judgeRole(AgentState agent, Client any, Offerable left, Stage stage) {
    if (stage == Stage.GUARANTEES && any.servedIn == stages) {
      return Hurdle.NOT_OWED;
    }
    String role = any.role;
    if (!agent.takes(role)) {
      return Hurdle.AGENT_TAKES_NO_ROLES_BELOW_OTHERS;
    }
    Portion portion = left.to(role);
    if (portion.isEmpty()) {
      return Hurdle.NOTHING_FOR_ROLE;
    }
    boolean owed = stage != Stage.GUARANTEES || isOwed(any, portion);
    return owed ? Hurdle.NONE : Hurdle.NOT_OWED;
  }

  private boolean isOwed(Client client, Portion portion) {
    Room room = room(client, Stage.GUARANTEES);
    long[] loose = portion.loose(dimensions);
    boolean any = false;
    for (int i = 0; i < dimensions.names().size(); i++) {
      if (room.owed(i) > 0) {
        any = true;
        if (i < loose.length && loose[i] > 0) {
          return true;
        }
      }
    }
    if (!any) {
      client.servedIn = stages;
      done.add(client);
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
    if (!abilities.regionAware() && options.isRemote(agent.info())) {
      return Hurdle.REMOTE;
    }
    if (!client.framework.offerFilter.allows(client.role, agent.info())) {
      return Hurdle.CONSTRAINT;
    }
    Portion portion = left.to(client);
    if (portion.isEmpty()) {
      return Hurdle.NOTHING_IT_CAN_USE;
    }
    if (client.spentIn == stages && portion.isLoose(dimensions)) {
      spent = true;
      return client.spentFor;
    }
    spent = false;
    Cut cut = cut(client, portion, stage);
    if (cut.hurdle != Hurdle.NONE) {
      rememberIfSpent(client, cut);
      return cut.hurdle;
    }
    return filters.block(client, agent, cut.resources) ? Hurdle.FILTER : Hurdle.NONE;
  }

  /** Whatever the agent, as long as it has nothing but what quotas concern. */
  private void rememberIfSpent(Client client, Cut cut) {
    if (cut.bounded && !cut.least.mayBeMet(dimensions, cut.room::most)) {
      client.spentIn = stages;
      done.add(client);
      client.spentFor = cut.hurdle;
    }
  }

  /** All in order: of a client that wants offers. */
  Hurdle judgeAll(AgentState agent, Client client, Offerable left, Stage stage) {
    Hurdle ofRole = judgeRole(agent, client, left, stage);
    return ofRole == Hurdle.NONE ? judge(agent, client, left, stage) : ofRole;
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
    return spent || (last != null && last.bounded);
  }

  /** Somebody was given something: rooms are others now. */
  void forget() {
    last = null;
  }

  Minimum minimum(Client client) {
    Minimum own = client.minAllocatable;
    return own == null ? usualMinimum : own;
  }

  /** One client after the other is asked about the same: the last answer is kept. */
  private Cut cut(Client client, Portion portion, Stage stage) {
    Minimum least = minimum(client);
    Room room = room(client, stage);
    Cut cut = last;
    if (cut == null || !cut.isFor(portion, room, least)) {
      cut = quotas.isEmpty() ? whole(portion, room, least) : within(portion, room, least);
      last = cut;
    }
    return cut;
  }

  Room room(Client client, Stage stage) {
    Rooms rooms = client.rooms;
    if (rooms == null || !quotas.isCurrent(rooms)) {
      rooms = quotas.rooms(client.role);
      client.rooms = rooms;
    }
    return rooms.in(stage);
  }

  private static Cut whole(Portion portion, Room room, Minimum least) {
    Hurdle hurdle = least.isMet(portion.resources) ? Hurdle.NONE : Hurdle.MINIMUM;
    return new Cut(portion, room, least, hurdle, portion.resources, false);
  }

  private Cut within(Portion portion, Room room, Minimum least) {
    if (!isBounded(portion, room)) {
      return whole(portion, room, least);
    }
    // Most of those who are kept from an agent need not have it cut to be told so.
    if (least.mayBeMet(dimensions, i -> portion.amount(dimensions, i, room.most(i)))) {
      Resources rest = bounded(portion, room::most);
      if (least.isMet(rest)) {
        return new Cut(portion, room, least, Hurdle.NONE, rest, true);
      }
    }
    return new Cut(portion, room, least, hurdle(portion, room, least), Resources.empty(), true);
  }

  /** Of one who is not offered as much as is worth an offer. */
  private Hurdle hurdle(Portion portion, Room room, Minimum least) {
    if (least.mayBeMet(dimensions, i -> portion.amount(dimensions, i, room.withinLimits(i)))
        && least.isMet(bounded(portion, room::withinLimits))) {
      return Hurdle.HEADROOM;
    }
    return least.isMet(portion.resources) ? Hurdle.QUOTA_LIMIT : Hurdle.MINIMUM;
  }

  private boolean isBounded(Portion portion, Room room) {
    long[] loose = portion.loose(dimensions);
    for (int i = 0; i < loose.length; i++) {
      if (room.most(i) < loose[i]) {
        return true;
      }
    }
    return false;
  }

  /** Shows what quotas concern of a portion. */
  void forEachLoose(Portion portion, LooseVisitor visitor) {
    long[] loose = portion.loose(dimensions);
    for (int i = 0; i < loose.length; i++) {
      if (loose[i] > 0) {
        visitor.visit(i, dimensions.names().get(i), loose[i]);
      }
    }
  }

  /** Sees one resource that quotas concern, in thousandths. */
  interface LooseVisitor {
    void visit(int dimension, String name, long milli);
  }

  private Resources bounded(Portion portion, IntToLongFunction most) {
    long[] amounts = portion.loose(dimensions);
    Map<String, Long> limits = new HashMap<>();
    for (int i = 0; i < amounts.length; i++) {
      if (most.applyAsLong(i) < amounts[i]) {
        limits.put(dimensions.names().get(i), most.applyAsLong(i));
      }
    }
    Resources loose = Portion.loose(portion.resources);
    return portion.resources.minus(loose).plus(loose.upTo(ResourceLimits.ofMilli(limits)));
  }

  /**
   * @param hurdle of quotas or of the least that is worth an offer
   * @param resources that may be offered if there is no hurdle
   * @param bounded whether it might have been more without quotas
   */
  private record Cut(
      Portion portion,
      Room room,
      Minimum least,
      Hurdle hurdle,
      Resources resources,
      boolean bounded) {

    @SuppressWarnings("ReferenceEquality") // only a shortcut
    boolean isFor(Portion other, Room otherRoom, Minimum otherLeast) {
      return portion == other && room.isSame(otherRoom) && least == otherLeast;
    }
  }
}
