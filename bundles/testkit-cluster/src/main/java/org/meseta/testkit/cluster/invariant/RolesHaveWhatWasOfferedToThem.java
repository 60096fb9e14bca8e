package org.meseta.testkit.cluster.invariant;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.meseta.master.state.Cluster;
import org.meseta.master.state.Framework;
import org.meseta.master.state.Offered;
import org.meseta.protocol.v1.Offer;
import org.meseta.protocol.v1.OfferID;
import org.meseta.protocol.v1.Resource;
import org.meseta.protocol.v1.Task;
import org.meseta.protocol.v1.TaskInfo;
import org.meseta.protocol.v1.scheduler.Call;
import org.meseta.testkit.cluster.journal.Occurrence;
import org.meseta.testkit.cluster.world.World;

/**
 * A task's resources are the role's with whose offer it was launched, as long as it lives, whatever
 * roles its framework has by then. What is reserved to a role only this role and those below it are
 * offered and use.
 */
final class RolesHaveWhatWasOfferedToThem implements Invariant {
  private final World world;
  private final Map<OfferID, String> offers = new HashMap<>();
  private final Map<String, String> tasks = new HashMap<>();
  private @Nullable Cluster last;

  RolesHaveWhatWasOfferedToThem(World world) {
    this.world = world;
  }

  @Override
  public Optional<String> happened(Occurrence occurrence) {
    if (occurrence instanceof Occurrence.Called called
        && called.call().getType() == Call.Type.ACCEPT) {
      accepted(called.call().getAccept());
    }
    return Optional.empty();
  }

  private void accepted(Call.Accept call) {
    String role = offers.get(call.getOfferIds(0));
    for (Offer.Operation operation : call.getOperationsList()) {
      for (TaskInfo task : operation.getLaunch().getTaskInfosList()) {
        tasks.put(task.getTaskId().getValue(), role == null ? "nobody" : role);
      }
    }
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // what is the same has not changed
  public Optional<String> holds() {
    Cluster before = last;
    Cluster now = world.cluster();
    last = now;
    if (before == now) {
      return Optional.empty();
    }
    for (Framework framework : now.frameworks().values()) {
      if (before == null || before.frameworks().get(framework.id()) != framework) {
        Optional<String> wrong = wrong(framework);
        if (wrong.isPresent()) {
          return wrong;
        }
      }
    }
    return Optional.empty();
  }

  private Optional<String> wrong(Framework framework) {
    for (Offered offer : framework.offers().values()) {
      offers.put(offer.id(), offer.role());
      if (!isFor(offer.role(), offer.resources().toList())) {
        return Optional.of("role %s is offered %s".formatted(offer.role(), offer.resources()));
      }
    }
    for (Task task : framework.tasks().values()) {
      String role = tasks.get(task.getTaskId().getValue());
      if (role == null || !isFor(role, task.getResourcesList())) {
        return Optional.of(
            "task %s is of role %s, and has %s"
                .formatted(task.getTaskId().getValue(), role, task.getResourcesList()));
      }
    }
    return Optional.empty();
  }

  private static boolean isFor(String role, Iterable<Resource> resources) {
    for (Resource resource : resources) {
      int depth = resource.getReservationsCount();
      String owner = depth == 0 ? role : resource.getReservations(depth - 1).getRole();
      if (!resource.getAllocationInfo().getRole().equals(role) || !covers(owner, role)) {
        return false;
      }
    }
    return true;
  }

  private static boolean covers(String owner, String role) {
    return role.equals(owner) || role.startsWith(owner + "/");
  }
}
