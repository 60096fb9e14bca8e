package org.meseta.testkit.cluster.invariant;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.meseta.master.state.Cluster;
import org.meseta.master.state.Framework;
import org.meseta.master.state.Offered;
import org.meseta.protocol.v1.OfferID;
import org.meseta.testkit.cluster.world.World;

/**
 * Tells of each moment at which something has changed, when it is over: an allocator's offers reach
 * the master one after the other, and mean what they mean together.
 */
final class Moments {
  private final World world;
  private final AllocatorWatch allocator;
  private long now;
  private @Nullable Cluster before;
  private @Nullable Cluster last;

  /**
   * One of them.
   *
   * @param before what the master knew when it began
   * @param after what it knew at the end
   * @param offers that were made meanwhile, and are out
   * @param informed whether the allocator knew by then of all that had happened before
   */
  record Moment(Cluster before, Cluster after, List<Offered> offers, boolean informed) {}

  Moments(World world) {
    this.world = world;
    this.allocator = new AllocatorWatch(world);
    this.now = world.time().nanoTime();
  }

  /** The last one, if it is over; to be asked each time anything happens or time passes. */
  Optional<Moment> over() {
    long nanos = world.time().nanoTime();
    Optional<Moment> over = nanos == now ? Optional.empty() : ended();
    now = nanos;
    last = world.cluster();
    allocator.look();
    return over;
  }

  @SuppressWarnings("ReferenceEquality") // a snapshot stays the same until something changes
  private Optional<Moment> ended() {
    Cluster from = before;
    Cluster to = last;
    before = to;
    if (from == null || to == null || from == to) {
      return Optional.empty();
    }
    boolean informed = now - allocator.atWorkSince() > 0 && from.quotas().equals(to.quotas());
    return Optional.of(new Moment(from, to, made(from, to), informed));
  }

  @SuppressWarnings("ReferenceEquality") // what is the same has not changed
  private static List<Offered> made(Cluster from, Cluster to) {
    List<Offered> made = new ArrayList<>();
    for (Framework framework : to.frameworks().values()) {
      Framework was = from.frameworks().get(framework.id());
      if (was != framework) {
        Map<OfferID, Offered> old = was == null ? Map.of() : was.offers();
        for (Offered offer : framework.offers().values()) {
          if (!old.containsKey(offer.id())) {
            made.add(offer);
          }
        }
      }
    }
    return made;
  }
}
