package org.meseta.containerizer.launcher;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A shell with the functions of {@code launch.sh}, which starts one container after the other. It
 * has a session of its own and ends when its input does, so with us. Used by one thread at a time.
 */
final class LaunchShell {
  private static final int SECONDS = 30;
  private static final int MAX_OUTPUT = 4096;

  private final Process process;

  private LaunchShell(Process process) {
    this.process = process;
  }

  /**
   * Starts one. Blocks for a millisecond or two.
   *
   * @param environment of the shell and, for a while, of what it starts
   */
  static LaunchShell start(List<String> shell, Map<String, String> environment, byte[] functions)
      throws IOException {
    List<String> command = new ArrayList<>(List.of("setsid"));
    command.addAll(shell);
    command.addAll(List.of("-s", "meseta-launcher"));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.directory(new File("/"));
    builder.environment().clear();
    builder.environment().putAll(environment);
    LaunchShell started = new LaunchShell(builder.start());
    try {
      started.write(functions);
      return started;
    } catch (IOException e) {
      started.end();
      throw e;
    }
  }

  boolean alive() {
    return process.isAlive();
  }

  /**
   * Says something and waits for the answer, for {@value #SECONDS} seconds at most.
   *
   * @return a pid
   * @throws IOException if there is none; the shell is of no use then
   */
  long ask(byte[] text) throws IOException {
    CompletableFuture<Void> answered = new CompletableFuture<>();
    // Without its input the shell ends, and what it has forked at the gate; then the answer does.
    answered.orTimeout(SECONDS, TimeUnit.SECONDS).exceptionally(this::late);
    try {
      write(text);
      return pid(line());
    } finally {
      answered.complete(null);
    }
  }

  private @Nullable Void late(Throwable timeout) {
    end();
    return null;
  }

  /** Ends it. May be called again, and by any thread. */
  void end() {
    // First of all, for closing waits for one who is writing.
    process.destroyForcibly();
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // Then nobody listens any more.
    }
  }

  private void write(byte[] text) throws IOException {
    try {
      process.getOutputStream().write(text);
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new IOException("The launcher does not listen: " + rest(), e);
    }
  }

  private static long pid(String answer) throws IOException {
    try {
      return Long.parseLong(answer.strip());
    } catch (NumberFormatException e) {
      throw new IOException("The launcher failed: " + answer.strip(), e);
    }
  }

  private String line() throws IOException {
    InputStream in = process.getInputStream();
    byte[] line = new byte[MAX_OUTPUT];
    int length = 0;
    int next = in.read();
    while (next >= 0 && next != '\n' && length < MAX_OUTPUT) {
      line[length++] = (byte) next;
      next = in.read();
    }
    return new String(line, 0, length, StandardCharsets.UTF_8);
  }

  /** What it said before it went. */
  private String rest() throws IOException {
    InputStream in = process.getInputStream();
    int ready = Math.min(in.available(), MAX_OUTPUT);
    return new String(in.readNBytes(ready), StandardCharsets.UTF_8).strip();
  }
}
