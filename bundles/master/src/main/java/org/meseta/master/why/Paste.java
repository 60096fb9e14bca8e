package org.meseta.master.why;

import java.util.Optional;
import java.util.regex.Pattern;
import org.meseta.plugin.allocator.Quota;
import org.meseta.protocol.v1.AgentID;

/**
 * Commands as they are typed. The shell takes options before arguments only. Names that others
 * choose are only put into one if they cannot be anything else.
 */
final class Paste {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/-]*");
  private static final Pattern PATH = Pattern.compile("[A-Za-z0-9._/+-]+");
  private static final Pattern AMOUNTS = Pattern.compile("[A-Za-z0-9._:;-]*");

  private Paste() {}

  static Optional<String> kill(String framework, String task) {
    return plain("mesos:kill --framework " + framework + " " + task, framework, task);
  }

  static Optional<String> reactivate(AgentID agent) {
    return plain("mesos:agent-reactivate " + agent.getValue(), agent.getValue());
  }

  static Optional<String> whitelist(String host, String file) {
    return PATH.matcher(file).matches()
        ? plain("echo " + host + " >> " + file, host)
        : Optional.empty();
  }

  static Optional<String> unreserve(AgentID agent, String role, String amounts) {
    return AMOUNTS.matcher(amounts).matches()
        ? plain(
            "mesos:unreserve " + agent.getValue() + " " + role + " '" + amounts + "'",
            agent.getValue(),
            role)
        : Optional.empty();
  }

  /** So that the role has this quota; none takes it away. */
  static Optional<String> quota(String role, Quota quota) {
    String options =
        option("--guarantees", quota.guarantees().toString())
            + option("--limits", quota.limits().toString());
    if (!AMOUNTS.matcher(quota.guarantees().toString() + quota.limits()).matches()) {
      return Optional.empty();
    }
    return plain(
        options.isEmpty() ? "mesos:quota-remove " + role : "mesos:quota-set" + options + " " + role,
        role);
  }

  private static String option(String name, String amounts) {
    return amounts.isEmpty() ? "" : " " + name + " '" + amounts + "'";
  }

  static Optional<String> weight(String role, long weight) {
    return plain("mesos:weight-set " + role + " " + weight, role);
  }

  private static Optional<String> plain(String command, String... names) {
    for (String name : names) {
      if (!NAME.matcher(name).matches()) {
        return Optional.empty();
      }
    }
    return Optional.of(command);
  }
}
