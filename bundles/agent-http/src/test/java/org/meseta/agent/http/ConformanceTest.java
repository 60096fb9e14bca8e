package org.meseta.agent.http;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.meseta.testkit.conformance.Caller;
import org.meseta.testkit.conformance.ConformanceContract;

class ConformanceTest extends ConformanceContract {
  private ServedAgent served;

  @BeforeAll
  void start() throws IOException {
    served = new ServedAgent();
  }

  @AfterAll
  void stop() {
    served.close();
  }

  @Override
  protected List<String> groups() {
    return List.of("operator", "views", "process");
  }

  @Override
  protected Set<String> exceptions() {
    return Set.of(
        // Refused with 501 for now; there are no nested containers and no images.
        "errors/agent_kill_nested_unknown",
        "errors/agent_wait_unknown",
        "v1agent/PRUNE_IMAGES.rich",
        // A real agent has these names no more; we keep them for old tools.
        "agent/monitor_statistics.json.rich",
        "agent/state.json.rich");
  }

  @Override
  protected Caller daemon() {
    return served.caller;
  }
}
