package org.meseta.master.calls;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.OfferID;

/** Makes the ids that a master gives away. They begin with its own. */
public final class NewIds {
  private static final int UUID_BYTES = 16;

  private final String master;
  private final Supplier<UUID> uuids;
  private long agents;
  private long frameworks;
  private long offers;

  /**
   * @param uuids makes new ones
   */
  public NewIds(String master, Supplier<UUID> uuids) {
    this.master = master;
    this.uuids = uuids;
  }

  AgentID agent() {
    return AgentID.newBuilder().setValue(master + "-S" + agents++).build();
  }

  /** The next id that nobody has chosen for himself. */
  FrameworkID framework(Predicate<FrameworkID> taken) {
    FrameworkID id;
    do {
      String number = String.format(Locale.ROOT, "%04d", frameworks++);
      id = FrameworkID.newBuilder().setValue(master + "-" + number).build();
    } while (taken.test(id));
    return id;
  }

  /** The 16 bytes of a new uuid. */
  ByteString uuid() {
    UUID uuid = uuids.get();
    ByteBuffer bytes =
        ByteBuffer.allocate(UUID_BYTES)
            .putLong(uuid.getMostSignificantBits())
            .putLong(uuid.getLeastSignificantBits());
    return ByteString.copyFrom(bytes.flip());
  }

  OfferID offer() {
    return OfferID.newBuilder().setValue(master + "-O" + offers++).build();
  }
}
