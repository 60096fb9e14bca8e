package org.meseta.plugin;

import java.time.Duration;
import org.osgi.annotation.versioning.ProviderType;

/** Runs things later. */
@ProviderType
public interface Timers {

  /**
   * Runs {@code task} once on the host's thread (for an allocator: its own loop) when {@code delay}
   * has passed. May be called from any thread; never blocks.
   *
   * @param delay zero or negative means as soon as possible, yet never within this call
   * @param task what it throws is logged by the host and counted against the plugin
   */
  Timer schedule(Duration delay, Runnable task);

  /** A task that is to run later. */
  @ProviderType
  interface Timer {

    /**
     * Sees to it that the task does not run any more. When called on the host's thread this is
     * certain; from another thread the task may just be running.
     *
     * @return true if the task had not started and now never will
     */
    boolean cancel();
  }
}
