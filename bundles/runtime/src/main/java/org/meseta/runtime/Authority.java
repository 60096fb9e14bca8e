package org.meseta.runtime;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.meseta.plugin.authorizer.Action;
import org.meseta.plugin.authorizer.Authorizer;
import org.meseta.plugin.authorizer.AuthorizerFactory;
import org.meseta.plugin.authorizer.Principal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the authorizer plugin. Without a plugin that was asked for nobody may do anything; if none
 * was asked for, everybody may do everything. Belongs to the loop of the daemon whose it is.
 */
public final class Authority {
  private static final Logger LOG = LoggerFactory.getLogger(Authority.class);

  private final boolean required;
  private @Nullable Authorizer authorizer;

  /**
   * @param required whether the operator asked for an authorizer
   */
  public Authority(boolean required) {
    this.required = required;
  }

  /** From now on the plugin decides; if it cannot be made, the one before goes on. */
  public void install(AuthorizerFactory factory) {
    try {
      Authorizer made = factory.create();
      remove();
      authorizer = made;
    } catch (RuntimeException | LinkageError e) {
      LOG.error("The authorizer of {} cannot start", factory, e);
    }
  }

  /** The plugin is gone. */
  public void remove() {
    Authorizer old = authorizer;
    authorizer = null;
    if (old != null) {
      try {
        old.close();
      } catch (RuntimeException | LinkageError e) {
        LOG.error("The authorizer failed to close", e);
      }
    }
  }

  /**
   * Whether the principal may do this to that. May be called from any thread.
   *
   * @param loop to which this belongs; it is left alone when there is nothing to ask
   * @return completes on the loop, or is complete
   */
  public CompletionStage<Boolean> ask(
      EventLoop loop, Principal principal, Action action, String object) {
    return required
        ? loop.ask(() -> allows(principal, action, object))
        : CompletableFuture.completedStage(true);
  }

  /** Whether the principal may do this to that. */
  public boolean allows(Principal principal, Action action, String object) {
    Authorizer now = authorizer;
    if (now == null || !required) {
      return !required;
    }
    try {
      return now.allows(principal, action, object);
    } catch (RuntimeException | LinkageError e) {
      LOG.error("The authorizer failed at {} of '{}'; refused", action, object, e);
      return false;
    }
  }
}
