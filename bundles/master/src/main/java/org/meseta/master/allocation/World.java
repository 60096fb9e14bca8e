package org.meseta.master.allocation;

import java.util.Optional;
import java.util.Set;
import org.meseta.master.state.Cluster;

/** What there is to tell an allocator. Asked on the master's loop. */
public interface World {

  /** The cluster as the master's loop sees it now. */
  Cluster cluster();

  /** The only hosts that may be offered; empty: all may. */
  Optional<Set<String>> whitelist();
}
