package org.meseta.agent.flags;

import static org.meseta.runtime.FlagSpec.Kind.BOOL;
import static org.meseta.runtime.FlagSpec.Kind.DOUBLE;
import static org.meseta.runtime.FlagSpec.Kind.DURATION;
import static org.meseta.runtime.FlagSpec.Kind.INT;
import static org.meseta.runtime.FlagSpec.Kind.JSON;
import static org.meseta.runtime.FlagSpec.Kind.PATH;
import static org.meseta.runtime.FlagSpec.Kind.TEXT;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.meseta.protocol.v1.DomainInfo;
import org.meseta.resources.Domains;
import org.meseta.runtime.Durations;
import org.meseta.runtime.FlagException;
import org.meseta.runtime.FlagSpec;
import org.meseta.runtime.Flags;

/** Every flag that an agent knows: name, default, help; and what they must be together. */
public final class AgentFlags {
  private static final Pattern MASTER =
      Pattern.compile("(master@)?(\\[[0-9a-fA-F:]+]|[^\\s:/@,]+):\\d{1,5}");

  /** The table. */
  public static final List<FlagSpec> SPECS =
      List.of(
          FlagSpec.of("master", TEXT, "The master to register with: HOST:PORT."),
          FlagSpec.of(
              "work_dir",
              PATH,
              "Where sandboxes and checkpoints are kept. An agent that is started again with the"
                  + " same folder finds its tasks there. Tasks' users must be able to enter it."),
          FlagSpec.of(
              "runtime_dir",
              PATH,
              "Where running containers are kept track of; forgotten when the host has been started"
                  + " anew. Below work_dir unless given."),
          FlagSpec.of("ip", TEXT, "127.0.0.1", "Numeric address to listen on and to be known by."),
          FlagSpec.of("port", INT, "5051", "Port to listen on; 0: any that is free."),
          FlagSpec.of("hostname", TEXT, "Name to be known by. By default that of the address."),
          FlagSpec.of(
              "hostname_lookup",
              BOOL,
              "true",
              "Whether to look up the name of the address; if not, the address is the name."),
          FlagSpec.of(
              "resources",
              TEXT,
              "What may be used here, as NAME(ROLE):VALUE;... or as JSON. What is not named of cpus,"
                  + " mem, disk and ports is found on the host."),
          FlagSpec.of("default_role", TEXT, "*", "Role of resources that name none."),
          FlagSpec.of("attributes", TEXT, "What schedulers may want to know: NAME:VALUE;..."),
          FlagSpec.of(
              "domain",
              JSON,
              "Where this agent is, as JSON: {\"fault_domain\": {\"region\": {\"name\": \"...\"},"
                  + " \"zone\": {\"name\": \"...\"}}}. The master must say where it is, too."),
          FlagSpec.of(
              "authorizer",
              TEXT,
              "Authorizer plugin that decides who may see what; none: everybody may see all."),
          FlagSpec.of("containerizers", TEXT, "mesos", "Containerizers, the first that fits runs."),
          FlagSpec.of(
              "isolation",
              TEXT,
              "filesystem/posix,posix/cpu,posix/mem",
              "Isolators of the containers; filesystem/posix comes with them if none gives files."),
          FlagSpec.of(
              "isolator_wait",
              DURATION,
              "10secs",
              "How long a launch waits for an isolator that is missing; 0secs: it fails at once."),
          FlagSpec.of(
              "plugin_timeout",
              DURATION,
              "1mins",
              "How long a call into a plugin may take before the plugin is put out of use."),
          FlagSpec.of("launcher", TEXT, "posix", "How the containerizer starts processes."),
          FlagSpec.of(
              "executor_environment_variables",
              TEXT,
              "Variables for every task, as a JSON object of texts."),
          FlagSpec.of(
              "executor_registration_timeout",
              DURATION,
              "1mins",
              "How long a container may take to start before it is given up."),
          FlagSpec.of(
              "executor_shutdown_grace_period",
              DURATION,
              "5secs",
              "How long the tasks of a framework that is gone have to end by themselves."),
          FlagSpec.of("switch_user", BOOL, "true", "Whether tasks run as their users."),
          FlagSpec.of(
              "root_submissions",
              BOOL,
              "true",
              "Whether tasks may run as root. A master's flag of this name is only about frameworks."),
          FlagSpec.of(
              "recover",
              TEXT,
              "reconnect",
              "What to do with tasks of a former life: reconnect, or cleanup (end them and exit)."),
          FlagSpec.of(
              "strict",
              BOOL,
              "true",
              "Whether what cannot be read ends the agent's start. After a reboot it is given up."),
          FlagSpec.of(
              "recovery_timeout", DURATION, "15mins", "How long executors wait for the agent."),
          FlagSpec.of(
              "registration_backoff_factor",
              DURATION,
              "1secs",
              "First bound of the random wait between attempts to register; it doubles each time."),
          FlagSpec.of("gc_delay", DURATION, "1weeks", "How long sandboxes are kept at most."),
          FlagSpec.of(
              "gc_disk_headroom",
              DOUBLE,
              "0.1",
              "Share of the disk to be kept free, 0 to 1; the fuller it is, the earlier sandboxes"
                  + " go."),
          FlagSpec.of("disk_watch_interval", DURATION, "1mins", "How often the disk is looked at."),
          FlagSpec.of(
              "max_completed_executors_per_framework",
              INT,
              "150",
              "How many executors that are over are remembered of each framework."),
          FlagSpec.of("external_log_file", PATH, "Log file for /files to show."));

