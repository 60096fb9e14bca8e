package org.meseta.master.calls;

import com.google.protobuf.ByteString;
import java.util.List;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.ExecutorID;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.MasterInfo;
import org.meseta.protocol.v1.Offer;
import org.meseta.protocol.v1.OfferID;
import org.meseta.protocol.v1.OperationStatus;
import org.meseta.protocol.v1.TaskStatus;
import org.meseta.protocol.v1.scheduler.Event;

/** Events as schedulers read them. */
final class Events {
  static final Event HEARTBEAT = of(Event.Type.HEARTBEAT).build();

  private Events() {}

  private static Event.Builder of(Event.Type type) {
    return Event.newBuilder().setType(type);
  }

  static Event subscribed(FrameworkID id, MasterInfo master, double heartbeatSeconds) {
    Event.Builder event = of(Event.Type.SUBSCRIBED);
    event
        .getSubscribedBuilder()
        .setFrameworkId(id)
        .setHeartbeatIntervalSeconds(heartbeatSeconds)
        .setMasterInfo(master);
    return event.build();
  }

  static Event offers(List<Offer> offers) {
    Event.Builder event = of(Event.Type.OFFERS);
    event.getOffersBuilder().addAllOffers(offers);
    return event.build();
  }

  static Event rescind(OfferID offer) {
    Event.Builder event = of(Event.Type.RESCIND);
    event.getRescindBuilder().setOfferId(offer);
    return event.build();
  }

  static Event update(TaskStatus status) {
    Event.Builder event = of(Event.Type.UPDATE);
    event.getUpdateBuilder().setStatus(status);
    return event.build();
  }

  static Event update(OperationStatus status) {
    Event.Builder event = of(Event.Type.UPDATE_OPERATION_STATUS);
    event.getUpdateOperationStatusBuilder().setStatus(status);
    return event.build();
  }

  static Event message(AgentID agent, ExecutorID executor, ByteString data) {
    Event.Builder event = of(Event.Type.MESSAGE);
    event.getMessageBuilder().setAgentId(agent).setExecutorId(executor).setData(data);
    return event.build();
  }

  static Event agentLost(AgentID agent) {
    Event.Builder event = of(Event.Type.FAILURE);
    event.getFailureBuilder().setAgentId(agent);
    return event.build();
  }

  static Event executorLost(AgentID agent, ExecutorID executor, int waitStatus) {
    Event.Builder event = of(Event.Type.FAILURE);
    event.getFailureBuilder().setAgentId(agent).setExecutorId(executor).setStatus(waitStatus);
    return event.build();
  }

  static Event error(String message) {
    Event.Builder event = of(Event.Type.ERROR);
    event.getErrorBuilder().setMessage(message);
    return event.build();
  }
}
