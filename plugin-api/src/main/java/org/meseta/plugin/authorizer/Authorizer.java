package org.meseta.plugin.authorizer;

import org.osgi.annotation.versioning.ConsumerType;

/** Decides whether somebody may do something. */
@ConsumerType
public interface Authorizer extends AutoCloseable {

  /**
   * Called on the daemon's loop for every call; must not block. An exception counts as a refusal.
   *
   * @param principal who asks; {@link Principal#ANONYMOUS} if nobody was authenticated
   * @param action what for
   * @param object to what: a role, a user, a path, a framework's principal, as the action says
   */
  boolean allows(Principal principal, Action action, String object);

  @Override
  default void close() {}
}
