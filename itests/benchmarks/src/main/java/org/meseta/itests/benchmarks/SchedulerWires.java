package org.meseta.itests.benchmarks;

import org.jspecify.annotations.Nullable;
import org.meseta.http.client.WireFormat;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.FrameworkInfo;
import org.meseta.protocol.v1.scheduler.Call;
import org.meseta.protocol.v1.scheduler.Event;

/** A framework's stream and its connection for calls. Lives on its reactor. */
final class SchedulerWires implements EventWire.Listener {
  private final Bench bench;
  private final WireFormat format;
  private final Listener listener;
  private FrameworkID id = FrameworkID.getDefaultInstance();
  private @Nullable EventWire events;
  private @Nullable CallWire calls;

  /** Who the framework is. Called on the reactor's thread. */
  interface Listener {
    void event(Event event);

    /** Either connection is over, or a call was refused. */
    void closed(String reason);
  }

  SchedulerWires(Bench bench, WireFormat format, Listener listener) {
    this.bench = bench;
    this.format = format;
    this.listener = listener;
  }

  /** A framework for the default role. */
  static FrameworkInfo.Builder framework(String name) {
    FrameworkInfo.Builder framework =
        FrameworkInfo.newBuilder()
            .setName(name)
            .setUser(System.getProperty("user.name"))
            .addRoles("*");
    framework.addCapabilitiesBuilder().setType(FrameworkInfo.Capability.Type.MULTI_ROLE);
    framework
        .addCapabilitiesBuilder()
        .setType(FrameworkInfo.Capability.Type.RESERVATION_REFINEMENT);
    return framework;
  }

  /** Returns at once. From any thread. */
  void subscribe(Call.Subscribe.Builder subscribe) {
    Call call = Call.newBuilder().setType(Call.Type.SUBSCRIBE).setSubscribe(subscribe).build();
    EventWire wire = new EventWire(bench.master(), headers(), format.write(call), this);
    bench
        .reactor()
        .execute(
            () -> {
              events = wire;
              bench.reactor().connect(bench.master(), wire);
            });
  }

  private String headers() {
    String type = format.mediaType();
    return "Content-Type: " + type + "\r\nAccept: " + type + "\r\n";
  }

  void call(Call.Builder call) {
    call(call, () -> {});
  }

  /**
   * Makes a call; its framework id is filled in.
   *
   * @param accepted runs when the master has accepted it
   */
  void call(Call.Builder call, Runnable accepted) {
    if (calls != null) {
      calls.call(format.write(call.setFrameworkId(id).build()), accepted);
    }
  }

  /** Reads no more of its stream. */
  void turnDeaf() {
    if (events != null) {
      events.turnDeaf();
    }
  }

  /** Closes both. */
  void close() {
    if (events != null) {
      events.broken("closed");
    }
    if (calls != null) {
      calls.broken("closed");
    }
  }

  @Override
  public void opened(String streamId) {
    CallWire wire =
        new CallWire(
            bench.master(), headers() + "Mesos-Stream-Id: " + streamId + "\r\n", listener::closed);
    calls = wire;
    bench.reactor().connect(bench.master(), wire);
  }

  @Override
  public void event(byte[] record) {
    Event event = format.read(record, Event.getDefaultInstance());
    if (event.hasSubscribed()) {
      id = event.getSubscribed().getFrameworkId();
    }
    listener.event(event);
  }

  @Override
  public void closed(String reason) {
    listener.closed(reason);
  }
}
