package org.meseta.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What {@code bin/meseta} starts for commands that are programs of their own. */
@Command(
    name = "meseta",
    description = "Commands for users of a cluster and for who writes plugins.",
    mixinStandardHelpOptions = true,
    subcommands = {ExecuteCommand.class, ReplayCommand.class, PluginCommand.class})
public final class Main implements Runnable {
  @Spec
  private @SuppressWarnings("NullAway.Init") CommandSpec spec;

  /** Runs a command and exits with its status. */
  public static void main(String[] args) {
    System.exit(run(args));
  }

  /** Runs a command and returns its status. */
  static int run(String... args) {
    return new CommandLine(new Main())
        .setParameterExceptionHandler((wrong, given) -> refuse(wrong))
        .execute(ValueFiles.read(args));
  }

  /** Only what is wrong: among all the flags it would be overlooked. */
  private static int refuse(ParameterException wrong) {
    CommandLine command = wrong.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    // Of options that take a pair picocli says so twice.
    String message = String.valueOf(wrong.getMessage()).replace("option option", "option");
    command.getErr().println(name + ": " + message);
    command.getErr().println("'" + name + " --help' lists the flags.");
    return CommandLine.ExitCode.USAGE;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which command?");
  }
}
