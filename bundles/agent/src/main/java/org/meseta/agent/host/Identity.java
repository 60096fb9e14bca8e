package org.meseta.agent.host;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import org.meseta.agent.flags.AgentFlags;
import org.meseta.protocol.v1.AgentInfo;
import org.meseta.resources.Attributes;
import org.meseta.resources.ResourceException;
import org.meseta.resources.Resources;
import org.meseta.runtime.FlagException;
import org.meseta.runtime.Flags;

/**
 * Who this agent is and what it has, before it has an id.
 *
 * @param info as it registers
 * @param total resources of the info
 */
public record Identity(AgentInfo info, Resources total) {

  /**
   * Looks at flags and host. Blocks.
   *
   * @param share of the host that is the agent's
   * @throws FlagException if resources or attributes are not valid
   * @throws IOException if the host does not tell
   */
  public static Identity of(Flags flags, Share share) throws IOException {
    Path work = flags.path("work_dir").orElseThrow().toAbsolutePath().normalize();
    SafeFolders.create(work);
    Resources total = resources(flags, work, share);
    AgentInfo.Builder info =
        AgentInfo.newBuilder()
            .setHostname(hostname(flags))
            .setPort(flags.integer("port"))
            .addAllResources(total.toList());
    AgentFlags.domain(flags).ifPresent(info::setDomain);
    try {
      flags.text("attributes").map(Attributes::parse).ifPresent(info::addAllAttributes);
    } catch (ResourceException e) {
      throw new FlagException("Flag --attributes: " + e.getMessage());
    }
    return new Identity(info.build(), total);
  }

  private static Resources resources(Flags flags, Path work, Share share) throws IOException {
    try {
      return HostResources.of(
          flags.text("resources").orElse(""), flags.text("default_role").orElse("*"), work, share);
    } catch (ResourceException e) {
      throw new FlagException("Flag --resources: " + e.getMessage());
    }
  }

  private static String hostname(Flags flags) throws UnknownHostException {
    String ip = flags.text("ip").orElseThrow();
    if (flags.has("hostname")) {
      return flags.text("hostname").orElseThrow();
    }
    InetAddress address = InetAddress.getByName(ip);
    if (!flags.bool("hostname_lookup")) {
      return ip;
    }
    return address.isLoopbackAddress() ? "localhost" : address.getCanonicalHostName();
  }
}
