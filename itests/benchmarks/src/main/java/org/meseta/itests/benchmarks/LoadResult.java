package org.meseta.itests.benchmarks;

import java.util.List;

/**
 * How a {@link Load} was carried out.
 *
 * @param failed tasks that did not come to their goal
 * @param seconds from the first ACCEPT until the last task's goal was acknowledged
 * @param toRunning milliseconds from ACCEPT to the RUNNING update
 */
record LoadResult(int failed, double seconds, List<Double> toRunning) {}
