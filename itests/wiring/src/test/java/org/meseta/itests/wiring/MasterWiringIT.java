package org.meseta.itests.wiring;

import static org.junit.Assert.assertEquals;

import java.io.IOException;
import java.util.List;
import org.junit.Test;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.osgi.framework.Bundle;

/** The distribution as a master. */
public class MasterWiringIT extends Wiring {

  private static final String MASTER = "org.meseta.master";
  private static final String ALLOCATOR = "org.meseta.plugins.allocator.hierarchical";

  public MasterWiringIT() {
    super("master");
  }

  @Configuration
  public Option[] master() throws IOException {
    return Distribution.inRole("master", "--allocation_interval=20ms");
  }

  @Test
  public void anAllocatorThatComesBackIsUsedAgain() throws Exception {
    Bundle plugin = process().bundle(ALLOCATOR).orElseThrow();
    Eventually.holds("the allocator runs", () -> runs() > 0);
    plugin.stop();
    assertEquals(List.of(), process().users("hierarchical"));
    plugin.start();
    Eventually.holds("the master uses it", () -> process().users("hierarchical").contains(MASTER));
    long before = runs();
    Eventually.holds("the allocator runs again", () -> runs() > before);
  }

  private long runs() throws IOException, InterruptedException {
    return process().figure("allocator/mesos/allocation_runs").orElse(0);
  }
}
