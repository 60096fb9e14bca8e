package org.meseta.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code meseta plugin}: for who writes plugins. */
@Command(name = "plugin", description = "For who writes plugins.", subcommands = WatchCommand.class)
final class PluginCommand implements Runnable {
  @Spec
  private @SuppressWarnings("NullAway.Init") CommandSpec spec;

  @SuppressWarnings("UnusedVariable") // its presence is enough
  @Option(names = "--help", usageHelp = true, description = "Shows this.")
  private boolean help;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which command?");
  }
}
