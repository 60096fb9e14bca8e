package org.meseta.master.loop;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.meseta.master.api.MasterFlags;
import org.meseta.master.api.Outcome;
import org.meseta.plugin.authorizer.Principal;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.runtime.SystemRuntime;

/** The master on threads and time as they are in production. */
class MasterThreadsTest {

  @Test
  void answersEveryCallAtOnceWhicheverThreadAsks() throws Exception {
    try (SystemRuntime runtime = new SystemRuntime()) {
      MasterFlags flags = MasterFlags.parse(Map.of("hostname", "localhost"));
      MasterLoop master =
          new MasterLoop(runtime, flags, MasterIdentity.of(flags, runtime.newUuid()));
      FrameworkID unknown = FrameworkID.newBuilder().setValue("unknown").build();
      for (int i = 0; i < 5_000; i++) {
        Outcome outcome =
            master.teardown(Principal.ANONYMOUS, unknown).toCompletableFuture().get(5, SECONDS);
        assertThat(outcome).isEqualTo(Outcome.invalid("No framework found with specified ID"));
      }
      master.close();
    }
  }
}
