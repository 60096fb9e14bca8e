package org.meseta.master.http.scheduler;

import org.meseta.http.api.EventRecord;
import org.meseta.http.api.MediaType;
import org.meseta.http.server.EventStream;
import org.meseta.master.api.SchedulerStream;
import org.meseta.protocol.v1.scheduler.Event;

/** A scheduler's stream in the form that it asked for. */
final class EncodedStream implements SchedulerStream {
  private final String id;
  private final MediaType type;
  private final EventStream stream;

  EncodedStream(String id, MediaType type, EventStream stream) {
    this.id = id;
    this.type = type;
    this.stream = stream;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public void send(Event event) {
    stream.send(EventRecord.of(type, event));
  }

  @Override
  public void close() {
    stream.close();
  }
}
