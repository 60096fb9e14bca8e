package org.meseta.containerizer.launcher;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** A launcher that waits at its gate. If we die, it sees the end of its input and goes away. */
public final class Gated {
  private static final int SECONDS = 30;
  private static final int MAX_OUTPUT = 4096;

  private final Process process;

  Gated(Process process) {
    this.process = process;
  }

  /** Its pid; all of the container will descend from it. */
  public long pid() {
    return process.pid();
  }

  /**
   * Lets it go on. Blocks until it has handed over to the supervisor, some milliseconds.
   *
   * @return the supervisor's pid
   * @throws IOException if it failed; nothing runs then
   */
  public long release(byte[] text) throws IOException, InterruptedException {
    try {
      write(text);
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("The launcher does not end");
      }
      return supervisor();
    } catch (IOException | InterruptedException e) {
      abandon();
      throw e;
    }
  }

  /** Ends it. May be called again, also after {@link #release}. */
  public void abandon() {
    process.destroyForcibly();
  }

  private void write(byte[] text) throws IOException {
    try (OutputStream gate = process.getOutputStream()) {
      gate.write(text);
    } catch (IOException e) {
      throw new IOException("The launcher does not listen: " + output(), e);
    }
  }

  private long supervisor() throws IOException {
    String output = output();
    try {
      return Long.parseLong(output);
    } catch (NumberFormatException e) {
      throw new IOException("The launcher failed: " + output, e);
    }
  }

  private String output() throws IOException {
    byte[] output = process.getInputStream().readNBytes(MAX_OUTPUT);
    return new String(output, StandardCharsets.UTF_8).strip();
  }
}
