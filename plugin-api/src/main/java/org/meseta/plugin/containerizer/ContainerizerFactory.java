package org.meseta.plugin.containerizer;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * The service that a containerizer registers, with the property {@link
 * org.meseta.plugin.PluginNames#NAME}, the name used in {@code --containerizers} (for example
 * {@code mesos}).
 */
@ConsumerType
public interface ContainerizerFactory {

  /**
   * Makes a containerizer. Called off the agent's loop; may block.
   *
   * @throws RuntimeException if this host lacks what it needs; the message says what
   */
  Containerizer create(ContainerizerContext context);
}
