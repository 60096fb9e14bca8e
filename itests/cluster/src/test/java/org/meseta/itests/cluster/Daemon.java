package org.meseta.itests.cluster;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A role of the distribution as a process of its own. */
final class Daemon implements AutoCloseable {

  private static final Path DISTRIBUTION = Path.of(System.getProperty("distribution", ""));
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Process process;
  private final String role;
  private final Path workDir;
  private final Path output;
  private final int port;

  private Daemon(Process process, String role, Path workDir, Path output, int port) {
    this.process = process;
    this.role = role;
    this.workDir = workDir;
    this.output = output;
    this.port = port;
  }

  /** Starts a role on a free port; does not wait until it answers. */
  static Daemon start(String role, Path workDir, String... flags) throws IOException {
    return startAt(freePort(), role, workDir, flags);
  }

  /** Starts a role on this port; does not wait until it answers. */
  static Daemon startAt(int port, String role, Path workDir, String... flags) throws IOException {
    Files.createDirectories(workDir);
    List<String> command = meseta(role, "--work_dir=" + workDir, "--port=" + port);
    command.addAll(List.of(flags));
    Path output = Files.createTempFile(workDir, role, ".out");
    return new Daemon(run(command, output), role, workDir, output, port);
  }

  /** Starts an agent of this master; does not wait until it is registered. */
  Daemon agent(Path workDir, String... flags) throws IOException {
    List<String> all = new ArrayList<>(List.of(flags));
    all.add("--master=127.0.0.1:" + port);
    all.add("--runtime_dir=" + workDir.resolve("run"));
    return start("agent", workDir, all.toArray(String[]::new));
  }

  static Process run(List<String> command, Path output) throws IOException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
        .start();
  }

  static List<String> meseta(String... arguments) {
    List<String> command = new ArrayList<>(List.of("sh", DISTRIBUTION + "/bin/meseta"));
    command.addAll(List.of(arguments));
    return command;
  }

  /** A port that nobody listens on just now. */
  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  static Path scratch(String name) throws IOException {
    Path root = Files.createDirectories(Path.of(System.getProperty("scratch", "target/scratch")));
    return Files.createTempDirectory(root, name);
  }

  Daemon awaitAnswer() {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .conditionEvaluationListener(
            condition -> {
              if (!process.isAlive()) {
                throw new IllegalStateException(role + " has ended: " + log());
              }
            })
        .until(() -> Http.answers(uri("/health")));
    return this;
  }

  /** What a command of the shell prints. */
  String shell(String command) throws IOException, InterruptedException {
    Path out = Files.createTempFile(workDir, "shell", ".out");
    Process shell = run(meseta("shell", "--work_dir=" + workDir, command), out);
    if (!shell.waitFor(30, TimeUnit.SECONDS)) {
      shell.destroyForcibly();
      throw new IllegalStateException(command + " does not end");
    }
    return Files.readString(out);
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  int port() {
    return port;
  }

  long pid() {
    return process.pid();
  }

  Path workDir() {
    return workDir;
  }

  Path karafBase() {
    return workDir.resolve("karaf-" + role);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  String log() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** kill -9. */
  void crash() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** SIGTERM, and waits. */
  int stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException(role + " does not stop");
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
