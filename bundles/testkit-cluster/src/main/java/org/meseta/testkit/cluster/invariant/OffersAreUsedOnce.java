package org.meseta.testkit.cluster.invariant;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.meseta.protocol.link.RunTask;
import org.meseta.protocol.v1.Offer;
import org.meseta.protocol.v1.OfferID;
import org.meseta.protocol.v1.TaskInfo;
import org.meseta.protocol.v1.scheduler.Call;
import org.meseta.testkit.cluster.journal.Occurrence;
import org.meseta.testkit.cluster.world.World;

/** No two calls launch tasks with the same offer. */
final class OffersAreUsedOnce implements Invariant {
  private final Map<String, Acceptance> acceptances = new HashMap<>();
  private final Map<OfferID, Acceptance> users = new HashMap<>();

  private record Acceptance(int number, List<OfferID> offers) {}

  OffersAreUsedOnce(World world) {}

  @Override
  public Optional<String> happened(Occurrence occurrence) {
    if (occurrence instanceof Occurrence.Called called
        && called.call().getType() == Call.Type.ACCEPT) {
      accepted(called.call().getAccept());
    } else if (occurrence instanceof Occurrence.MasterSaid said && said.said().hasRunTask()) {
      return launched(said.said().getRunTask());
    }
    return Optional.empty();
  }

  private void accepted(Call.Accept call) {
    Acceptance acceptance = new Acceptance(acceptances.size(), call.getOfferIdsList());
    for (Offer.Operation operation : call.getOperationsList()) {
      for (TaskInfo task : operation.getLaunch().getTaskInfosList()) {
        acceptances.put(task.getTaskId().getValue(), acceptance);
      }
    }
  }

  @SuppressWarnings("ReferenceEquality") // two acceptances that say the same are still two
  private Optional<String> launched(RunTask run) {
    String task = run.getTask().getTaskId().getValue();
    Acceptance acceptance = acceptances.get(task);
    if (acceptance == null) {
      return Optional.of("task " + task + " was launched, and nobody had wanted that");
    }
    for (OfferID offer : acceptance.offers()) {
      Acceptance before = users.putIfAbsent(offer, acceptance);
      if (before != null && before != acceptance) {
        return Optional.of(
            "offer " + offer.getValue() + " was used before, and again for task " + task);
      }
    }
    return Optional.empty();
  }
}
