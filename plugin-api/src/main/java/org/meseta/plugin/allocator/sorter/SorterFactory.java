package org.meseta.plugin.allocator.sorter;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * The service that a sorter plugin registers, with the property {@link
 * org.meseta.plugin.PluginNames#NAME}: the name that {@code --role_sorter} or {@code
 * --framework_sorter} gives. It may come, go and be replaced while an allocator runs.
 */
@ConsumerType
public interface SorterFactory {

  /**
   * Makes a sorter, one for roles and one for frameworks. Called on the allocator's loop; must not
   * block.
   *
   * @throws RuntimeException if it cannot be made: the allocator does not start, or goes on with
   *     the order it had
   */
  Sorter create(SorterContext context);
}
