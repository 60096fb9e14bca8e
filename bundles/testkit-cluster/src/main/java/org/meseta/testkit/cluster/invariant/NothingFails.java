package org.meseta.testkit.cluster.invariant;

import java.util.List;
import java.util.Optional;
import org.meseta.testkit.cluster.fault.Faults;
import org.meseta.testkit.cluster.world.World;

/** No task of any loop throws, and the allocator does not unless it is made to. */
final class NothingFails implements Invariant {
  private static final String ALLOCATOR = "allocator/failures";

  private final World world;

  NothingFails(World world) {
    this.world = world;
  }

  @Override
  public Optional<String> holds() {
    List<Throwable> failures = world.time().failures();
    if (!failures.isEmpty()) {
      return Optional.of(failures.get(0) + " at " + failures.get(0).getStackTrace()[0]);
    }
    long failed = world.masterProcess().metrics().counter(ALLOCATOR).value();
    int onPurpose = world.journal().faults().getOrDefault(Faults.FAILING_ALLOCATOR, 0);
    return failed <= onPurpose
        ? Optional.empty()
        : Optional.of("the allocator failed " + failed + " times, " + onPurpose + " on purpose");
  }
}
