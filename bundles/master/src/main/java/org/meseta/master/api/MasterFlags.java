package org.meseta.master.api;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.meseta.plugin.allocator.AllocatorOptions;
import org.meseta.protocol.v1.DomainInfo;
import org.meseta.resources.RegexLimits;
import org.meseta.runtime.Durations;
import org.meseta.runtime.FlagException;
import org.meseta.runtime.FlagSpec;
import org.meseta.runtime.FlagSpec.Kind;
import org.meseta.runtime.Flags;

/**
 * What the operator asked of a master, checked.
 *
 * @param flags all of them, for showing
 * @param ip address it listens on
 * @param port port it listens on
 * @param hostname its name, if the operator gave one
 * @param advertiseIp address it tells others instead of its own
 * @param advertisePort port it tells others instead of its own; never 0
 * @param cluster name of the cluster
 * @param agentSilenceLimit after which an agent that is not heard is held to be unreachable
 * @param agentReregisterTimeout how long an agent that lost its link may take to come back
 * @param agentRemovalGap least time between two agents that are given up; empty: none
 * @param allocator name of the allocator plugin
 * @param authorizer name of the authorizer plugin; empty: everybody may do everything
 * @param allocation what concerns any allocator
 * @param offerTimeout after which an offer is taken back; empty: never
 * @param roles the only roles besides {@code *} that frameworks may have; empty: all
 * @param rootSubmissions whether frameworks may run tasks as root by default
 * @param maxCompletedFrameworks how many to remember
 * @param maxCompletedTasks how many to remember of each framework
 * @param maxUnreachableTasks how many to remember of each framework
 * @param maxExecutorsPerAgent agents with so many executors are not offered; empty: no bound
 * @param whitelist file with the hostnames that may be offered, one a line; empty: all may
 */
