package org.meseta.recording;

import com.google.protobuf.MessageLite;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.meseta.plugin.Blocking;
import org.meseta.recording.proto.Header;
import org.meseta.recording.proto.Step;

/**
 * A file to which a {@link Recorder} writes. It ends by itself when it is full, when the disk fails
 * or when it cannot keep up: a recording must never hold the allocator up. What it ends with tells
 * a recording that was ended from one that a crash has cut.
 */
public final class FileTape implements Tape {

  /** Bytes that may wait for the disk. */
  private static final long MOST_WAITING = 64L << 20;

  private final Path file;
  private final long limit;
  private final Blocking writer;
  private final Consumer<String> ended;
  private final Queue<byte[]> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicLong waitingBytes = new AtomicLong();
  private final AtomicBoolean writing = new AtomicBoolean();
  private final AtomicBoolean over = new AtomicBoolean();
  private @Nullable OutputStream out;
  private long size = Frames.start().length;

  /**
   * @param file must not exist
   * @param limit in bytes; what would not fit is not written, and ends the recording
   * @param writer with one thread; what is called there may block
   * @param ended is told why, once, from any thread
   */
  public FileTape(Path file, long limit, Blocking writer, Consumer<String> ended) {
    this.file = file;
    this.limit = limit;
    this.writer = writer;
    this.ended = ended;
  }

  @Override
  public void begin(Header header) {
    write(header);
  }

  @Override
  public void add(Step step) {
    write(step);
  }

  @Override
  public boolean isOver() {
    return over.get();
  }

  private void write(MessageLite message) {
    if (over.get()) {
      return;
    }
    byte[] bytes = Frames.of(message);
    size += bytes.length;
    if (size > limit - Frames.FRAME) {
      end("it has reached " + limit + " bytes");
    } else if (waitingBytes.addAndGet(bytes.length) > MOST_WAITING) {
      end("the disk is too slow for it");
    } else {
      waiting.add(bytes);
      writeSoon();
    }
  }

  private void writeSoon() {
    if (writing.compareAndSet(false, true)) {
      var unused =
          writer
              .call(this::drain)
              .whenComplete(
                  (done, failure) -> {
                    if (failure != null) {
                      waiting.clear();
                      end("it cannot be written: " + failure);
                    }
                  });
    }
  }

  private boolean drain() throws IOException {
    OutputStream to = out;
    if (to == null) {
      to =
          new BufferedOutputStream(
              Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
      to.write(Frames.start());
      out = to;
    }
    do {
      for (byte[] next = waiting.poll(); next != null; next = waiting.poll()) {
        to.write(next);
        waitingBytes.addAndGet(-next.length);
      }
      boolean last = over.get() && waiting.isEmpty();
      if (last) {
        to.write(Frames.end());
      }
      to.flush();
      if (last) {
        to.close();
        return true; // for good: nothing is written any more
      }
      writing.set(false);
    } while ((over.get() || !waiting.isEmpty()) && writing.compareAndSet(false, true));
    return true;
  }

  /** What was recorded so far goes to the file soon. */
  @Override
  public void end(String reason) {
    if (over.compareAndSet(false, true)) {
      ended.accept(reason);
      writeSoon();
    }
  }
}
