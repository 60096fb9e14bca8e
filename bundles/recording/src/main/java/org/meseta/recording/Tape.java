package org.meseta.recording;

import org.meseta.recording.proto.Header;
import org.meseta.recording.proto.Step;

/** Where a {@link Recorder} writes. */
public interface Tape {

  /** Takes what comes first. Never blocks. */
  void begin(Header header);

  /** Takes one more step. Never blocks; called from one thread at a time. */
  void add(Step step);

  /** Nothing more is to be written; once is enough. From any thread. */
  void end(String reason);

  /** Whether nothing is written any more; once true it stays so. From any thread. */
  boolean isOver();
}