public record MasterFlags(
    Flags flags,
    String ip,
    int port,
    Optional<String> hostname,
    Optional<String> advertiseIp,
    OptionalInt advertisePort,
    Optional<String> cluster,
    Duration agentSilenceLimit,
    Duration agentReregisterTimeout,
    Optional<Duration> agentRemovalGap,
    String allocator,
    Optional<String> authorizer,
    AllocatorOptions allocation,
    Optional<Duration> offerTimeout,
    Optional<Set<String>> roles,
    boolean rootSubmissions,
    int maxCompletedFrameworks,
    int maxCompletedTasks,
    int maxUnreachableTasks,
    OptionalInt maxExecutorsPerAgent,
    Optional<Path> whitelist) {

  private static final String REPLICATED_LOG = "replicated_log";
  private static final String IN_MEMORY = "in_memory";

  /** All flags of a master, in the order of their names. */
  public static final List<FlagSpec> SPECS =
      List.of(
          FlagSpec.of(
              "advertise_ip", Kind.TEXT, "Address that others are told to reach this master at."),
          FlagSpec.of(
              "advertise_port", Kind.INT, "Port that others are told to reach this master at."),
          FlagSpec.of(
                  "agent_ping_timeout",
                  Kind.DURATION,
                  "15secs",
                  "Time between two signs of life on an agent's link.")
              .formerly("slave_ping_timeout"),
          FlagSpec.of(
                  "agent_removal_rate_limit",
                  Kind.TEXT,
                  "How many agents may be given up in which time, as in 1/10mins; none: any number.")
              .formerly("slave_removal_rate_limit"),
          FlagSpec.of(
                  "agent_reregister_timeout",
                  Kind.DURATION,
                  "10mins",
                  "Time for an agent that lost its link to come back before it counts as unreachable.")
              .formerly("slave_reregister_timeout"),
          FlagSpec.of(
              "allocation_interval",
              Kind.DURATION,
              "1secs",
              "Time between two allocations over all agents."),
          FlagSpec.of(
              "allocator",
              Kind.TEXT,
              "hierarchical",
              "Allocator plugin that decides who is offered what; of several, with commas between, the"
                  + " first that is there."),
          FlagSpec.of(
              "allocator_agent_recovery_factor",
              Kind.TEXT,
              "0.80",
              "Share of the agents of the master before that must be back before anything is offered,"
                  + " if some role has a quota."),
          FlagSpec.of(
              "allocator_recovery_timeout",
              Kind.DURATION,
              "10mins",
              "Time after which something is offered even if not so many agents are back."),
          FlagSpec.of(
              "authorizers",
              Kind.TEXT,
              "Authorizer plugin that decides who may do what; none: everybody may do everything."),
          FlagSpec.of("cluster", Kind.TEXT, "Name of the cluster, for people."),
          FlagSpec.of(
              "domain",
              Kind.JSON,
              "Where this master is, as JSON: {\"fault_domain\": {\"region\": {\"name\": \"...\"},"
                  + " \"zone\": {\"name\": \"...\"}}}. Agents in other regions are for frameworks"
                  + " with the capability REGION_AWARE."),
          FlagSpec.of(
              "fair_sharing_excluded_resource_names",
              Kind.TEXT,
              "Names of resources that do not count in anybody's share, with commas between."),
          FlagSpec.of(
              "filter_gpu_resources",
              Kind.BOOL,
              "true",
              "Keep agents with gpus for frameworks that ask for gpus."),
          FlagSpec.of(
              "framework_sorter",
              Kind.TEXT,
              "drf",
              "In which order frameworks of a role are served: drf, random or a sorter plugin."),
          FlagSpec.of("hostname", Kind.TEXT, "Name that others are told for this host."),
          FlagSpec.of(
              "hostname_lookup",
              Kind.BOOL,
              "true",
              "Find out the host's name if none is given; else its address is used."),
          FlagSpec.of("ip", Kind.TEXT, "127.0.0.1", "Address to listen on."),
          FlagSpec.of(
                  "max_agent_ping_timeouts",
                  Kind.INT,
                  "5",
                  "How many signs of life may be missing before an agent counts as unreachable.")
              .formerly("max_slave_ping_timeouts"),
          FlagSpec.of(
              "max_completed_frameworks",
              Kind.INT,
              "50",
              "How many frameworks that ended are remembered."),
          FlagSpec.of(
              "max_completed_tasks_per_framework",
              Kind.INT,
              "1000",
              "How many tasks that ended are remembered of each framework."),
          FlagSpec.of(
                  "max_executors_per_agent",
                  Kind.INT,
                  "How many executors an agent may have before it is no longer offered.")
              .formerly("max_executors_per_slave"),
          FlagSpec.of(
              "max_unreachable_tasks_per_framework",
              Kind.INT,
              "1000",
              "How many tasks on unreachable agents are remembered of each framework."),
          FlagSpec.of(
              "min_allocatable_resources",
              Kind.TEXT,
              "cpus:0.01|mem:32",
              "Least amounts worth offering: ; means and, | means or; empty: anything is."),
          FlagSpec.of(
              "offer_constraints_re2_max_mem",
              Kind.BYTES,
              "4KB",
              "Bytes of text that a regular expression in offer constraints may have."),
          FlagSpec.of(
              "offer_constraints_re2_max_program_size",
              Kind.INT,
              "100",
              "Instructions that a regular expression in offer constraints may compile to."),
          FlagSpec.of(
              "offer_timeout",
              Kind.DURATION,
              "Time after which an offer is taken back; none: never."),
          FlagSpec.of(
              "plugin_timeout",
              Kind.DURATION,
              "30secs",
              "How long a call into a plugin may take before the plugin is put out of use."),
          FlagSpec.of("port", Kind.INT, "5050", "Port to listen on."),
          FlagSpec.of(
              "quorum",
              Kind.INT,
              "1",
              "How many masters must have written down a change; 1, as the registry has one member."),
          FlagSpec.of(
                  "recovery_agent_removal_limit",
                  Kind.TEXT,
                  "100%",
                  "Share of the agents of the master before that may be given up at once; if more are"
                      + " missing, the master ends.")
              .formerly("recovery_slave_removal_limit"),
          FlagSpec.of(
              "registry",
              Kind.TEXT,
              REPLICATED_LOG,
              "Where the master keeps what must outlive it: replicated_log (below the work_dir) or"
                  + " in_memory (nowhere)."),
          FlagSpec.of(
              "registry_fetch_timeout",
              Kind.DURATION,
              "1mins",
              "Time for reading what the master before has kept; if it takes longer, this one ends."),
          FlagSpec.of(
              "registry_gc_interval",
              Kind.DURATION,
              "15mins",
              "Time between two looks for agents that need not be remembered any longer."),
          FlagSpec.of(
              "registry_max_agent_age",
              Kind.DURATION,
              "2weeks",
              "How long an agent that is unreachable or gone is remembered."),
          FlagSpec.of(
              "registry_max_agent_count",
              Kind.INT,
              "102400",
              "How many agents that are unreachable, and how many that are gone, are remembered."),
          FlagSpec.of(
              "registry_store_timeout",
              Kind.DURATION,
              "20secs",
              "Time for writing down a change; if it takes longer, the master ends."),
          FlagSpec.of(
              "registry_strict",
              Kind.BOOL,
              "false",
              "Must be false: agents that are not in the registry may come back."),
          FlagSpec.of(
              "require_agent_domain",
              Kind.BOOL,
              "false",
              "Whether agents that do not say where they are (--domain) are refused."),
          FlagSpec.of(
                  "role_sorter",
                  Kind.TEXT,
                  "drf",
                  "In which order roles are served: drf, random or a sorter plugin.")
              .formerly("user_sorter"),
          FlagSpec.of(
              "roles",
              Kind.TEXT,
              "The only roles that frameworks may have, with commas between; none: all."),
          FlagSpec.of("root_submissions", Kind.BOOL, "true", "Whether root may run frameworks."),
          FlagSpec.of(
              "weights",
              Kind.TEXT,
              "Weight of roles as role=weight, with commas between; other roles have 1."),
          FlagSpec.of(
              "whitelist",
              Kind.PATH,
              "File of the hostnames that may be offered, one a line; none: all may."),
          FlagSpec.of("work_dir", Kind.PATH, "Folder for what the master keeps on disk."));

  private static final Duration LEAST_REREGISTER_TIMEOUT = Duration.ofMinutes(10);

  /**
   * Checks flags.
   *
   * @param given value by name, without dashes
   * @throws FlagException if one is unknown or not valid; the message names it
   */
  public static MasterFlags parse(Map<String, String> given) {
    Flags flags = Flags.parse(SPECS, given);
    oneOf(flags, "registry", REPLICATED_LOG, IN_MEMORY);
    only(flags, "registry_strict", "false");
    only(flags, "quorum", "1");
    positive(flags, "registry_fetch_timeout");
    positive(flags, "registry_store_timeout");
    positive(flags, "allocator_recovery_timeout");
    share(flags, "allocator_agent_recovery_factor", 1);
    removalLimit(flags);
    between(flags, "plugin_timeout", Duration.ofMillis(100), Duration.ofHours(1));
    between(flags, "registry_gc_interval", Duration.ofSeconds(1), Duration.ofDays(3650));
    positive(flags, "registry_max_agent_age");
    atLeast(flags, "registry_max_agent_count", 0);
    atLeast(flags, "offer_constraints_re2_max_program_size", 1);
    return new MasterFlags(
        flags,
        flags.required("ip"),
        port(flags, "port", 0).getAsInt(),
        flags.text("hostname"),
        flags.text("advertise_ip"),
        port(flags, "advertise_port", 1),
        flags.text("cluster"),
        silenceLimit(flags),
        between(flags, "agent_reregister_timeout", LEAST_REREGISTER_TIMEOUT, Duration.ofDays(3650)),
        flags.text("agent_removal_rate_limit").map(MasterFlags::gap),
        flags.required("allocator"),
        flags.text("authorizers"),
        AllocationFlags.of(flags, positive(flags, "allocation_interval")),
        flags.text("offer_timeout").map(text -> positive(flags, "offer_timeout")),
        flags.text("roles").map(text -> AllocationFlags.roles("roles", text)),
        flags.bool("root_submissions"),
        atLeast(flags, "max_completed_frameworks", 0),
        atLeast(flags, "max_completed_tasks_per_framework", 0),
        atLeast(flags, "max_unreachable_tasks_per_framework", 0),
        flags.has("max_executors_per_agent")
            ? OptionalInt.of(atLeast(flags, "max_executors_per_agent", 1))
            : OptionalInt.empty(),
        flags.path("whitelist"));
  }

  /** Where this master is, if the operator says so. */
  public Optional<DomainInfo> domain() {
    return AllocationFlags.domain(flags);
  }

  /** Whether agents must say where they are. */
  public boolean requireAgentDomain() {
    return flags.bool("require_agent_domain");
  }

  /** How large regular expressions may be that frameworks send. */
  public RegexLimits regexLimits() {
    return new RegexLimits(
        flags.bytes("offer_constraints_re2_max_mem"),
        flags.integer("offer_constraints_re2_max_program_size"));
  }

  /** How long a call into a plugin may take. */
  public Duration pluginTimeout() {
    return flags.duration("plugin_timeout");
  }

  /**
   * Where the registry's log is kept; empty: nowhere.
   *
   * @throws FlagException if it has to be kept and no folder is given
   */
  public Optional<Path> registryFolder() {
    if (flags.required("registry").equals(IN_MEMORY)) {
      return Optional.empty();
    }
    Optional<Path> folder = flags.path("work_dir");
    if (folder.isEmpty()) {
      throw new FlagException("--registry=" + REPLICATED_LOG + " needs a --work_dir");
    }
    return folder.map(path -> path.resolve(REPLICATED_LOG));
  }

  /** How long it may take until the registry is read. */
  public Duration registryFetchTimeout() {
    return flags.duration("registry_fetch_timeout");
  }

  /** How long it may take until a change is written down. */
  public Duration registryStoreTimeout() {
    return flags.duration("registry_store_timeout");
  }

  /** More than this share of the agents of a predecessor, in percent, is not given up. */
  public double recoveryAgentRemovalLimit() {
    return removalLimit(flags);
  }

  /** The share of the agents of a predecessor, from 0 to 1, with which allocations begin. */
  public double allocatorAgentRecoveryFactor() {
    return share(flags, "allocator_agent_recovery_factor", 1);
  }

  /** Allocations begin after this time even without them. */
  public Duration allocatorRecoveryTimeout() {
    return flags.duration("allocator_recovery_timeout");
  }

  /** Time between two looks for agents that need not be remembered any longer. */
  public Duration registryGcInterval() {
    return flags.duration("registry_gc_interval");
  }

  /** How long an agent that is unreachable or gone is remembered. */
  public Duration registryMaxAgentAge() {
    return flags.duration("registry_max_agent_age");
  }

  /** How many agents that are unreachable, and how many that are gone, are remembered. */
  public int registryMaxAgentCount() {
    return flags.integer("registry_max_agent_count");
  }

  /** The port that others are told, if what the flag {@code port} says is where we listen. */
  public int publicPort() {
    return publicPort(port);
  }

  /** The port that others are told of a master that listens on this one. */
  public int publicPort(int listening) {
    return advertisePort.orElse(listening);
  }

  /** The address that others are told. */
  public String publicIp() {
    return advertiseIp.orElse(ip);
  }

  /** So many signs of life may be missing; an agent is given time for at least two. */
  private static Duration silenceLimit(Flags flags) {
    Duration ping =
        between(flags, "agent_ping_timeout", Duration.ofSeconds(1), Duration.ofMinutes(15));
    return ping.multipliedBy(Math.max(2, atLeast(flags, "max_agent_ping_timeouts", 1)));
  }

  /** A number of agents and a time, with a slash between. */
  private static Duration gap(String text) {
    String[] parts = text.split("/", -1);
    try {
      Duration time = Durations.parse(parts.length == 2 ? parts[1].strip() : "");
      Duration gap = time.dividedBy(Integer.parseInt(parts[0].strip()));
      if (!gap.isNegative() && !gap.isZero()) {
        return gap;
      }
    } catch (IllegalArgumentException | ArithmeticException e) {
      // refused below
    }
    throw FlagException.invalid("agent_removal_rate_limit", text, "agents/time, as in 1/10mins");
  }

  private static void only(Flags flags, String name, String value) {
    if (!flags.required(name).equals(value)) {
      throw FlagException.invalid(name, flags.required(name), value);
    }
  }

  private static void oneOf(Flags flags, String name, String... values) {
    if (!List.of(values).contains(flags.required(name))) {
      throw FlagException.invalid(name, flags.required(name), String.join(" or ", values));
    }
  }

  private static double removalLimit(Flags flags) {
    String text = flags.required("recovery_agent_removal_limit");
    double percent = text.endsWith("%") ? number(text.substring(0, text.length() - 1)) : Double.NaN;
    if (percent >= 0 && percent <= 100) {
      return percent;
    }
    throw FlagException.invalid("recovery_agent_removal_limit", text, "a share from 0% to 100%");
  }

  private static double share(Flags flags, String name, double most) {
    double share = number(flags.required(name));
    if (share >= 0 && share <= most) {
      return share;
    }
    throw FlagException.invalid(name, flags.required(name), "a number from 0 to " + most);
  }

  private static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  private static OptionalInt port(Flags flags, String name, int least) {
    if (!flags.has(name)) {
      return OptionalInt.empty();
    }
    int port = flags.integer(name);
    if (port < least || port > 65535) {
      throw FlagException.invalid(name, flags.required(name), "a port up to 65535");
    }
    return OptionalInt.of(port);
  }

  private static int atLeast(Flags flags, String name, int least) {
    if (flags.integer(name) < least) {
      throw FlagException.invalid(name, flags.required(name), "at least " + least);
    }
    return flags.integer(name);
  }

  private static Duration positive(Flags flags, String name) {
    return between(flags, name, Duration.ofNanos(1), Duration.ofDays(3650));
  }

  private static Duration between(Flags flags, String name, Duration least, Duration most) {
    Duration value = flags.duration(name);
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw FlagException.invalid(
          name,
          flags.required(name),
          "between " + Durations.format(least) + " and " + Durations.format(most));
    }
    return value;
  }
}
