package org.meseta.itests.benchmarks;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * A scheduler's connection for calls. They are sent without waiting for the answers to those
 * before, as Mesos's own scheduler library does; answers come in order.
 */
final class CallWire extends Wire {
  private static final String LENGTH = "\r\ncontent-length: ";

  private final byte[] head;
  private final Consumer<String> failed;
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private int bodyLeft;

  /**
   * @param headers of each call, with a line end after each
   * @param failed is told why
   */
  CallWire(URI master, String headers, Consumer<String> failed) {
    this.head =
        ("POST /api/v1/scheduler HTTP/1.1\r\nHost: %s\r\n%sContent-Length: "
                .formatted(master.getAuthority(), headers))
            .getBytes(StandardCharsets.US_ASCII);
    this.failed = failed;
  }

  /**
   * Sends a call.
   *
   * @param accepted runs when the master has accepted it
   */
  void call(byte[] body, Runnable accepted) {
    byte[] length = (body.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
    waiting.add(accepted);
    out(head.length + length.length + body.length).put(head).put(length).put(body);
  }

  @Override
  void connected() {
    // calls that were made before go out now
  }

  @Override
  void received(ByteBuffer bytes) {
    while (answer(bytes)) {
      // one after the other
    }
  }

  private boolean answer(ByteBuffer bytes) {
    int skipped = Math.min(bodyLeft, bytes.remaining());
    bytes.position(bytes.position() + skipped);
    bodyLeft -= skipped;
    String answer = bodyLeft > 0 ? null : head(bytes);
    if (answer == null) {
      return false;
    }
    if (!answer.startsWith("HTTP/1.1 20")) {
      failed.accept(answer + StandardCharsets.UTF_8.decode(bytes));
      return false;
    }
    bodyLeft = length(answer);
    waiting.remove().run();
    return true;
  }

  private static int length(String answer) {
    String lower = answer.toLowerCase(Locale.ROOT);
    int at = lower.indexOf(LENGTH);
    if (at < 0) {
      return 0;
    }
    int from = at + LENGTH.length();
    return Integer.parseInt(lower.substring(from, lower.indexOf('\r', from)).strip());
  }

  @Override
  void ended(String reason) {
    failed.accept(reason);
  }
}
