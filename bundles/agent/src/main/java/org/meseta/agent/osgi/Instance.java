package org.meseta.agent.osgi;

import java.util.Map;
import java.util.Optional;
import org.meseta.agent.host.Share;
import org.meseta.runtime.Figures;
import org.meseta.runtime.Runtime;

/**
 * Which of several agents of a process an agent is.
 *
 * @param share number and count; empty if it is the only one
 */
record Instance(Optional<Share> share) {
  /** Property of a configuration and of the service: the agent's number, from 1. */
  static final String NUMBER = "agent.instance";

  /** Property of a configuration: how many agents there are. */
  static final String COUNT = "agent.instances";

  static Instance of(Map<String, Object> properties) {
    Object number = properties.get(NUMBER);
    Object count = properties.get(COUNT);
    return new Instance(
        number == null || count == null
            ? Optional.empty()
            : Optional.of(
                new Share(
                    Integer.parseInt(number.toString()), Integer.parseInt(count.toString()))));
  }

  /** An agent among others has figures of its own. */
  Runtime runtime(Runtime process) {
    return share.isPresent()
        ? new AgentRuntime(process, new Figures(), share.get().number())
        : process;
  }

  /** Properties of the agent's service. */
  Map<String, String> properties() {
    return share.map(s -> Map.of(NUMBER, Integer.toString(s.number()))).orElse(Map.of());
  }

  boolean alone() {
    return share.isEmpty();
  }

  @Override
  public String toString() {
    return share.map(s -> "Agent " + s.number() + " of " + s.of()).orElse("The agent");
  }
}
