package org.meseta.examples;

import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.meseta.examples.demo.Demonstration;
import org.meseta.http.client.MasterAddress;
import org.meseta.http.client.WebClient;
import org.meseta.runtime.Durations;
import org.meseta.runtime.SystemRuntime;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code meseta demo}: real commands on a real cluster, and a look at each of them. */
@Command(
    name = "demo",
    description = {
      "Runs commands that end in all the ways in which commands end, kills some of them, reads their"
          + " sandboxes, and shows a table of what became of each."
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:each task ended as expected",
      "1:some task did not",
      "2:wrong usage, or the cluster did not hold"
    })
public final class Demo implements Callable<Integer> {
  private static final int SECONDS_TO_TEAR_DOWN = 3;

  @Option(
      names = "--master",
      required = true,
      converter = MasterFlag.class,
      paramLabel = "HOST:PORT",
      description = "A master of the cluster.")
  private URI master = URI.create("http://127.0.0.1:5050/");

  @Option(
      names = "--timeout",
      defaultValue = "60secs",
      converter = TimeFlag.class,
      paramLabel = "TIME",
      description = "After so long it counts as failed; default ${DEFAULT-VALUE}.")
  private Duration timeout = Duration.ZERO;

  @SuppressWarnings("UnusedVariable") // its presence is enough
  @Option(names = "--help", usageHelp = true, description = "Shows this.")
  private boolean help;

  /** Runs the demo and exits with its status. */
  public static void main(String[] args) {
    System.exit(run(args));
  }

  /** Runs the demo and returns its status. */
  static int run(String... args) {
    return new CommandLine(new Demo()).execute(args);
  }

  @Override
  public Integer call() throws Exception {
    SystemRuntime runtime = new SystemRuntime();
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    WebClient client = new WebClient(runtime.timers());
    Demonstration demo = new Demonstration(runtime.loop("demo"), client, master, out);
    CompletableFuture<Integer> status = demo.start(timeout).toCompletableFuture();
    SystemRuntime.atExit(() -> tearDown(demo));
    return status.get();
  }

  private static void tearDown(Demonstration demo) {
    demo.abandon()
        .toCompletableFuture()
        .completeOnTimeout(null, SECONDS_TO_TEAR_DOWN, TimeUnit.SECONDS)
        .join();
  }

  /** Reads a master's address. */
  static final class MasterFlag implements CommandLine.ITypeConverter<URI> {
    @Override
    public URI convert(String text) {
      return MasterAddress.parse(text);
    }
  }

  /** Reads durations as Mesos writes them. */
  static final class TimeFlag implements CommandLine.ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      return Durations.parse(text);
    }
  }
}
