package org.meseta.resources;

import java.util.List;
import org.meseta.protocol.v1.Resource;
import org.meseta.protocol.v1.Resource.ReservationInfo;

/**
 * The two ways to write on the wire who may use a resource. Today it is a stack ({@code
 * reservations}); whoever does not know refinement writes {@code role} and {@code reservation}.
 */
@SuppressWarnings("deprecation") // the older way uses fields that are deprecated
final class Reservations {

  private Reservations() {}

  /**
   * The stack, whichever way it was written.
   *
   * @throws ResourceException if it is not valid
   */
  static List<ReservationInfo> read(Resource wire) {
    return wire.getReservationsCount() > 0 ? readStack(wire) : readOlder(wire);
  }

  private static List<ReservationInfo> readStack(Resource wire) {
    if (wire.hasReservation()) {
      throw new ResourceException("'reservation' and 'reservations' cannot both be set");
    }
    if (wire.hasRole()) {
      throw new ResourceException("'role' and 'reservations' cannot both be set");
    }
    List<ReservationInfo> stack = wire.getReservationsList();
    for (int i = 0; i < stack.size(); i++) {
      requireLevel(stack, i);
    }
    return stack;
  }

  private static void requireLevel(List<ReservationInfo> stack, int i) {
    ReservationInfo level = stack.get(i);
    if (level.getType() == ReservationInfo.Type.UNKNOWN) {
      throw new ResourceException("a reservation must have the type STATIC or DYNAMIC");
    }
    requireReservable(level.getRole());
    if (i > 0 && level.getType() == ReservationInfo.Type.STATIC) {
      throw new ResourceException("only the first reservation can be static");
    }
    if (i > 0 && !Roles.isStrictSubroleOf(level.getRole(), stack.get(i - 1).getRole())) {
      throw new ResourceException(
          "the reservation for '"
              + level.getRole()
              + "' must be for a role below '"
              + stack.get(i - 1).getRole()
              + "'");
    }
  }

  private static void requireReservable(String role) {
    Roles.require(role);
    if (role.equals(Roles.DEFAULT)) {
      throw new ResourceException("nothing can be reserved for the role '*'");
    }
  }

  private static List<ReservationInfo> readOlder(Resource wire) {
    if (wire.hasReservation()) {
      requireReservable(wire.getRole());
      ReservationInfo dynamic = wire.getReservation();
      if (dynamic.hasType() || dynamic.hasRole()) {
        throw new ResourceException("'reservation' cannot have a type or a role of its own");
      }
      return List.of(
          dynamic.toBuilder()
              .setType(ReservationInfo.Type.DYNAMIC)
              .setRole(wire.getRole())
              .build());
    }
    Roles.require(wire.getRole());
    return wire.getRole().equals(Roles.DEFAULT)
        ? List.of()
        : List.of(reservation(ReservationInfo.Type.STATIC, wire.getRole()));
  }

  static ReservationInfo reservation(ReservationInfo.Type type, String role) {
    return ReservationInfo.newBuilder().setType(type).setRole(role).build();
  }

  /** Whether nobody has written who may use the resource. */
  static boolean isUnset(Resource wire) {
    return !wire.hasRole() && !wire.hasReservation() && wire.getReservationsCount() == 0;
  }

  /** The same resource, reserved statically. */
  static Resource reserved(Resource wire, String role) {
    return wire.toBuilder().setRole(role).build();
  }

  /**
   * Writes the older way next to the stack.
   *
   * @param keepStack whether the stack stays
   * @return unchanged if the stack is refined, which the older way cannot say
   */
  static Resource withOlder(Resource wire, boolean keepStack) {
    int depth = wire.getReservationsCount();
    if (depth > 1) {
      return wire;
    }
    Resource.Builder older = wire.toBuilder();
    if (depth == 0) {
      return older.setRole(Roles.DEFAULT).build();
    }
    ReservationInfo only = wire.getReservations(0);
    older.setRole(only.getRole());
    if (only.getType() == ReservationInfo.Type.DYNAMIC) {
      older.setReservation(only.toBuilder().clearType().clearRole());
    }
    return keepStack ? older.build() : older.clearReservations().build();
  }
}
