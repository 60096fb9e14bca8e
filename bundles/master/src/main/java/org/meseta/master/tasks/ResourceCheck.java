package org.meseta.master.tasks;

import static org.meseta.master.tasks.TaskCheck.require;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.meseta.protocol.v1.Resource;
import org.meseta.resources.ResourceException;
import org.meseta.resources.ResourceQuantities;
import org.meseta.resources.Resources;

/** Says what is wrong with the resources that a task or an executor asks for. */
final class ResourceCheck {

  private ResourceCheck() {}

  /**
   * @param whose {@code Task} or {@code Executor}, for messages
   * @throws ResourceException if they will not do
   */
  static Resources check(String whose, List<Resource> wire) {
    require(!wire.isEmpty(), whose + " uses no resources");
    Resources resources = read(whose, wire);
    require(!resources.isEmpty(), whose + " uses no resources");
    requireUniqueVolumes(whose, wire);
    require(
        resources.allocationRoles().size() == 1,
        whose + " uses resources of different allocation roles");
    Set<String> revocable = new HashSet<>(resources.revocable().names());
    revocable.retainAll(resources.nonRevocable().names());
    require(revocable.isEmpty(), whose + " uses both revocable and non-revocable " + revocable);
    return resources;
  }

  private static Resources read(String whose, List<Resource> wire) {
    try {
      Resources all = Resources.empty();
      ResourceQuantities sum = ResourceQuantities.empty();
      for (Resource resource : wire) {
        Resources one = Resources.of(List.of(resource));
        all = all.plus(one);
        sum = sum.plus(one.quantities());
      }
      require(disjoint(all, sum), whose + " uses overlapping ranges or sets");
      return all;
    } catch (ResourceException e) {
      throw new ResourceException(whose + " uses invalid resources: " + e.getMessage(), e);
    }
  }

  /** Ranges and sets that overlap have fewer items together than one by one. */
  static boolean disjoint(Resources all, ResourceQuantities sum) {
    Resources exclusive = all.nonShared();
    return all.shared().isEmpty() ? exclusive.quantities().contains(sum) : true;
  }

  private static void requireUniqueVolumes(String whose, List<Resource> wire) {
    Set<String> seen = new HashSet<>();
    for (Resource resource : wire) {
      if (resource.getDisk().hasPersistence() && !resource.hasShared()) {
        String id = resource.getDisk().getPersistence().getId();
        require(seen.add(id), whose + " uses persistent volume '" + id + "' twice");
      }
    }
  }
}
