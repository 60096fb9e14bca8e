package org.meseta.containerizer.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.meseta.containerizer.process.Mark;
import org.meseta.plugin.Clock;
import org.meseta.protocol.v1.CommandInfo;
import org.meseta.storage.AtomicFile;
import org.meseta.storage.FileMode;

/** Starts commands by the launch script. All methods may be called from any thread. */
public final class Launcher {
  private static final String SCRIPT = "launch.sh";

  private final HostTools tools;
  private final Users users;
  private final Path script;

  private Launcher(HostTools tools, Users users, Path script) {
    this.tools = tools;
    this.users = users;
    this.script = script;
  }

  /**
   * Puts the launch script into {@code folder}. Blocks.
   *
   * @throws IOException if that does not work
   */
  public static Launcher install(HostTools tools, Path folder, Clock clock) throws IOException {
    Path script = folder.resolve(SCRIPT);
    try (InputStream text =
        Objects.requireNonNull(Launcher.class.getResourceAsStream(SCRIPT), SCRIPT)) {
      new AtomicFile(script, FileMode.PROGRAM).write(text.readAllBytes());
    }
    return new Launcher(tools, new Users(tools, clock), script);
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
   * Starts a launcher in a session of its own. Blocks for a millisecond or two.
   *
   * @param folder the container's own; gets the file {@code pid} with the command's pid, and {@code
   *     trouble} with what went wrong before the command's own files were open
   * @param exit the file in which the end of the command will be
   * @param mark by which it is known
   */
  public Gated gate(Path folder, Path exit, Mark mark) throws IOException {
    List<String> command = new ArrayList<>(List.of("setsid"));
    command.addAll(tools.shell());
    command.addAll(List.of(script.toString(), folder.toString(), exit.toString()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.directory(folder.toFile());
    builder.environment().clear();
    builder.environment().putAll(HostTools.ENVIRONMENT);
    builder.environment().putAll(mark.variable());
    return new Gated(builder.start());
  }

  /**
   * What a launcher has to be told; the sandbox gets the group of the user that it belongs to.
   *
   * @param user empty: our own
   * @throws IOException if it cannot be done; the message says why
   */
  public byte[] text(
      Path sandbox, Optional<Account> user, Map<String, String> environment, CommandInfo command)
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
    return LaunchText.of(sandbox, drop, tools.signals(), environment, command);
  }

  private static void setGroup(Path sandbox, Account user) throws IOException {
    Object owner = Files.getAttribute(sandbox, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    if (owner.equals((int) user.uid())) {
      Files.setAttribute(sandbox, "unix:gid", (int) user.gid(), LinkOption.NOFOLLOW_LINKS);
    }
  }
}
