package org.meseta.cli;

import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.meseta.http.client.MasterAddress;
import org.meseta.http.client.WebClient;
import org.meseta.http.client.WireFormat;
import org.meseta.protocol.v1.CommandInfo;
import org.meseta.protocol.v1.Environment;
import org.meseta.protocol.v1.FrameworkInfo;
import org.meseta.protocol.v1.TaskInfo;
import org.meseta.resources.Resources;
import org.meseta.runtime.Durations;
import org.meseta.runtime.EventLoop;
import org.meseta.runtime.SystemRuntime;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code meseta execute}: one command on the cluster. */
@Command(
    name = "execute",
    sortOptions = false,
    separator = "=",
    description = {
      "Runs one command as a task on the cluster and prints each of its states as it comes.",
      "Ctrl-C ends the task."
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:the task finished (TASK_FINISHED)",
      "1:the task ended otherwise",
      "2:it could not be run, or the master was lost"
    })
final class ExecuteCommand implements Callable<Integer> {
  private static final int SECONDS_TO_TEAR_DOWN = 3;

  @Spec
  private @SuppressWarnings("NullAway.Init") CommandSpec spec;

  @Option(
      names = "--master",
      required = true,
      defaultValue = "${env:MESOS_MASTER}",
      paramLabel = "HOST:PORT",
      description = "A master of the cluster. Also from MESOS_MASTER.")
  private String master = "";

  @Option(
      names = "--name",
      required = true,
      paramLabel = "NAME",
      description = "Name and id of the task.")
  private String name = "";

  @Option(
      names = "--command",
      required = true,
      paramLabel = "COMMAND",
      description = "What to run: a line for the shell or, with --no-shell, a program.")
  private String command = "";

  @Option(
      names = "--shell",
      negatable = true,
      arity = "0..1",
      defaultValue = "true",
      fallbackValue = "true",
      description =
          "Whether a shell runs the command. With --no-shell, give the program's arguments last,"
              + " after --.")
  private boolean shell;

  @Option(
      names = "--resources",
      defaultValue = "cpus:1;mem:128",
      paramLabel = "TEXT",
      description = "What the task needs; default ${DEFAULT-VALUE}.")
  private String resources = "";

  @Option(
      names = "--env",
      converter = EnvironmentFlag.class,
      paramLabel = "JSON",
      description = "Environment of the task, such as '{\"NAME\":\"value\"}'.")
  private Environment environment = Environment.getDefaultInstance();

  @Option(names = "--role", defaultValue = "*", paramLabel = "ROLE", description = "Default *.")
  private String role = "";

  @Option(
      names = "--user",
      defaultValue = "${sys:user.name}",
      paramLabel = "USER",
      description = "As whom the task runs; default ${DEFAULT-VALUE}.")
  private String user = "";

  @Option(
      names = "--principal",
      paramLabel = "NAME",
      description = "As whom the framework registers.")
  private @Nullable String principal;

  @Option(
      names = "--checkpoint",
      negatable = true,
      arity = "0..1",
      defaultValue = "false",
      fallbackValue = "true",
      description = "Whether the task outlives its agent's process.")
  private boolean checkpoint;

  @Option(
      names = "--kill_after",
      converter = DurationFlag.class,
      paramLabel = "TIME",
      description = "Kill the task so long after it began to run, for example 30secs.")
  private @Nullable Duration killAfter;

  @Option(
      names = "--content_type",
      defaultValue = "protobuf",
      paramLabel = "TYPE",
      description = "How to talk to the master: json or protobuf (the default).")
  private String contentType = "";

  @Option(
      names = "--timeout",
      defaultValue = "10secs",
      converter = DurationFlag.class,
      paramLabel = "TIME",
      description = "How long to look for a master; default ${DEFAULT-VALUE}.")
  private Duration timeout = Duration.ZERO;

  @SuppressWarnings("UnusedVariable") // its presence is enough
  @Option(names = "--help", usageHelp = true, description = "Shows this.")
  private boolean help;

  @Parameters(paramLabel = "ARGUMENT", arity = "0..*", description = "Only with --no-shell.")
  private List<String> arguments = List.of();

  @Override
  public Integer call() throws Exception {
    Execution.Plan plan = plan();
    SystemRuntime runtime = new SystemRuntime();
    EventLoop loop = runtime.loop("execute");
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Execution execution = new Execution(loop, new WebClient(runtime.timers()), plan, out);
    CompletableFuture<Integer> status = execution.start().toCompletableFuture();
    SystemRuntime.atExit(() -> tearDown(execution));
    return status.get();
  }

  /** On Ctrl-C; nothing to do when the task has ended before. */
  private static void tearDown(Execution execution) {
    execution
        .abandon()
        .toCompletableFuture()
        .completeOnTimeout(null, SECONDS_TO_TEAR_DOWN, TimeUnit.SECONDS)
        .join();
  }

  private Execution.Plan plan() {
    if (shell && !arguments.isEmpty()) {
      throw wrong("arguments need --no-shell: " + arguments);
    }
    try {
      URI address = MasterAddress.parse(master);
      Resources needed = Resources.parse(resources, "*");
      if (needed.isEmpty()) {
        throw wrong("--resources names none: '" + resources + "'");
      }
      return new Execution.Plan(
          address,
          framework(),
          task(needed),
          needed,
          format(),
          timeout,
          Optional.ofNullable(killAfter));
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private WireFormat format() {
    return switch (contentType) {
      case "json" -> WireFormat.JSON;
      case "protobuf" -> WireFormat.PROTOBUF;
      default -> throw wrong("--content_type is json or protobuf, not " + contentType);
    };
  }

  private FrameworkInfo framework() {
    FrameworkInfo.Builder framework =
        FrameworkInfo.newBuilder()
            .setName("meseta execute " + name)
            .setUser(user)
            .addRoles(role)
            .setCheckpoint(checkpoint)
            .addCapabilities(capability(FrameworkInfo.Capability.Type.MULTI_ROLE))
            .addCapabilities(capability(FrameworkInfo.Capability.Type.RESERVATION_REFINEMENT));
    if (principal != null) {
      framework.setPrincipal(principal);
    }
    return framework.build();
  }

  private static FrameworkInfo.Capability capability(FrameworkInfo.Capability.Type type) {
    return FrameworkInfo.Capability.newBuilder().setType(type).build();
  }

  private TaskInfo.Builder task(Resources needed) {
    CommandInfo.Builder run = CommandInfo.newBuilder().setShell(shell).setValue(command);
    if (!shell) {
      run.addArguments(command).addAllArguments(arguments);
    }
    if (environment.getVariablesCount() > 0) {
      run.setEnvironment(environment);
    }
    TaskInfo.Builder task = TaskInfo.newBuilder().setName(name).setCommand(run);
    task.getTaskIdBuilder().setValue(name);
    return task.addAllResources(needed.allocatedTo(role).toList());
  }

  /** Reads durations as Mesos writes them. */
  static final class DurationFlag implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      try {
        return Durations.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }
}
