package org.meseta.master.registry;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.meseta.plugin.Timers.Timer;
import org.meseta.runtime.Durations;
import org.meseta.runtime.Runtime;
import org.meseta.storage.StateLog;
import org.meseta.storage.StateLogs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what predecessors have kept, and says once, on any thread, what came of it. */
public final class RegistryOpening implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RegistryOpening.class);

  private final Runtime runtime;
  private final Listener listener;
  private final long begun;
  private final AtomicBoolean settled = new AtomicBoolean();
  private final Registered registered = new Registered();
  private final Timer deadline;

  private RegistryOpening(Runtime runtime, Duration patience, Listener listener) {
    this.runtime = runtime;
    this.listener = listener;
    this.begun = runtime.clock().nanoTime();
    this.deadline =
        runtime
            .timers()
            .schedule(
                patience,
                () ->
                    failed(
                        "it could not be read within --registry_fetch_timeout of "
                            + Durations.format(patience)));
  }

  /**
   * Begins to read.
   *
   * @param patience how long that may take
   */
  public static RegistryOpening begin(
      Runtime runtime, StateLogs logs, Path folder, Duration patience, Listener listener) {
    RegistryOpening opening = new RegistryOpening(runtime, patience, listener);
    CompletionStage<StateLog> opened =
        runtime
            .blocking("registry", 1, Runnable::run)
            .call(() -> logs.open(folder, opening.registered));
    opened.whenComplete(opening::opened);
    return opening;
  }

  private void opened(@Nullable StateLog log, @Nullable Throwable failure) {
    if (log == null) {
      failed(reason(failure));
      return;
    }
    log.leads()
        .whenComplete(
            (leading, thrown) -> {
              if (thrown == null) {
                leads(log);
              } else {
                failed(reason(thrown));
                log.close();
              }
            });
  }

  private void leads(StateLog log) {
    if (!settled.compareAndSet(false, true)) {
      log.close();
      return;
    }
    deadline.cancel();
    Duration time = Duration.ofNanos(runtime.clock().nanoTime() - begun);
    runtime.metrics().timing("registrar/state_fetch_ms").record(time);
    LOG.info("The registry was read in {} ms; it has {} bytes", time.toMillis(), registered.size());
    listener.opened(log, registered);
  }

  private void failed(String why) {
    if (settled.compareAndSet(false, true)) {
      deadline.cancel();
      listener.failed("The registry cannot be used: " + why);
    }
  }

  private static String reason(@Nullable Throwable failure) {
    if (failure == null) {
      return "there is none";
    }
    Throwable cause = failure.getCause();
    boolean wrapper = cause != null && !(failure instanceof IOException);
    return wrapper
        ? reason(cause)
        : failure.getMessage() + (cause == null ? "" : ": " + reason(cause));
  }

  /** Nobody wants to know any more. */
  @Override
  public void close() {
    if (settled.compareAndSet(false, true)) {
      deadline.cancel();
    }
  }

  /** Is told one of both. */
  public interface Listener {

    /** The log leads, and its state has all there is. */
    void opened(StateLog log, Registered registered);

    /**
     * It cannot be used.
     *
     * @param why a sentence without its full stop
     */
    void failed(String why);
  }
}
