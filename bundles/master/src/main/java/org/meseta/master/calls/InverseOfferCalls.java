package org.meseta.master.calls;

import java.util.List;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.OfferID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A framework answers inverse offers. None is ever made while no maintenance can be planned, so all
 * that are named are over; as in Mesos, nobody is told.
 */
final class InverseOfferCalls {
  private static final Logger LOG = LoggerFactory.getLogger(InverseOfferCalls.class);

  void accept(FrameworkID framework, List<OfferID> ids) {
    if (ids.isEmpty()) {
      LOG.warn("Framework {} accepts no inverse offers", framework.getValue());
    } else {
      over("accepts", framework, ids);
    }
  }

  void decline(FrameworkID framework, List<OfferID> ids) {
    over("declines", framework, ids);
  }

  private static void over(String what, FrameworkID framework, List<OfferID> ids) {
    LOG.warn(
        "Framework {} {} {} inverse offers that are no longer valid",
        framework.getValue(),
        what,
        ids.size());
  }
}
