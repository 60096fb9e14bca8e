package org.meseta.master.api;

import org.meseta.protocol.v1.scheduler.Event;

/** A scheduler's event stream, done by the edge. Called on the master's loop; must not block. */
public interface SchedulerStream {

  /** The stream's id, as in the header {@code Mesos-Stream-Id}. */
  String id();

  /** Sends an event. When the stream is gone, nothing happens. */
  void send(Event event);

  /** Ends the stream after what was sent. */
  void close();
}
