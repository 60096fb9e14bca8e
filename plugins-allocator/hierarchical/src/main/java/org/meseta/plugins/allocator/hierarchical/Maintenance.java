package org.meseta.plugins.allocator.hierarchical;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.Unavailability;
import org.meseta.protocol.v1.allocator.InverseOfferStatus;

/** That an agent will be unavailable, and how frameworks take it. */
final class Maintenance {

  final Unavailability unavailability;

  /** Who was asked and has not answered. */
  final Set<FrameworkID> asked = new HashSet<>();

  final Map<FrameworkID, InverseOfferStatus> answers = new HashMap<>();

  /** Until when a framework does not want to be asked, in nanoseconds of the clock. */
  final Map<FrameworkID, Long> refusedUntil = new HashMap<>();

  Maintenance(Unavailability unavailability) {
    this.unavailability = unavailability;
  }

  void forget(FrameworkID framework) {
    asked.remove(framework);
    answers.remove(framework);
    refusedUntil.remove(framework);
  }
}
