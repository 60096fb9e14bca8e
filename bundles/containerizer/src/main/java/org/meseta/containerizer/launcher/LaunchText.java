package org.meseta.containerizer.launcher;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.meseta.protocol.v1.CommandInfo;

/** Writes what a launch shell is given for one container. */
final class LaunchText {
  /** No argument of a process may be longer than 128 KiB; isolators may add some. */
  private static final int MAX_NAMES = 120_000;

  private LaunchText() {}

  /**
   * The whole text.
   *
   * @param folder the container's own
   * @param exit where its end goes
   * @param drop options of setpriv, or none
   * @param signals options of env, or none
   */
  static byte[] of(
      Path folder,
      Path exit,
      Path sandbox,
      List<String> drop,
      List<String> signals,
      Map<String, String> environment,
      CommandInfo command) {
    StringBuilder text = new StringBuilder("(\n");
    text.append("folder=").append(quote(folder.toString())).append('\n');
    text.append("exit_file=").append(quote(exit.toString())).append('\n');
    text.append("sandbox=").append(quote(sandbox.toString())).append('\n');
    text.append("drop=").append(quote(String.join(" ", drop))).append('\n');
    text.append("signals=").append(quote(String.join(" ", signals))).append('\n');
    // The same order twice: a map keeps it while it is not changed.
    text.append("names=").append(quote(names(environment.keySet()))).append('\n');
    int index = 0;
    for (String value : environment.values()) {
      text.append("export V").append(index++).append('=').append(quote(value)).append('\n');
    }
    text.append("launch");
    argv(command).forEach(a -> text.append(' ').append(quote(a)));
    return text.append("\n)\n").toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Finds fault with what no process can be started with.
   *
   * @throws IllegalArgumentException naming it
   */
  static void check(Map<String, String> environment, CommandInfo command) {
    environment.forEach(LaunchText::checkVariable);
    if (names(environment.keySet()).getBytes(StandardCharsets.UTF_8).length > MAX_NAMES) {
      throw new IllegalArgumentException(
          "The names of the environment's variables are longer than the kernel allows");
    }
    List<String> argv = argv(command);
    if (!command.hasValue() || command.getValue().isEmpty()) {
      throw new IllegalArgumentException("The command has no value");
    }
    if (argv.get(0).indexOf('=') >= 0) {
      throw new IllegalArgumentException(
          "The program's name must not contain '=': " + command.getValue());
    }
    if (argv.stream().anyMatch(a -> a.indexOf('\0') >= 0)) {
      throw new IllegalArgumentException("The command contains a NUL character");
    }
  }

  private static void checkVariable(String name, String value) {
    if (name.isEmpty() || name.indexOf('=') >= 0) {
      throw new IllegalArgumentException("'" + name + "' cannot name an environment variable");
    }
    if (name.indexOf('\0') >= 0 || value.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "The environment variable '" + name.replace('\0', '?') + "' contains a NUL character");
    }
  }

  /** What {@code env -S} splits into options and variables; it puts in the values last of all. */
  private static String names(Set<String> environment) {
    StringBuilder names = new StringBuilder("--");
    int index = 0;
    for (String name : environment) {
      String escaped = name.replace("\\", "\\\\").replace("'", "\\'");
      names.append(" '").append(escaped).append("'=${V").append(index++).append('}');
    }
    return names.toString();
  }

  /** The first argument is the program's name for itself, which env takes from the program. */
  private static List<String> argv(CommandInfo command) {
    if (command.getShell()) {
      return List.of("/bin/sh", "-c", command.getValue());
    }
    List<String> argv = new ArrayList<>(List.of(command.getValue()));
    command.getArgumentsList().stream().skip(1).forEach(argv::add);
    return argv;
  }

  private static String quote(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
