package org.meseta.itests.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.meseta.plugin.Timers;
import org.meseta.runtime.SystemRuntime;

/**
 * One thread for all connections of a load, whatever their number: what makes the load must leave
 * the processor to what is measured. Whoever lives here is called on its thread only.
 */
final class Reactor implements Executor, Timers, AutoCloseable {
  private final Timers timers;
  private final Selector selector;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

  /** Those that have something to write since the last round. */
  private final List<Wire> dirty = new ArrayList<>();

  private volatile boolean closed;

  private Reactor(Timers timers) throws IOException {
    this.timers = timers;
    this.selector = Selector.open();
  }

  static Reactor start(SystemRuntime runtime) {
    try {
      Reactor reactor = new Reactor(runtime.timers());
      var unused =
          runtime
              .blocking("reactor", 1, Runnable::run)
              .call(reactor::live)
              .whenComplete((done, failure) -> tell(failure));
      return reactor;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void tell(@Nullable Throwable failure) {
    if (failure != null) {
      StringWriter trace = new StringWriter();
      failure.printStackTrace(new PrintWriter(trace));
      Bench.say("The load has broken down: " + trace);
    }
  }

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
    selector.wakeup();
  }

  /** Runs the task here. */
  @Override
  public Timer schedule(Duration delay, Runnable task) {
    return timers.schedule(delay, () -> execute(task));
  }

  /** Connects; the wire is told when that is done. On the reactor's thread. */
  void connect(URI address, Wire wire) {
    try {
      SocketChannel channel = SocketChannel.open();
      channel.configureBlocking(false);
      channel.socket().setTcpNoDelay(true);
      wire.attach(this, channel);
      channel.connect(new InetSocketAddress(address.getHost(), address.getPort()));
      channel.register(selector, SelectionKey.OP_CONNECT, wire);
    } catch (IOException e) {
      wire.broken(e.toString());
    }
  }

  /** The wire has something to write, which goes out at the end of this round. */
  void dirty(Wire wire) {
    dirty.add(wire);
  }

  SelectionKey key(SocketChannel channel) {
    return channel.keyFor(selector);
  }

  private boolean live() throws IOException {
    while (!closed) {
      selector.select();
      for (SelectionKey key : selector.selectedKeys()) {
        if (key.isValid()) { // another one's handler may have closed it
          Wire wire = (Wire) key.attachment();
          wire.ready(key);
        }
      }
      selector.selectedKeys().clear();
      for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
        task.run();
      }
      List<Wire> writing = List.copyOf(dirty);
      dirty.clear();
      writing.forEach(Wire::flush);
    }
    selector.close();
    return true;
  }

  @Override
  public void close() {
    closed = true;
    selector.wakeup();
  }
}
