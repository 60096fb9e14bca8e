package org.meseta.itests.simulation;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.meseta.agent.api.Agent;
import org.meseta.agent.flags.AgentFlags;
import org.meseta.agent.loop.AgentDaemon;
import org.meseta.agent.loop.AgentSetup;
import org.meseta.master.api.Master;
import org.meseta.master.api.MasterFlags;
import org.meseta.master.loop.MasterIdentity;
import org.meseta.master.loop.MasterLoop;
import org.meseta.plugin.allocator.AllocatorFactory;
import org.meseta.plugins.allocator.hierarchical.HierarchicalFactory;
import org.meseta.protocol.v1.AgentInfo;
import org.meseta.resources.Resources;
import org.meseta.runtime.Runtime;
import org.meseta.testkit.cluster.daemon.Daemons;

/** The daemons as they are. */
public final class RealDaemons implements Daemons {

  @Override
  public RunningMaster master(Runtime runtime, Map<String, String> given) {
    MasterFlags flags = MasterFlags.parse(given);
    return new Running(new MasterLoop(runtime, flags, MasterIdentity.of(flags, runtime.newUuid())));
  }

  private record Running(MasterLoop loop) implements RunningMaster {

    @Override
    public Master api() {
      return loop;
    }

    @Override
    public void install(AllocatorFactory factory) {
      loop.install(factory);
    }

    @Override
    public void removeAllocator() {
      loop.removeAllocator();
    }
  }

  @Override
  public AllocatorFactory allocator() {
    return new HierarchicalFactory();
  }

  @Override
  public Agent agent(Runtime runtime, Map<String, String> given, Site site) throws IOException {
    Map<String, String> flags = new HashMap<>(given);
    flags.put("master", "10.0.0.254:5050");
    flags.put("work_dir", site.work().toString());
    flags.put("resources", site.resources());
    flags.put("switch_user", "false");
    // How full the real disk is must not matter.
    flags.put("disk_watch_interval", "1000weeks");
    Resources total = Resources.parse(site.resources(), "*");
    AgentInfo info =
        AgentInfo.newBuilder()
            .setHostname(site.hostname())
            .setPort(5051)
            .addAllResources(total.toList())
            .build();
    AgentSetup setup =
        new AgentSetup(
            AgentFlags.parse(flags),
            info,
            total,
            site.bootId(),
            names -> CompletableFuture.completedFuture(List.of(site.containers())),
            site.exit()::now);
    AgentDaemon agent = new AgentDaemon(runtime, setup);
    agent.start();
    return agent;
  }
}
