package org.meseta.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.meseta.http.client.WebClient;
import org.meseta.plugin.Blocking;
import org.meseta.runtime.EventLoop;
import org.meseta.runtime.SystemRuntime;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code meseta plugin watch}: a jar goes into running processes as often as it is built. */
@Command(
    name = "watch",
    sortOptions = false,
    separator = "=",
    description = {
      "Puts a plugin's jar into deploy/ of the running processes, now and as often as it is built"
          + " again, and tells what becomes of it.",
      "Ctrl-C ends it; the jar stays where it is."
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {"2:there is nothing to watch, or no process to put it into"})
final class WatchCommand implements Callable<Integer> {
  @Spec
  private @SuppressWarnings("NullAway.Init") CommandSpec spec;

  @Option(
      names = "--deploy",
      paramLabel = "DIR",
      description =
          "Where to put it, if not into all master, agent and local processes of this host: the"
              + " folder deploy/ of one. May be given several times.")
  private List<Path> deploy = List.of();

  @SuppressWarnings("UnusedVariable") // its presence is enough
  @Option(names = "--help", usageHelp = true, description = "Shows this.")
  private boolean help;

  @Parameters(paramLabel = "FILE", description = "The jar; it need not be there yet.")
  private Path file = Path.of("");

  @Override
  public Integer call() throws Exception {
    List<Target> targets = targets();
    SystemRuntime runtime = new SystemRuntime();
    EventLoop loop = runtime.loop("watch");
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Report report = new Report(out, runtime.clock());
    WebClient client = new WebClient(runtime.timers());
    Blocking io = runtime.blocking("files", 1, loop);
    List<Follower> followers =
        targets.stream().map(t -> new Follower(t, name(), loop, io, client, report)).toList();
    PluginWatch watch = new PluginWatch(file, targets, loop, io, report);
    SystemRuntime.atExit(watch::close);
    followers.forEach(Follower::start);
    watch.start();
    return new CompletableFuture<Integer>().get();
  }

  private String name() {
    return String.valueOf(file.getFileName());
  }

  private List<Target> targets() {
    if (!name().endsWith(".jar") || name().startsWith(".") || Files.isDirectory(file)) {
      throw wrong("'" + file + "' cannot be a plugin: a jar's name ends with .jar");
    }
    for (Path folder : deploy) {
      if (!Files.isDirectory(folder)) {
        throw wrong("--deploy names no folder: " + folder);
      }
    }
    List<Path> folders =
        deploy.isEmpty() ? RunningProcesses.deployFolders(Path.of("/proc")) : deploy;
    if (folders.isEmpty()) {
      throw wrong("no master, agent or local process of yours runs here: name one's --deploy=DIR");
    }
    return folders.stream().map(Target::of).toList();
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
