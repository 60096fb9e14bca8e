package org.meseta.plugin;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/** A bounded pool of threads on which a plugin may wait: for files, processes, the network. */
@ProviderType
public interface Blocking {

  /**
   * Runs {@code work} on a thread of the pool. May be called from any thread; never blocks itself.
   *
   * @return what {@code work} returned or threw; it completes on the host's own thread where the
   *     host has one (an event loop), so that what follows may touch the plugin's state. Fails with
   *     {@link java.util.concurrent.RejectedExecutionException} when too much waits already.
   */
  <T> CompletionStage<T> call(Callable<T> work);
}
