package org.meseta.master.calls;

import java.util.Locale;
import java.util.function.Predicate;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.OfferID;

/** Makes the ids that a master gives away. They begin with its own. */
public final class NewIds {
  private final String master;
  private long agents;
  private long frameworks;
  private long offers;

  public NewIds(String master) {
    this.master = master;
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

  OfferID offer() {
    return OfferID.newBuilder().setValue(master + "-O" + offers++).build();
  }
}
