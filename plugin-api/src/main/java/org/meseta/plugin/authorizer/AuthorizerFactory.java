package org.meseta.plugin.authorizer;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * The service that an authorizer plugin registers, with the property {@link
 * org.meseta.plugin.PluginNames#NAME}, the name used in {@code --authorizers}.
 */
@ConsumerType
public interface AuthorizerFactory {

  /** Makes an authorizer. */
  Authorizer create();
}
