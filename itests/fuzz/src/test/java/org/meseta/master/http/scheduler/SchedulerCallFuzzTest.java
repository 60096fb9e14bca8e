package org.meseta.master.http.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import org.meseta.itests.fuzz.Calls;
import org.meseta.master.api.AgentLink;
import org.meseta.master.api.MasterFlags;
import org.meseta.master.api.SchedulerStream;
import org.meseta.master.loop.MasterIdentity;
import org.meseta.master.loop.MasterLoop;
import org.meseta.plugin.authorizer.Principal;
import org.meseta.plugins.allocator.hierarchical.HierarchicalFactory;
import org.meseta.protocol.link.AgentMessage;
import org.meseta.protocol.link.MasterMessage;
import org.meseta.protocol.link.RegisterAgent;
import org.meseta.protocol.v1.AgentInfo;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.Offer;
import org.meseta.protocol.v1.TaskInfo;
import org.meseta.protocol.v1.scheduler.Call;
import org.meseta.protocol.v1.scheduler.Event;
import org.meseta.resources.Resources;
import org.meseta.runtime.ManualTime;

/** Well-formed protobuf that need not make sense, from a framework that holds an offer. */
class SchedulerCallFuzzTest {

  static Stream<byte[]> calls() {
    return Calls.samples().map(Call::toByteArray);
  }

  @MethodSource("calls")
  @FuzzTest(maxDuration = "5m")
  void leavesTheMasterSound(byte[] bytes) {
    Call call;
    try {
      call = Call.parseFrom(bytes);
    } catch (InvalidProtocolBufferException refused) {
      return;
    }
    if (SchedulerRules.broken(call, Principal.ANONYMOUS).isEmpty()) {
      new Rig().take(call);
    }
  }

  /** A master with an agent and a framework that was offered all of it. */
  private static final class Rig implements SchedulerStream, AgentLink {
    private final ManualTime time = new ManualTime(1);
    private final MasterLoop master;
    private final List<Event> events = new ArrayList<>();

    Rig() {
      MasterFlags flags = MasterFlags.parse(Map.of());
      master = new MasterLoop(time, flags, MasterIdentity.of(flags, time.newUuid()));
      master.install(new HierarchicalFactory());
      AgentInfo.Builder info =
          AgentInfo.newBuilder()
              .setHostname("h")
              .addAllResources(Resources.parse("cpus:4;mem:4096;ports:[1-9]", "*").toList());
      RegisterAgent.Builder register =
          RegisterAgent.newBuilder()
              .setAgent(info)
              .setVersion("1.11.0")
              .setRegistrationId("r")
              .addCapabilities(
                  AgentInfo.Capability.newBuilder().setType(AgentInfo.Capability.Type.MULTI_ROLE));
      master.agentConnected(this);
      master.agentSent(this, AgentMessage.newBuilder().setRegister(register).build());
      time.run();
      master.subscribe(Principal.ANONYMOUS, Calls.samples().findFirst().orElseThrow(), this);
      time.advance(Duration.ofSeconds(2));
    }

    /** What the call names becomes what there is, so that it gets beyond the first check. */
    void take(Call call) {
      if (call.getType() == Call.Type.SUBSCRIBE) {
        master.subscribe(Principal.ANONYMOUS, call, this);
      } else {
        master.call(Principal.ANONYMOUS, id(), fitting(call));
      }
      time.advance(Duration.ofSeconds(10));
      master.close();
      time.run();
      assertThat(time.failures()).isEmpty();
    }

    private Call fitting(Call call) {
      FrameworkID framework = master.cluster().frameworks().values().iterator().next().id();
      Call.Builder fitting = call.toBuilder().setFrameworkId(framework);
      events.stream()
          .filter(Event::hasOffers)
          .findFirst()
          .map(event -> event.getOffers().getOffers(0))
          .ifPresent(offer -> fit(fitting, offer));
      return fitting.build();
    }

    private static void fit(Call.Builder call, Offer offer) {
      if (call.hasDecline() && call.getDecline().getOfferIdsCount() > 0) {
        call.getDeclineBuilder().setOfferIds(0, offer.getId());
      }
      if (!call.hasAccept() || call.getAccept().getOfferIdsCount() == 0) {
        return;
      }
      call.getAcceptBuilder().setOfferIds(0, offer.getId());
      for (Offer.Operation.Builder operation : call.getAcceptBuilder().getOperationsBuilderList()) {
        if (operation.hasLaunch()) {
          operation.getLaunchBuilder().getTaskInfosBuilderList().forEach(t -> fit(t, offer));
        }
      }
    }

    private static void fit(TaskInfo.Builder task, Offer offer) {
      task.setAgentId(offer.getAgentId());
    }

    @Override
    public String id() {
      return "stream";
    }

    @Override
    public void send(Event event) {
      events.add(event);
    }

    @Override
    public void close() {}

    @Override
    public String description() {
      return "fuzz";
    }

    @Override
    public String ip() {
      return "127.0.0.1";
    }

    @Override
    public void send(MasterMessage message) {}

    @Override
    public void registered(boolean registered) {}

    @Override
    public void close(String reason) {}
  }
}
