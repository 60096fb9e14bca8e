package org.meseta.master.offers;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.meseta.master.state.Agent;
import org.meseta.master.state.Framework;
import org.meseta.protocol.v1.AgentInfo;
import org.meseta.protocol.v1.FrameworkInfo;
import org.meseta.protocol.v1.Offer;
import org.meseta.protocol.v1.Resource;
import org.meseta.protocol.v1.Resource.ReservationInfo;
import org.meseta.resources.Conversion;
import org.meseta.resources.Conversions;
import org.meseta.resources.ResourceException;
import org.meseta.resources.Resources;
import org.meseta.resources.Roles;

/**
 * Says why resources of an agent cannot be converted as somebody wants. The first thing that is
 * wrong is told.
 */
public final class OperationCheck {
  private final Agent agent;
  private final Optional<String> principal;

  /**
   * @param principal who was authenticated, or whom the framework names
   */
  public OperationCheck(Agent agent, Optional<String> principal) {
    this.agent = agent;
    this.principal = principal;
  }

  /**
   * Checks what a framework wants.
   *
   * @param role to which the resources were offered
   * @throws ResourceException if it cannot be; the message says why
   */
  public Conversion check(Offer.Operation operation, Framework framework, String role) {
    require(
        operation.getReserve().getSourceCount() == 0,
        "'source' of a reservation is only for operators");
    Conversion conversion = check(operation);
    switch (operation.getType()) {
      case RESERVE ->
          conversion.after().toList().forEach(resource -> requireOwn(resource, framework, role));
      case CREATE ->
          require(
              conversion.after().shared().isEmpty()
                  || framework.can(FrameworkInfo.Capability.Type.SHARED_RESOURCES),
              "Only a framework with the capability SHARED_RESOURCES can create a shared volume");
      default -> {}
    }
    return conversion;
  }

  /**
   * Checks what anybody wants, be it an operator.
   *
   * @throws ResourceException if it cannot be; the message says why
   */
  public Conversion check(Offer.Operation operation) {
    Conversion conversion = Conversions.of(operation);
    switch (operation.getType()) {
      case RESERVE -> conversion.after().toList().forEach(this::requireReservation);
      case CREATE -> requireNew(conversion.after().toList());
      case DESTROY -> conversion.before().unallocated().toList().forEach(this::requireUnused);
      case GROW_VOLUME, SHRINK_VOLUME ->
          require(
              agent.can(AgentInfo.Capability.Type.RESIZE_VOLUME),
              "Agent " + agent.id().getValue() + " cannot resize volumes");
      default -> {}
    }
    return conversion;
  }

  private static ReservationInfo last(Resource resource) {
    return resource.getReservations(resource.getReservationsCount() - 1);
  }

  private void requireReservation(Resource resource) {
    ReservationInfo reservation = last(resource);
    requirePrincipal(
        "reservation of '" + resource.getName() + "'",
        reservation.hasPrincipal(),
        reservation.getPrincipal());
    require(
        !Roles.isHierarchical(reservation.getRole())
            || agent.can(AgentInfo.Capability.Type.HIERARCHICAL_ROLE),
        "Agent " + agent.id().getValue() + " does not know roles such as " + reservation.getRole());
    require(
        resource.getReservationsCount() == 1
            || agent.can(AgentInfo.Capability.Type.RESERVATION_REFINEMENT),
        "Agent " + agent.id().getValue() + " does not know refined reservations");
  }

  private void requirePrincipal(String what, boolean named, String name) {
    if (principal.isEmpty()) {
      return;
    }
    require(named, "The " + what + " by '" + principal.get() + "' names no principal");
    require(
        name.equals(principal.get()),
        "The " + what + " by '" + principal.get() + "' names another principal: '" + name + "'");
  }

  private static void requireOwn(Resource resource, Framework framework, String role) {
    String reserved = last(resource).getRole();
    require(
        framework.roles().contains(reserved),
        "The framework can only reserve for its roles, which '" + reserved + "' is none of");
    require(
        reserved.equals(role),
        "Resources that were offered to the role '"
            + role
            + "' cannot be reserved for '"
            + reserved
            + "'");
  }

  private void requireNew(List<Resource> volumes) {
    Set<String> taken = new HashSet<>();
    agent.total().withSharedOnce().volumes().toList().forEach(volume -> taken.add(name(volume)));
    for (Resource volume : volumes) {
      String id = volume.getDisk().getPersistence().getId();
      require(
          taken.add(name(volume)),
          "The role '" + last(volume).getRole() + "' has a volume '" + id + "' there already");
      requirePrincipal(
          "volume '" + id + "'",
          volume.getDisk().getPersistence().hasPrincipal(),
          volume.getDisk().getPersistence().getPrincipal());
    }
  }

  /** Volumes of two roles may have the same id. A role has no line break. */
  private static String name(Resource volume) {
    return last(volume).getRole() + "\n" + volume.getDisk().getPersistence().getId();
  }

  private void requireUnused(Resource volume) {
    Resources one = Resources.of(List.of(volume));
    String id = volume.getDisk().getPersistence().getId();
    require(agent.total().contains(one), "There is no volume '" + id + "' like that");
    require(
        agent.used().values().stream().noneMatch(used -> used.unallocated().contains(one)),
        "The volume '" + id + "' is in use");
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new ResourceException(message);
    }
  }
}
