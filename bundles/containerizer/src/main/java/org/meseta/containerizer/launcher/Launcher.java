package org.meseta.containerizer.launcher;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.meseta.containerizer.process.Mark;
import org.meseta.plugin.Clock;
import org.meseta.protocol.v1.CommandInfo;

/**
 * Starts commands by shells with the launch script. A shell serves one container after the other;
 * there are as many as containers were ever started at once. All methods may be called from any
 * thread.
 */
public final class Launcher implements Closeable {
  private static final String SCRIPT = "launch.sh";

  private final HostTools tools;
  private final Users users;
  private final byte[] functions;
  private final Deque<LaunchShell> idle = new ArrayDeque<>();
  private boolean closed;

  public Launcher(HostTools tools, Clock clock) {
    this.tools = tools;
    this.users = new Users(tools, clock);
    this.functions = functions();
  }

  private static byte[] functions() {
    try (InputStream text =
        Objects.requireNonNull(Launcher.class.getResourceAsStream(SCRIPT), SCRIPT)) {
      return text.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Finds fault with what cannot be started. Does not block. */
  public void check(Map<String, String> environment, CommandInfo command) {
    LaunchText.check(environment, command);
  }

  /**
   * The user as whom a command is to run. Blocks when none was asked for within a minute.
   *
   * @return empty if we are that user, or none is named
   * @throws IOException if there is no user of that name on this host, or we may not become it
   */
  public Optional<Account> user(Optional<String> name) throws IOException {
    return name.isPresent() ? users.other(name.get()) : Optional.empty();
  }

  /**
   * Starts a launcher. Blocks for about a millisecond, longer if it needs a new shell.
   *
   * @param mark by which the container's processes are to be known, if they need one: then they get
   *     a shell, and so a session, that they share with no other container
   * @param text from {@link #text}
   */
  public Gated gate(Optional<Mark> mark, byte[] text) throws IOException {
    if (mark.isPresent()) {
      return gate(start(mark.get().variable()), text, LaunchShell::end);
    }
    LaunchShell shell = idle();
    if (shell != null) {
      try {
        return gate(shell, text, this::keep);
      } catch (IOException e) {
        // Somebody may have killed it while it had nothing to do.
      }
    }
    return gate(start(Map.of()), text, this::keep);
  }

  private static Gated gate(LaunchShell shell, byte[] text, Consumer<LaunchShell> done)
      throws IOException {
    try {
      return new Gated(shell, shell.ask(text), done);
    } catch (IOException e) {
      shell.end();
      throw e;
    }
  }

  private LaunchShell start(Map<String, String> mark) throws IOException {
    Map<String, String> environment = new HashMap<>(HostTools.ENVIRONMENT);
    environment.putAll(mark);
    return LaunchShell.start(tools.shell(), environment, functions);
  }

  private @Nullable LaunchShell idle() {
    synchronized (idle) {
      LaunchShell shell = idle.poll();
      while (shell != null && !shell.alive()) {
        shell.end();
        shell = idle.poll();
      }
      return shell;
    }
  }

  private void keep(LaunchShell shell) {
    synchronized (idle) {
      if (!closed) {
        idle.push(shell);
        return;
      }
    }
    shell.end();
  }

  /** Ends the shells; what they have started lives on. */
  @Override
  public void close() {
    synchronized (idle) {
      closed = true;
      idle.forEach(LaunchShell::end);
      idle.clear();
    }
  }

  /**
   * What a launcher has to be told; the sandbox gets the group of the user that it belongs to.
   * Blocks, though not for long.
   *
   * @param folder the container's own; gets the file {@code pid} with the command's pid, and {@code
   *     trouble} with what went wrong before the command's own files were open
   * @param exit the file in which the end of the command will be
   * @param user empty: our own
   * @throws IOException if it cannot be done; the message says why
   */
  public byte[] text(
      Path folder,
      Path exit,
      Path sandbox,
      Optional<Account> user,
      Map<String, String> environment,
      CommandInfo command)
      throws IOException {
    for (String name : List.of("stdout", "stderr")) {
      // The script checks again, when nobody can plant one any more that matters.
      if (Files.isSymbolicLink(sandbox.resolve(name))) {
        throw new IOException(sandbox.resolve(name) + " is a symbolic link");
      }
    }
    if (user.isPresent()) {
      setGroup(sandbox, user.get());
    }
    List<String> drop = user.map(Account::options).orElse(List.of());
    return LaunchText.of(folder, exit, sandbox, drop, tools.signals(), environment, command);
  }

  private static void setGroup(Path sandbox, Account user) throws IOException {
    Object owner = Files.getAttribute(sandbox, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    if (owner.equals((int) user.uid())) {
      Files.setAttribute(sandbox, "unix:gid", (int) user.gid(), LinkOption.NOFOLLOW_LINKS);
    }
  }
}
