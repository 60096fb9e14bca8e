package org.meseta.master.calls;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.meseta.plugin.authorizer.Action;
import org.meseta.plugin.authorizer.Principal;
import org.meseta.protocol.v1.Offer;
import org.meseta.protocol.v1.Resource;
import org.meseta.protocol.v1.Resource.ReservationInfo;
import org.meseta.resources.Conversion;
import org.meseta.resources.Resources;

/** Asks whether somebody may convert resources. */
final class OperationPermission {
  private final Desk desk;

  OperationPermission(Desk desk) {
    this.desk = desk;
  }

  /**
   * @param conversion what the operation, which is valid, does
   * @return why not; empty if he may
   */
  Optional<String> refusal(Principal principal, Offer.Operation operation, Conversion conversion) {
    return switch (operation.getType()) {
      case RESERVE ->
          refusal(principal, Action.RESERVE_RESOURCES, conversion.after(), r -> last(r).getRole())
              .or(
                  () ->
                      operation.getReserve().getSourceCount() == 0
                          ? Optional.empty()
                          : unreserve(principal, conversion.before().converted()));
      case UNRESERVE -> unreserve(principal, conversion.before());
      case CREATE ->
          refusal(principal, Action.CREATE_VOLUME, conversion.after(), r -> last(r).getRole());
      case DESTROY ->
          refusal(
              principal,
              Action.DESTROY_VOLUME,
              conversion.before(),
              volume -> volume.getDisk().getPersistence().getPrincipal());
      case GROW_VOLUME, SHRINK_VOLUME ->
          refusal(
              principal,
              Action.RESIZE_VOLUME,
              conversion.before().volumes(),
              r -> last(r).getRole());
      case UNKNOWN, LAUNCH, LAUNCH_GROUP, CREATE_DISK, DESTROY_DISK ->
          Optional.of(operation.getType() + " converts nothing");
    };
  }

  private Optional<String> unreserve(Principal principal, Resources reserved) {
    return refusal(principal, Action.UNRESERVE_RESOURCES, reserved, r -> last(r).getPrincipal());
  }

  private static ReservationInfo last(Resource resource) {
    return resource.getReservations(resource.getReservationsCount() - 1);
  }

  private Optional<String> refusal(
      Principal principal, Action action, Resources resources, Function<Resource, String> object) {
    Set<String> objects = new TreeSet<>();
    resources.toList().forEach(resource -> objects.add(object.apply(resource)));
    return objects.stream()
        .filter(name -> !desk.authority().allows(principal, action, name))
        .findFirst()
        .map(
            name ->
                "'"
                    + principal.value().orElse("")
                    + "' is not authorized to "
                    + action
                    + " of '"
                    + name
                    + "'");
  }
}
