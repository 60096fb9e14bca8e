package org.meseta.itests.benchmarks;

import org.meseta.http.client.WireFormat;
import org.meseta.resources.Resources;

/**
 * What a {@link SimulatedScheduler} is to launch.
 *
 * @param framework its name
 * @param tasks in all
 * @param inFlight so many at once are launched and have not come to their goal
 * @param perOffer so many at most on one offer
 * @param batch so many at least are launched by one call, but for the last ones
 * @param stay the goal is RUNNING and the tasks stay; otherwise it is their end
 */
record Load(
    String framework,
    int tasks,
    int inFlight,
    int perOffer,
    int batch,
    boolean stay,
    WireFormat format) {
  static final double CPUS = 0.1;
  static final double MEM = 32;
  static final Resources NEEDED = Resources.parse("cpus:" + CPUS + ";mem:" + MEM, "*");

  /** Tasks that end at once; whenever one has ended the next is launched. */
  static Load ofShortTasks(String framework, int tasks, int inFlight) {
    return new Load(framework, tasks, inFlight, inFlight, 1, false, WireFormat.PROTOBUF);
  }

  /** Tasks are launched together, half of those in flight at once if the offers are so large. */
  static Load ofBatches(
      String framework, int tasks, int inFlight, int perOffer, boolean stay, WireFormat format) {
    int batch = Math.min(perOffer, Math.max(1, inFlight / 2));
    return new Load(framework, tasks, inFlight, perOffer, batch, stay, format);
  }

  String command() {
    return stay ? "sleep 86400" : "true";
  }
}
