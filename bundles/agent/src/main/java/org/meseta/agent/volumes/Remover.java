package org.meseta.agent.volumes;

import java.nio.file.Path;

/** Deletes what nobody uses any more, off the agent's loop, again and again until it is gone. */
public interface Remover {

  /**
   * @param folder may be gone already
   * @param removed runs on the agent's loop when it is gone
   */
  void remove(Path folder, Runnable removed);
}
