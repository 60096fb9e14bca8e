package org.meseta.master.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meseta.master.state.Agent;
import org.meseta.master.state.Cluster;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.MasterInfo;
import org.meseta.protocol.v1.Offer;
import org.meseta.protocol.v1.Operation;
import org.meseta.protocol.v1.OperationState;
import org.meseta.protocol.v1.OperationStatus;
import org.meseta.protocol.v1.UUID;
import org.meseta.resources.Domains;

/** Where master and agents are, and what agents are to do, as clients see it. */
class DomainsAndOperationsTest {
  private ServedMaster served;

  @BeforeEach
  void start() throws IOException {
    served = new ServedMaster();
    served.master.cluster = somewhere(served.master.cluster);
  }

  @AfterEach
  void stop() {
    served.close();
  }

  private static String domain(String zone) {
    return "{\"fault_domain\":{\"region\":{\"name\":\"r\"},\"zone\":{\"name\":\"%s\"}}}"
        .formatted(zone);
  }

  private static Cluster somewhere(Cluster cluster) {
    MasterInfo master =
        cluster.master().toBuilder().setDomain(Domains.parse(domain("masters"))).build();
    Map<AgentID, Agent> agents =
        cluster.agents().values().stream()
            .map(agent -> agent.with(DomainsAndOperationsTest::change))
            .collect(Collectors.toMap(Agent::id, Function.identity()));
    return new Cluster(
        master,
        Optional.of(master),
        cluster.startTime(),
        cluster.electedTime(),
        agents,
        cluster.absent(),
        cluster.frameworks(),
        cluster.completedFrameworks(),
        cluster.weights(),
        cluster.quotas());
  }

  private static void change(Agent.Draft agent) {
    agent.info = agent.info.toBuilder().setDomain(Domains.parse(domain("agents"))).build();
    ByteString uuid = ByteString.copyFrom(new byte[16]);
    Operation reserve =
        Operation.newBuilder()
            .setUuid(UUID.newBuilder().setValue(uuid))
            .setAgentId(agent.info.getId())
            .setInfo(Offer.Operation.newBuilder().setType(Offer.Operation.Type.RESERVE))
            .setLatestStatus(
                OperationStatus.newBuilder().setState(OperationState.OPERATION_PENDING))
            .build();
    agent.operations = agent.operations.and(uuid, reserve);
  }

  @ParameterizedTest
  @CsvSource({"/state, true", "/slaves, false"})
  void oldEndpointsSayWhereMasterAndAgentsAre(String path, boolean master) throws Exception {
    String body = served.get(path).body();
    assertThat(body).contains("\"domain\":" + domain("agents"));
    assertThat(body.contains("\"domain\":" + domain("masters"))).isEqualTo(master);
    if (master) {
      assertThat(body.split("\"leader_info\"", 2)[1]).contains(domain("masters"));
    }
  }

  @ParameterizedTest
  @CsvSource({"GET_MASTER, masters", "GET_AGENTS, agents", "GET_STATE, agents"})
  void callsSayWhereMasterAndAgentsAre(String type, String zone) throws Exception {
    assertThat(served.post("/api/v1", "{\"type\":\"" + type + "\"}").body())
        .contains("\"domain\":" + domain(zone));
  }

  @Test
  void offersInListsSayWhereTheirAgentsAre() throws Exception {
    assertThat(served.post("/api/v1", "{\"type\":\"GET_FRAMEWORKS\"}").body())
        .contains("\"offers\":[{", "\"domain\":" + domain("agents"));
  }

  @Test
  void operationsAreListed() throws Exception {
    assertThat(served.post("/api/v1", "{\"type\":\"GET_OPERATIONS\"}").body())
        .contains("\"get_operations\":{\"operations\":[{", "RESERVE", "OPERATION_PENDING");
  }
}
