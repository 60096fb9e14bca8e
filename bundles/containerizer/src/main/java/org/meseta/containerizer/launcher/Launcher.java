package org.meseta.containerizer.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.meseta.containerizer.process.Mark;
import org.meseta.protocol.v1.CommandInfo;
import org.meseta.storage.AtomicFile;
import org.meseta.storage.FileMode;

/** Starts commands by the launch script. All methods may be called from any thread. */
public final class Launcher {
  private static final String SCRIPT = "launch.sh";

  private final HostTools tools;
  private final Users users;
  private final Path script;

  private Launcher(HostTools tools, Path script) {
    this.tools = tools;
    this.users = new Users(tools);
    this.script = script;
  }

  /**
   * Puts the launch script into {@code folder}. Blocks.
   *
   * @throws IOException if that does not work
   */
  public static Launcher install(HostTools tools, Path folder) throws IOException {
    Path script = folder.resolve(SCRIPT);
    try (InputStream text =
        Objects.requireNonNull(Launcher.class.getResourceAsStream(SCRIPT), SCRIPT)) {
      new AtomicFile(script, FileMode.PROGRAM).write(text.readAllBytes());
    }
    return new Launcher(tools, script);
  }

  /** Finds fault with what cannot be started. Does not block. */
  public void check(Map<String, String> environment, CommandInfo command) {
    LaunchText.check(environment, command);
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
   * What a launcher has to be told. Blocks when the user is seen for the first time.
   *
   * @throws IOException if it cannot be done; the message says why
   */
  public byte[] text(
      Path sandbox, Optional<String> user, Map<String, String> environment, CommandInfo command)
      throws IOException {
    for (String name : List.of("stdout", "stderr")) {
      // The script checks again, when nobody can plant one any more that matters.
      if (Files.isSymbolicLink(sandbox.resolve(name))) {
        throw new IOException(sandbox.resolve(name) + " is a symbolic link");
      }
    }
    List<String> drop = user.isPresent() ? users.drop(user.get()) : List.of();
    return LaunchText.of(sandbox, drop, tools.signals(), environment, command);
  }
}
