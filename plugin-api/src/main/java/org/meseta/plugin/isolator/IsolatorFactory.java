package org.meseta.plugin.isolator;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * The service that an isolator plugin registers, with the property {@link
 * org.meseta.plugin.PluginNames#NAME}, the name used in {@code --isolation} (for example {@code
 * posix/cpu}).
 */
@ConsumerType
public interface IsolatorFactory {

  /**
   * Makes an isolator. Called off the agent's loop; may block.
   *
   * @throws RuntimeException if this host cannot do what the isolator needs; the message says what
   *     is missing and is shown to the operator
   */
  Isolator create(IsolatorContext context);
}
