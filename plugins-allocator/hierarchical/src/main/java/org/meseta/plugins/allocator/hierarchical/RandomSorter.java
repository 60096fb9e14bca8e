package org.meseta.plugins.allocator.hierarchical;

import java.util.random.RandomGenerator;
import org.meseta.plugin.allocator.sorter.Candidate;
import org.meseta.plugin.allocator.sorter.Sorter;
import org.meseta.plugin.allocator.sorter.SorterContext;

/**
 * An order by chance, anew for each agent: who has twice the weight is first twice as often. Of
 * exponential variables whose rates are the weights, each is the smallest with a chance by its
 * rate; and so again among the rest.
 */
final class RandomSorter implements Sorter {

  private final RandomGenerator random;

  RandomSorter(SorterContext context) {
    this.random = context.random();
  }

  @Override
  public double rank(Candidate candidate) {
    return random.nextExponential() / candidate.weight();
  }

  @Override
  public boolean isRestless() {
    return true;
  }
}
