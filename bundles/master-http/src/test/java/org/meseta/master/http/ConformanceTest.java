package org.meseta.master.http;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.meseta.testkit.conformance.Caller;
import org.meseta.testkit.conformance.ConformanceContract;

class ConformanceTest extends ConformanceContract {
  private ServedMaster served;

  @BeforeAll
  void start() throws IOException {
    served = new ServedMaster();
  }

  @AfterAll
  void stop() {
    served.close();
  }

  @Override
  protected List<String> groups() {
    // The process goes first: an operator sets its logging level.
    return List.of("process", "scheduler", "operator", "views", "files");
  }

  @Override
  protected Set<String> exceptions() {
    return Set.of(
        // Refused with 501 for now; a real master goes on to say what is wrong.
        "errors/op_drain_unknown",
        "errors/op_reserve_unknown",
        // A real master has this name no more; we keep it for old tools.
        "master/files_debug_json.rich");
  }

  @Override
  protected Caller daemon() {
    return served.caller;
  }
}
