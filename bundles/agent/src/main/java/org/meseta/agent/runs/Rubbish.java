package org.meseta.agent.runs;

import java.nio.file.Path;

/** Takes folders that are not needed any more, and gives them back. */
public interface Rubbish {

  /** The folder may go when it is old enough, or the disk full enough. */
  void discard(Path folder);

  /** The folder is needed again. */
  void keep(Path folder);
}
