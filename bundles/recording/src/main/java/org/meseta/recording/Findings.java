package org.meseta.recording;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.meseta.recording.ReplayReport.Share;
import org.meseta.resources.ResourceQuantities;

/** Gathers what a {@link ReplayReport} says. */
final class Findings {
  private static final int EXAMPLES = 10;

  private final List<String> examples = new ArrayList<>();
  private final SortedMap<String, Share> shares = new TreeMap<>();
  private long steps;
  private long first = -1;
  private long last;
  private long different;

  void step(long nanos) {
    steps++;
    first = first < 0 ? nanos : first;
    last = nanos;
  }

  void offers(Grants recorded, Grants replayed) {
    recorded.all().forEach((key, resources) -> add(key.role(), resources.quantities(), true));
    replayed.all().forEach((key, resources) -> add(key.role(), resources.quantities(), false));
    if (!recorded.isSameAs(replayed)) {
      different++;
      recorded
          .differencesTo(replayed)
          .limit(Math.max(0, EXAMPLES - examples.size()))
          .forEach(
              key ->
                  example(
                      "agent %s to framework %s as '%s': %s, was %s"
                          .formatted(
                              key.agent(),
                              key.framework(),
                              key.role(),
                              text(replayed, key),
                              text(recorded, key))));
    }
  }

  private static String text(Grants grants, Grants.Key key) {
    var resources = grants.get(key).unallocated();
    return resources.isEmpty() ? "nothing" : resources.toString();
  }

  private void add(String role, ResourceQuantities amounts, boolean recorded) {
    double cpus = amounts.value("cpus");
    double mem = amounts.value("mem");
    Share before = shares.getOrDefault(role, Share.NOTHING);
    shares.put(
        role,
        recorded
            ? new Share(before.recorded().plus(cpus, mem), before.replayed())
            : new Share(before.recorded(), before.replayed().plus(cpus, mem)));
  }

  /** Something else than an offer is different. */
  void difference(String what) {
    different++;
    example(what);
  }

  private void example(String what) {
    if (examples.size() < EXAMPLES) {
      examples.add("at %.3f s: %s".formatted(last / 1e9, what));
    }
  }

  ReplayReport report() {
    return new ReplayReport(
        steps, Duration.ofNanos(Math.max(0, last - first)), different, examples, shares);
  }
}
