package org.meseta.plugin.allocator;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * The service that an allocator plugin registers, with the property {@link
 * org.meseta.plugin.PluginNames#NAME}.
 */
@ConsumerType
public interface AllocatorFactory {

  /**
   * Makes an allocator that knows of nothing yet. The host calls this on the allocator's loop and
   * then tells it all that there is (agents, frameworks, ...), as it does at any other time.
   *
   * @throws RuntimeException if it cannot be made; the host reports it and keeps the allocator it
   *     had
   */
  Allocator create(AllocatorContext context);
}
