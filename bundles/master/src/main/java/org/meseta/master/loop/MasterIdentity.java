package org.meseta.master.loop;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.UUID;
import org.meseta.master.api.MasterFlags;
import org.meseta.protocol.v1.MasterInfo;
import org.meseta.runtime.FlagException;
import org.meseta.runtime.Versions;

/** Who this master is. */
public final class MasterIdentity {

  private MasterIdentity() {}

  /**
   * Describes a master to others. May wait for a name server.
   *
   * @throws FlagException if an address is not valid
   */
  public static MasterInfo of(MasterFlags flags, UUID id) {
    InetAddress address = address(flags);
    String ip = address.getHostAddress();
    String hostname = flags.hostname().orElseGet(() -> hostname(flags, address));
    MasterInfo.Builder info =
        MasterInfo.newBuilder()
            .setId(id.toString())
            .setIp(number(address.getAddress()))
            .setHostname(hostname)
            .setVersion(Versions.MESOS);
    info.getAddressBuilder().setHostname(hostname).setIp(ip);
    flags.domain().ifPresent(info::setDomain);
    info.addCapabilitiesBuilder().setType(MasterInfo.Capability.Type.AGENT_UPDATE);
    return at(flags.publicPort(), info);
  }

  /** The same master at another port. */
  static MasterInfo at(int port, MasterInfo.Builder master) {
    master.setPort(port).setPid("master@" + master.getAddress().getIp() + ":" + port);
    master.getAddressBuilder().setPort(port);
    return master.build();
  }

  private static InetAddress address(MasterFlags flags) {
    try {
      InetAddress address = InetAddress.getByName(flags.publicIp());
      return address.isAnyLocalAddress() ? InetAddress.getLocalHost() : address;
    } catch (UnknownHostException e) {
      throw FlagException.invalid("ip", flags.publicIp(), "an address of this host");
    }
  }

  private static String hostname(MasterFlags flags, InetAddress address) {
    return flags.flags().bool("hostname_lookup")
        ? address.getCanonicalHostName()
        : address.getHostAddress();
  }

  /** As Mesos writes an address of four bytes: the first one is the lowest. */
  private static int number(byte[] address) {
    int number = 0;
    for (int i = 0; address.length == Integer.BYTES && i < address.length; i++) {
      number |= Byte.toUnsignedInt(address[i]) << (Byte.SIZE * i);
    }
    return number;
  }
}
