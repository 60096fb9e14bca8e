package org.meseta.plugin;

import java.time.Instant;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The host's clock. A plugin reads time only here, so that it can run on virtual time. All methods
 * may be called from any thread and never block.
 */
@ProviderType
public interface Clock {

  /** The time of day. It may jump when the host's clock is set; never measure with it. */
  Instant now();

  /** Nanoseconds from an arbitrary start; never goes back. For measuring spans. */
  long nanoTime();
}
