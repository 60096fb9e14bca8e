package org.meseta.containerizer.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The programs of the host that the launcher uses.
 *
 * @param shell runs the launch script, and short commands
 * @param signals options of env that undo what is done to a command's signals; none if this env has
 *     no such options
 * @param own as whom we run
 */
public record HostTools(List<String> shell, List<String> signals, Account own) {
  private static final Logger LOG = LoggerFactory.getLogger(HostTools.class);
  // All of them: besides INT and QUIT, whoever started us may have left us HUP or PIPE ignored.
  private static final String UNDO = "--default-signal";
  private static final String TAKES_NAMES =
      "V0=x; export V0; test \"$(env -i -S \"-- 'a.b'=\\${V0}\" env)\" = a.b=x";
  private static final int SECONDS = 10;
  private static final int MAX_TEXT = 4096;

  /** Nothing of the agent's own environment gets near a container. */
  static final Map<String, String> ENVIRONMENT =
      Map.of("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL", "C");

  /**
   * Finds out what this host has. Blocks for some milliseconds.
   *
   * @throws IllegalStateException if something needed is missing; the message says what
   */
  public static HostTools find(List<String> shell) {
    need(shell, "setsid true", "setsid (util-linux)");
    need(shell, TAKES_NAMES, "env (coreutils 8.30 or later, for its option -S)");
    need(shell, "id -u && id -g", "id (coreutils)");
    Account own = own(shell);
    if (own.root()) {
      need(shell, "setpriv --reuid=0 --regid=0 --clear-groups -- true", "setpriv (util-linux)");
    }
    boolean undo = run(shell, "env -i " + UNDO + " -- true").ok();
    if (!undo) {
      LOG.warn(
          "env knows no --default-signal: commands start with the signals ignored that we ignore");
    }
    return new HostTools(shell, undo ? List.of(UNDO) : List.of(), own);
  }

  /** In a container image we may well have no name. */
  private static Account own(List<String> shell) {
    Answer ids = run(shell, "echo $(id -u) $(id -g)");
    String[] words = ids.text().split(" ", -1);
    Answer name = run(shell, "id -un");
    return new Account(
        name.ok() ? name.text() : words[0], Long.parseLong(words[0]), Long.parseLong(words[1]));
  }

  /** Runs a short command and waits for it. */
  static Answer run(List<String> shell, String script, String... arguments) {
    List<String> command = new ArrayList<>(shell);
    command.addAll(List.of("-c", script, "sh"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(ENVIRONMENT);
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return new Answer(-1, "no end after " + SECONDS + " seconds");
      }
      // What it says fits into a pipe, so it does not wait for us to read.
      String text = new String(process.getInputStream().readNBytes(MAX_TEXT), UTF_8).strip();
      return new Answer(process.exitValue(), text);
    } catch (IOException e) {
      return new Answer(-1, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      return new Answer(-1, "interrupted");
    }
  }

  private static void need(List<String> shell, String script, String what) {
    Answer answer = run(shell, script);
    if (!answer.ok()) {
      throw new IllegalStateException(
          "The containerizer needs " + what + " on this host: " + answer.text());
    }
  }

  /** What a short command said. */
  record Answer(int code, String text) {
    boolean ok() {
      return code == 0;
    }
  }
}
