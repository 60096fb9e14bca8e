package org.meseta.master.agents;

import java.util.Optional;
import org.meseta.master.state.Agent;
import org.meseta.protocol.v1.AgentInfo;
import org.meseta.resources.ResourceException;
import org.meseta.resources.Resources;

/** Says why an agent is not admitted. */
public final class Admission {
  private static final int MAX_PORT = 65535;

  private Admission() {}

  /**
   * Says why an agent cannot be part of this cluster.
   *
   * @param domains whether the master says where it is; else nobody could tell what is near
   * @param required whether agents must say where they are
   * @return a sentence without its full stop; empty if it can
   */
  public static Optional<String> invalid(
      AgentInfo info, String version, boolean domains, boolean required) {
    if (!isSupported(version)) {
      return Optional.of("Agent version '" + version + "' is not 1.0.0 or newer");
    }
    if (info.hasDomain() && !domains) {
      return Optional.of("Agent has a domain, but the master has none");
    }
    if (required && !info.hasDomain()) {
      return Optional.of("Agent has no domain, which --require_agent_domain asks for");
    }
    if (info.getHostname().isBlank() || info.getPort() < 1 || info.getPort() > MAX_PORT) {
      return Optional.of(
          "Agent address '" + info.getHostname() + ":" + info.getPort() + "' is not valid");
    }
    return invalidResources(info);
  }

  private static Optional<String> invalidResources(AgentInfo info) {
    try {
      Resources.of(info.getResourcesList());
      return Optional.empty();
    } catch (ResourceException e) {
      return Optional.of("Agent resources are not valid: " + e.getMessage());
    }
  }

  private static boolean isSupported(String version) {
    int dot = version.indexOf('.');
    try {
      return Integer.parseInt(dot < 0 ? version : version.substring(0, dot)) >= 1;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /** Whether a returning agent has moved to another host, which it must not. */
  public static boolean hasMoved(Agent known, AgentInfo info, String ip) {
    return !known.ip().equals(ip) || !known.info().getHostname().equals(info.getHostname());
  }

  /** Whether a new agent sits where a known one did. */
  public static boolean isSameAddress(Agent known, AgentInfo info, String ip) {
    return !hasMoved(known, info, ip) && known.info().getPort() == info.getPort();
  }
}
