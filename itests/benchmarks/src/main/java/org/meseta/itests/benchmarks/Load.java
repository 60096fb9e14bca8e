package org.meseta.itests.benchmarks;

import org.meseta.http.client.SchedulerOptions;
import org.meseta.http.client.WireFormat;
import org.meseta.resources.Resources;

/**
 * What a {@link Launcher} is to launch.
 *
 * @param framework its name
 * @param tasks in all
 * @param inFlight so many at once are launched and have not come to their goal
 * @param perOffer so many at most on one offer
 * @param stay the goal is RUNNING and the tasks stay; otherwise it is their end
 */
record Load(
    String framework, int tasks, int inFlight, int perOffer, boolean stay, WireFormat format) {
  static final double CPUS = 0.1;
  static final double MEM = 32;
  static final Resources NEEDED = Resources.parse("cpus:" + CPUS + ";mem:" + MEM, "*");

  /** Runs again and again, so many at once. */
  static Load of(String framework, int tasks, int inFlight) {
    return new Load(framework, tasks, inFlight, inFlight, false, WireFormat.PROTOBUF);
  }

  /** So many at least are launched by one call, but for the last ones. */
  int batch() {
    return Math.min(perOffer, Math.max(1, inFlight / 2));
  }

  String command() {
    return stay ? "sleep 86400" : "true";
  }

  SchedulerOptions options() {
    SchedulerOptions usual = SchedulerOptions.DEFAULT;
    return new SchedulerOptions(format, usual.headers(), usual.timeout(), usual.heartbeats());
  }
}
