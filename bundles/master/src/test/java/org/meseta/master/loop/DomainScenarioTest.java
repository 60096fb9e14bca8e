package org.meseta.master.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.meseta.plugins.allocator.hierarchical.HierarchicalFactory;
import org.meseta.protocol.v1.AgentInfo;
import org.meseta.protocol.v1.DomainInfo;
import org.meseta.protocol.v1.FrameworkInfo.Capability;
import org.meseta.protocol.v1.Offer;
import org.meseta.protocol.v1.scheduler.Event;
import org.meseta.resources.Domains;

/** Masters and agents say in which region and zone they are. */
class DomainScenarioTest {
  private static final String HERE = json("here", "a");

  static String json(String region, String zone) {
    return "{\"fault_domain\":{\"region\":{\"name\":\"%s\"},\"zone\":{\"name\":\"%s\"}}}"
        .formatted(region, zone);
  }

  private static DomainInfo domain(String region, String zone) {
    return Domains.parse(json(region, zone));
  }

  private static TestAgent agent(MasterRig rig, String name) {
    return new TestAgent(rig, name, "cpus:4;mem:1024").able(AgentInfo.Capability.Type.MULTI_ROLE);
  }

  private static TestAgent agentIn(MasterRig rig, String region, String name) {
    TestAgent agent = agent(rig, name);
    agent.info = agent.info.toBuilder().setDomain(domain(region, "z")).build();
    return agent;
  }

  @Test
  void tellsSchedulersAndOperatorsWhereTheMasterIs() {
    MasterRig rig = new MasterRig(Map.of("domain", HERE));
    TestScheduler scheduler = rig.scheduler("s").subscribe();

    assertThat(rig.master.cluster().master().getDomain()).isEqualTo(domain("here", "a"));
    assertThat(scheduler.all(Event.Type.SUBSCRIBED).get(0).getSubscribed().getMasterInfo())
        .isEqualTo(rig.master.cluster().master());
  }

  @Test
  void refusesAgentsThatSayWhereTheyAreIfTheMasterDoesNot() {
    MasterRig rig = new MasterRig(Map.of());
    TestAgent agent = agentIn(rig, "here", "a");
    agent.askToRegister();
    rig.time.run();

    assertThat(agent.link.closed).contains("domain");
    assertThat(agent.received).isEmpty();
    assertThat(rig.master.cluster().agents()).isEmpty();
  }

  @Test
  void refusesAgentsThatDoNotSayWhereTheyAreIfTheyMust() {
    MasterRig rig = new MasterRig(Map.of("domain", HERE, "require_agent_domain", "true"));
    TestAgent silent = agent(rig, "silent");
    silent.askToRegister();
    TestAgent open = agentIn(rig, "here", "open").register();

    assertThat(silent.link.closed).contains("require_agent_domain");
    assertThat(rig.master.cluster().agents().keySet()).containsExactly(open.id());

    open.info = open.info.toBuilder().clearDomain().build();
    open.connect();
    open.reregister(m -> m);
    assertThat(open.link.closed).contains("require_agent_domain");
  }

  @Test
  void offersSayWhereAgentsAreAndFarOnesGoToThoseWhoKnowOfRegions() {
    MasterRig rig = new MasterRig(Map.of("domain", HERE));
    rig.master.install(new HierarchicalFactory());
    rig.seconds(1);
    TestAgent near = agentIn(rig, "here", "near").register();
    TestAgent far = agentIn(rig, "there", "far").register();
    TestAgent somewhere = agent(rig, "somewhere").register();

    TestScheduler unaware = rig.scheduler("unaware").subscribe();
    rig.seconds(2);
    assertThat(unaware.offers())
        .extracting(Offer::getAgentId)
        .containsExactlyInAnyOrder(near.id(), somewhere.id());
    assertThat(unaware.offers())
        .allSatisfy(
            offer -> assertThat(offer.hasDomain()).isEqualTo(offer.getAgentId().equals(near.id())));

    TestScheduler aware = rig.scheduler("aware", Capability.Type.REGION_AWARE).subscribe();
    rig.seconds(2);
    assertThat(aware.offers()).extracting(Offer::getAgentId).isEqualTo(List.of(far.id()));
    assertThat(aware.lastOffer().getDomain()).isEqualTo(domain("there", "z"));
  }
}
