package org.meseta.agent.containers;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.meseta.plugin.containerizer.ContainerizerFactory;

/** Where containerizers come from. */
@FunctionalInterface
public interface ContainerizerSource {

  /**
   * Waits for factories.
   *
   * @param names as in {@code --containerizers}
   * @return the factories in the same order, when all of them are there; may complete on any thread
   */
  CompletionStage<List<ContainerizerFactory>> named(List<String> names);
}
