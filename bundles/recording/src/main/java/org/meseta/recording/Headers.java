package org.meseta.recording;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.meseta.plugin.allocator.AllocatorOptions;
import org.meseta.recording.proto.Amounts;
import org.meseta.recording.proto.Header;
import org.meseta.recording.proto.Weight;
import org.meseta.resources.ResourceQuantities;

/** What a recording says about its allocator before all else. */
final class Headers {
  private Headers() {}

  static Header of(String allocator, String origin, long seed, AllocatorOptions options) {
    Header.Builder header =
        Header.newBuilder()
            .setVersion(Frames.VERSION)
            .setAllocator(allocator)
            .setOrigin(origin)
            .setSeed(seed)
            .setIntervalNanos(options.allocationInterval().toNanos())
            .addAllExcludedNames(new TreeSet<>(options.fairShareExcludedNames()))
            .setFilterGpus(options.filterGpuResources())
            .setRoleSorter(options.roleSorter())
            .setFrameworkSorter(options.frameworkSorter());
    options.minAllocatableResources().forEach(least -> header.addMinAllocatable(amounts(least)));
    header.addAllWeights(weights(options.weights()));
    options.region().ifPresent(header::setRegion);
    return header.build();
  }

  static AllocatorOptions options(Header header) {
    List<ResourceQuantities> least =
        header.getMinAllocatableList().stream()
            .map(amounts -> ResourceQuantities.ofMilli(milli(amounts)))
            .toList();
    return new AllocatorOptions(
        Duration.ofNanos(header.getIntervalNanos()),
        least,
        new HashSet<>(header.getExcludedNamesList()),
        weights(header.getWeightsList()),
        header.getFilterGpus(),
        header.getRoleSorter(),
        header.getFrameworkSorter(),
        header.hasRegion() ? Optional.of(header.getRegion()) : Optional.empty());
  }

  static Amounts amounts(ResourceQuantities quantities) {
    Amounts.Builder amounts = Amounts.newBuilder();
    quantities.forEach((name, milli) -> amounts.addAmountsBuilder().setName(name).setMilli(milli));
    return amounts.build();
  }

  static Map<String, Long> milli(Amounts amounts) {
    Map<String, Long> milli = new HashMap<>();
    amounts.getAmountsList().forEach(amount -> milli.put(amount.getName(), amount.getMilli()));
    return milli;
  }

  static List<Weight> weights(Map<String, Double> weights) {
    return new TreeMap<>(weights)
        .entrySet().stream()
            .map(w -> Weight.newBuilder().setRole(w.getKey()).setWeight(w.getValue()).build())
            .toList();
  }

  static Map<String, Double> weights(List<Weight> weights) {
    Map<String, Double> byRole = new HashMap<>();
    weights.forEach(weight -> byRole.put(weight.getRole(), weight.getWeight()));
    return byRole;
  }
}