  private AgentFlags() {}

  /**
   * Reads and checks what the operator gave.
   *
   * @throws FlagException if something is wrong; the message names the flag
   */
  public static Flags parse(Map<String, String> given) {
    Flags flags = Flags.parse(SPECS, given);
    required(flags, "master", "the address of a master, HOST:PORT");
    required(flags, "work_dir", "a folder for sandboxes and checkpoints");
    check(flags, "master", v -> MASTER.matcher(v).matches(), "HOST:PORT");
    check(flags, "recover", List.of("reconnect", "cleanup")::contains, "reconnect or cleanup");
    check(flags, "port", v -> inRange(Integer.parseInt(v), 0, 65535), "0 to 65535");
    check(flags, "launcher", "posix"::equals, "posix");
    check(flags, "gc_disk_headroom", v -> within(Double.parseDouble(v)), "0 to 1");
    check(
        flags,
        "max_completed_executors_per_framework",
        v -> inRange(Integer.parseInt(v), 0, 100_000),
        "0 to 100000");
    check(
        flags,
        "isolator_wait",
        v -> !Durations.parse(v).isNegative(),
        "a duration that is not negative");
    check(
        flags,
        "plugin_timeout",
        v -> Durations.parse(v).compareTo(Duration.ofMillis(100)) >= 0,
        "at least 100ms");
    executorEnvironment(flags);
    domain(flags);
    return flags;
  }

  /** The operator's variables for every task. */
  public static Map<String, String> executorEnvironment(Flags flags) {
    Optional<String> text = flags.text("executor_environment_variables");
    return text.isEmpty()
        ? Map.of()
        : JsonObject.ofTexts("executor_environment_variables", text.get());
  }

  /** Where the agent is, if the operator says so. */
  public static Optional<DomainInfo> domain(Flags flags) {
    return flags.parsed("domain", Domains::parse);
  }

  private static void required(Flags flags, String name, String what) {
    if (!flags.has(name)) {
      throw new FlagException("Flag --" + name + " is missing: " + what);
    }
  }

  private static void check(Flags flags, String name, Predicate<String> fit, String expected) {
    String value = flags.text(name).orElse("");
    if (flags.has(name) && !fit.test(value)) {
      throw FlagException.invalid(name, value, expected);
    }
  }

  private static boolean inRange(int value, int least, int most) {
    return value >= least && value <= most;
  }

  private static boolean within(double value) {
    return value >= 0 && value <= 1;
  }
}
