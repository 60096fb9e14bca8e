package org.meseta.http.server.jetty;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.IteratingCallback;
import org.jspecify.annotations.Nullable;
import org.meseta.http.server.HttpAnswer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies a part of a file to a client: reads a block, sends it, and reads the next when the client
 * has taken it. No thread is held while it does not.
 */
final class Copying extends IteratingCallback {
  private static final Logger LOG = LoggerFactory.getLogger(Copying.class);

  /** What is read at once, in bytes. */
  static final int BLOCK = 64 * 1024;

  private final Host host;
  private final Response response;
  private final HttpAnswer.Opener opener;
  private final Stall stall;
  private final Consumer<@Nullable Throwable> end;
  private final ByteBuffer block;

  // Each step happens after the one before.
  private @Nullable SeekableByteChannel file;
  private long position;
  private long left;
  private int out;
  private boolean ended;

  /**
   * @param part not empty
   * @param end told when all is sent, or why it is not
   */
  Copying(
      Host host,
      Response response,
      HttpAnswer.Opener opener,
      Part part,
      Stall stall,
      Consumer<@Nullable Throwable> end) {
    this.host = host;
    this.response = response;
    this.opener = opener;
    this.stall = stall;
    this.end = end;
    this.position = part.first();
    this.left = part.length();
    this.block = ByteBuffer.allocate((int) Math.min(BLOCK, left));
  }

  @Override
  protected Action process() {
    stall.sent(out);
    out = 0;
    if (ended) {
      return Action.SUCCEEDED;
    }
    CompletionStage<Boolean> reading = host.writers().call(this::read);
    CompletionStage<Boolean> unused = reading.whenComplete(this::send);
    return Action.SCHEDULED;
  }

  /** Whether this was the last block. */
  private boolean read() throws IOException {
    SeekableByteChannel open = file;
    if (open == null) {
      open = opener.open().position(position);
      file = open;
    }
    block.clear().limit((int) Math.min(left, block.capacity()));
    while (block.hasRemaining()) {
      if (open.read(block) < 0) {
        throw new EOFException("the file became shorter meanwhile");
      }
    }
    left -= block.flip().limit();
    return left == 0;
  }

  private void send(@Nullable Boolean last, @Nullable Throwable failure) {
    if (last == null) {
      failed(failure == null ? new IOException("nothing was read") : failure);
      return;
    }
    ended = last;
    out = block.limit();
    stall.queued(out);
    response.write(last, block, this);
  }

  @Override
  protected void onCompleteSuccess() {
    close(null);
  }

  @Override
  protected void onCompleteFailure(Throwable error) {
    close(error);
  }

  private void close(@Nullable Throwable error) {
    try {
      if (file != null) {
        file.close();
      }
    } catch (IOException e) {
      LOG.warn("A file could not be closed after it was sent: {}", e.toString());
    }
    end.accept(error);
  }
}
