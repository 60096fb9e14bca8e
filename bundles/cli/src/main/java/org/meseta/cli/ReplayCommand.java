package org.meseta.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.meseta.plugin.allocator.AllocatorFactory;
import org.meseta.recording.Changes;
import org.meseta.recording.Recording;
import org.meseta.recording.Replay;
import org.meseta.recording.ReplayReport;
import org.meseta.resources.ResourceException;
import org.meseta.resources.ResourceLimits;
import org.meseta.resources.ResourceQuantities;
import org.meseta.resources.Roles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code meseta replay}: does again, offline, what an allocator has done. */
@Command(
    name = "replay",
    sortOptions = false,
    separator = "=",
    description = {
      "Does again what was recorded with the shell's mesos:recording-start, and compares every"
          + " offer.",
      "With another allocator, weight or quota it shows what would have been decided otherwise,"
          + " each time with the cluster as it was then: how frameworks would have gone on from"
          + " there nobody knows."
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:every decision is the same",
      "1:some are different",
      "2:it could not be replayed"
    })
final class ReplayCommand implements Callable<Integer> {
  @Spec
  private @SuppressWarnings("NullAway.Init") CommandSpec spec;

  @Option(names = "--allocator", paramLabel = "NAME", description = "Another than was recorded.")
  private @Nullable String allocator;

  @Option(
      names = "--plugin",
      paramLabel = "JAR",
      description = "Where that allocator is, or a sorter. May be given several times.")
  private List<Path> plugins = new ArrayList<>();

  @Option(
      names = "--weight",
      paramLabel = "ROLE=N",
      description = "Another weight. May be given several times.")
  private Map<String, Double> weights = new TreeMap<>();

  @Option(
      names = "--guarantee",
      paramLabel = "ROLE=QUANTITIES",
      description = "Another guarantee, such as web=cpus:4;mem:1024. May be given several times.")
  private Map<String, String> guarantees = new TreeMap<>();

  @Option(
      names = "--limit",
      paramLabel = "ROLE=QUANTITIES",
      description = "Another limit. May be given several times.")
  private Map<String, String> limits = new TreeMap<>();

  @SuppressWarnings("UnusedVariable") // its presence is enough
  @Option(names = "--help", usageHelp = true, description = "Shows this.")
  private boolean help;

  @Parameters(paramLabel = "FILE", description = "The recording.")
  private Path file = Path.of("");

  @Override
  public Integer call() {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Changes changes = changes();
    try (Recording recording = Recording.open(file)) {
      check(changes);
      String name = allocator == null ? recording.allocator() : allocator;
      AllocatorJars jars = jars();
      AllocatorFactory factory = factory(jars, name);
      boolean same =
          name.equals(recording.allocator()) && !jars.isForeign(name) && changes.isEmpty();
      ReplayReport report =
          same ? Replay.exactly(recording, factory) : Replay.otherwise(recording, factory, changes);
      print(out, name, report, !same);
      if (!recording.isWhole()) {
        out.println(
            "The recording has no end: the master died, or it is still being made. This is what"
                + " there is of it.");
      }
      return report.isSame() ? 0 : 1;
    } catch (IOException e) {
      spec.commandLine().getErr().println("meseta replay: " + message(e));
      return 2;
    } catch (ParameterException e) {
      throw e;
    } catch (RuntimeException | LinkageError e) {
      spec.commandLine().getErr().println("meseta replay: the allocator failed: " + e);
      return 2;
    }
  }

  private void check(Changes changes) throws IOException {
    if (!changes.isEmpty()) {
      try (Recording recording = Recording.open(file)) {
        changes.check(recording);
      } catch (IllegalArgumentException e) {
        throw wrong(String.valueOf(e.getMessage()));
      }
    }
  }

  private String message(IOException e) {
    return e instanceof java.nio.file.NoSuchFileException
        ? "there is no file " + e.getMessage()
        : String.valueOf(e.getMessage());
  }

  private AllocatorJars jars() throws IOException {
    AllocatorJars jars = AllocatorJars.onClassPath();
    for (Path plugin : plugins) {
      jars.add(plugin);
    }
    return jars;
  }

  private static AllocatorFactory factory(AllocatorJars jars, String name) throws IOException {
    return jars.find(name)
        .orElseThrow(
            () ->
                new IOException(
                    "there is no allocator '"
                        + name
                        + "', only "
                        + String.join(", ", jars.names())
                        + ": name its --plugin=JAR"));
  }

  private Changes changes() {
    weights.forEach(
        (role, weight) -> {
          valid(role);
          if (!(weight > 0) || weight.isInfinite()) {
            throw wrong("the weight of '" + role + "' must be above zero, not " + weight);
          }
        });
    Map<String, ResourceQuantities> guaranteed = new TreeMap<>();
    guarantees.forEach(
        (role, text) -> guaranteed.put(withQuota(role), parsed(text, ResourceQuantities::parse)));
    Map<String, ResourceLimits> limited = new TreeMap<>();
    limits.forEach(
        (role, text) -> limited.put(withQuota(role), parsed(text, ResourceLimits::parse)));
    return new Changes(weights, guaranteed, limited);
  }

  private String withQuota(String role) {
    if (role.equals("*")) {
      throw wrong("the role '*' has no quota");
    }
    return valid(role);
  }

  private String valid(String role) {
    Roles.invalid(role)
        .ifPresent(
            why -> {
              throw wrong(why);
            });
    return role;
  }

  private <T> T parsed(String text, Function<String, T> parser) {
    try {
      return parser.apply(text);
    } catch (ResourceException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private static void print(PrintStream out, String name, ReplayReport report, boolean changed) {
    out.printf(
        Locale.ROOT,
        "%d steps of %.1f s, by the allocator %s%n",
        report.steps(),
        report.span().toMillis() / 1e3,
        name);
    List<List<String>> rows =
        report.shares().entrySet().stream().map(e -> row(e.getKey(), e.getValue())).toList();
    String now = changed ? "WITH YOUR CHANGE" : "NOW";
    out.println("Offers to each role, and the sum of what was in them:");
    out.printf("%-20s %30s   %30s%n", "ROLE", "THEN", now);
    rows.forEach(row -> out.printf("%-20s %30s   %30s%n", row.toArray()));
    if (changed) {
      out.println(
          "Each decision is asked for with the cluster as it was then: these sums are no forecast"
              + " of what roles would use.");
    }
    if (report.isSame()) {
      out.println("Every decision is the same.");
    } else {
      out.println(report.different() + " rounds of offers are different, for example:");
      report.examples().forEach(example -> out.println("  " + example));
    }
  }

  private static List<String> row(String role, ReplayReport.Share share) {
    return List.of(role, text(share.recorded()), text(share.replayed()));
  }

  private static String text(ReplayReport.Offered offered) {
    return String.format(
        Locale.ROOT, "%d with %.1f cpus %.0f MB", offered.offers(), offered.cpus(), offered.mem());
  }
}
