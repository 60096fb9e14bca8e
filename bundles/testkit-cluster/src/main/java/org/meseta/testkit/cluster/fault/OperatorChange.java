package org.meseta.testkit.cluster.fault;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.meseta.master.state.Agent;
import org.meseta.plugin.authorizer.Principal;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.Offer;
import org.meseta.protocol.v1.Resource;
import org.meseta.protocol.v1.Resource.ReservationInfo;
import org.meseta.protocol.v1.Value;
import org.meseta.protocol.v1.Volume;
import org.meseta.testkit.cluster.world.World;

/**
 * An operator reserves or unreserves disk space of an agent, or makes or destroys a volume there:
 * under the hands of schedulers that were offered it. Not all of it can be done.
 */
record OperatorChange(RandomGenerator random) {
  private static final List<String> ROLES = List.of("eng", "eng/web");
  private static final int VOLUMES = 5;
  private static final int MOST_SIZE = 50;

  /** Makes a change somewhere. */
  static Optional<String> strike(World world, RandomGenerator random) {
    List<AgentID> agents = List.copyOf(world.cluster().agents().keySet());
    if (agents.isEmpty()) {
      return Optional.empty();
    }
    Agent agent = world.cluster().agents().get(agents.get(random.nextInt(agents.size())));
    List<Resource> disks = agent == null ? List.of() : agent.total().named("disk").toList();
    if (agent == null || disks.isEmpty()) {
      return Optional.empty();
    }
    Offer.Operation operation =
        new OperatorChange(random).of(disks.get(random.nextInt(disks.size())));
    world.master().operate(Principal.ANONYMOUS, agent.id(), operation);
    return Optional.of(agent.info().getHostname() + ": " + operation.getType());
  }

  private Offer.Operation of(Resource disk) {
    Offer.Operation.Builder operation = Offer.Operation.newBuilder();
    boolean reserved = disk.getReservationsCount() > 0;
    if (disk.getDisk().hasPersistence()) {
      operation.setType(Offer.Operation.Type.DESTROY).getDestroyBuilder().addVolumes(disk);
    } else if (!reserved || random.nextInt(4) == 0) {
      operation.setType(Offer.Operation.Type.RESERVE);
      Resource part = part(disk);
      if (reserved) {
        operation.getReserveBuilder().addSource(part);
      }
      operation.getReserveBuilder().addResources(reserved(part));
    } else if (random.nextBoolean()) {
      operation.setType(Offer.Operation.Type.UNRESERVE);
      operation.getUnreserveBuilder().addResources(part(disk));
    } else {
      operation.setType(Offer.Operation.Type.CREATE).getCreateBuilder().addVolumes(volume(disk));
    }
    return operation.build();
  }

  private Resource part(Resource whole) {
    double part = Math.min(whole.getScalar().getValue(), 1 + random.nextInt(MOST_SIZE));
    return whole.toBuilder().setScalar(Value.Scalar.newBuilder().setValue(part)).build();
  }

  private Resource reserved(Resource part) {
    ReservationInfo.Builder reservation =
        ReservationInfo.newBuilder()
            .setType(ReservationInfo.Type.DYNAMIC)
            .setRole(ROLES.get(random.nextInt(ROLES.size())));
    return part.toBuilder().clearReservations().addReservations(reservation).build();
  }

  private Resource volume(Resource space) {
    Resource.Builder volume = part(space).toBuilder();
    volume
        .getDiskBuilder()
        .setVolume(Volume.newBuilder().setContainerPath("data").setMode(Volume.Mode.RW))
        .getPersistenceBuilder()
        .setId("v" + random.nextInt(VOLUMES));
    return volume.build();
  }
}
