package org.meseta.plugin.allocator.sorter;

import java.util.random.RandomGenerator;
import org.osgi.annotation.versioning.ProviderType;

/** What an allocator hands to a sorter; for use inside its methods only. */
@ProviderType
public interface SorterContext {

  /** The only randomness a sorter may use: seeded, so that decisions can be repeated. */
  RandomGenerator random();
}
