package org.meseta.containerizer.launcher;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.meseta.protocol.v1.CommandInfo;

/** Writes what the launch script reads at its gate. */
final class LaunchText {

  private LaunchText() {}

  /**
   * The whole text.
   *
   * @param drop options of setpriv, or none
   * @param signals options of env, or none
   */
  static byte[] of(
      Path sandbox,
      List<String> drop,
      List<String> signals,
      Map<String, String> environment,
      CommandInfo command) {
    List<String> arguments = new ArrayList<>();
    environment.forEach((name, value) -> arguments.add(name + "=" + value));
    arguments.addAll(argv(command));
    StringBuilder text = new StringBuilder();
    text.append("sandbox=").append(quote(sandbox.toString())).append('\n');
    text.append("drop=").append(quote(String.join(" ", drop))).append('\n');
    text.append("signals=").append(quote(String.join(" ", signals))).append('\n');
    text.append("set --");
    arguments.forEach(a -> text.append(' ').append(quote(a)));
    return text.append("\ngo=yes\n").toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Finds fault with what no process can be started with.
   *
   * @throws IllegalArgumentException naming it
   */
  static void check(Map<String, String> environment, CommandInfo command) {
    environment.forEach(LaunchText::checkVariable);
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
