package org.meseta.itests.wiring;

import java.io.IOException;
import java.util.List;
import org.junit.Test;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;

/** The distribution as an agent, whose master nobody has started. */
public class AgentWiringIT extends Wiring {

  public AgentWiringIT() {
    super("agent");
  }

  @Configuration
  public Option[] agent() throws IOException {
    return Distribution.inRole("agent", "--master=127.0.0.1:1", "--runtime_dir=%s/run");
  }

  @Test
  public void thePluginsThatItsFlagsNameAreUsed() throws Exception {
    DaemonProcess process = process();
    Eventually.holds("mesos", () -> process.users("mesos").contains("org.meseta.agent"));
    for (String isolator : List.of("filesystem/posix", "posix/cpu", "posix/mem")) {
      Eventually.holds(
          isolator, () -> process.users(isolator).contains("org.meseta.containerizer"));
    }
  }
}
