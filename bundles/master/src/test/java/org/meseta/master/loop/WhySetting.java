package org.meseta.master.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meseta.master.loop.MasterRig.task;
import static org.meseta.protocol.v1.FrameworkInfo.Capability.Type.MULTI_ROLE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.meseta.master.api.Explanation;
import org.meseta.master.api.Outcome;
import org.meseta.master.registry.Registered;
import org.meseta.plugin.authorizer.Principal;
import org.meseta.plugins.allocator.hierarchical.HierarchicalFactory;
import org.meseta.protocol.v1.AgentInfo;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.TaskState;
import org.meseta.protocol.v1.Value;
import org.meseta.protocol.v1.quota.QuotaConfig;

/** A cluster in which a framework waits for offers. */
final class WhySetting {
  final List<TestAgent> agents = new ArrayList<>();
  final MasterRig rig;
  TestScheduler other;

  private WhySetting(Map<String, String> more, Registered registered) {
    Map<String, String> flags = new HashMap<>(Map.of("domain", DomainScenarioTest.json("r", "z")));
    flags.putAll(more);
    rig = new MasterRig(flags, registered);
    rig.master.install(new HierarchicalFactory());
    rig.seconds(1);
    other = rig.scheduler("other");
  }

  WhySetting() {
    this(Map.of(), new Registered());
  }

  /** Whose master takes over from the one that wrote this. */
  WhySetting(Registered registered) {
    this(Map.of(), registered);
  }

  /** With these hosts on the whitelist. */
  static WhySetting listing(Path file, String... hosts) {
    try {
      Files.write(file, List.of(hosts));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new WhySetting(Map.of("whitelist", file.toString()), new Registered());
  }

  TestAgent agent(String resources) {
    return agent(resources, a -> a);
  }

  TestAgent agent(String resources, Function<TestAgent, TestAgent> change) {
    TestAgent agent = able(new TestAgent(rig, "host" + agents.size(), resources));
    agents.add(change.apply(agent).register());
    return agent;
  }

  /** An agent of the former master comes back. */
  void returns(TestAgent former) {
    able(former.at(rig)).reregister(m -> m);
  }

  private static TestAgent able(TestAgent agent) {
    agent.able(AgentInfo.Capability.Type.MULTI_ROLE);
    agent.able(AgentInfo.Capability.Type.HIERARCHICAL_ROLE);
    agent.able(AgentInfo.Capability.Type.RESERVATION_REFINEMENT);
    return agent;
  }

  TestScheduler scheduler(String name, String role) {
    return rig.scheduler(name, MULTI_ROLE)
        .with(i -> i.addRoles(role).setCheckpoint(true).setFailoverTimeout(1e6));
  }

  /** Another framework, which takes all there is. */
  void holder(String role) {
    other = scheduler("other", role).subscribe();
    rig.seconds(3);
  }

  void seconds(double seconds) {
    rig.seconds(seconds);
  }

  /** A task of the framework that waits takes all of an agent. */
  void run(TestScheduler scheduler, TestAgent agent, String id, String resources) {
    rig.seconds(2);
    scheduler.launch(scheduler.lastOffer(), task(id, agent, resources));
    agent.update(scheduler.id(), id, TaskState.TASK_RUNNING);
    scheduler.acknowledge(agent, id, TaskState.TASK_RUNNING);
  }

  void quota(String role, String guarantees, String limits) {
    QuotaConfig.Builder quota = QuotaConfig.newBuilder().setRole(role);
    amounts(guarantees).forEach(quota::putGuarantees);
    amounts(limits).forEach(quota::putLimits);
    done(rig.master.updateQuotas(Principal.ANONYMOUS, true, List.of(quota.build())));
  }

  void done(CompletionStage<Outcome> stage) {
    rig.time.run();
    assertThat(stage.toCompletableFuture().join()).isEqualTo(Outcome.ACCEPTED);
  }

  List<Explanation> why(FrameworkID framework) {
    return answer(rig.master.why(framework));
  }

  List<Explanation> whyRole(String role) {
    return answer(rig.master.whyRole(role));
  }

  private List<Explanation> answer(CompletionStage<List<Explanation>> answer) {
    rig.time.run();
    return answer.toCompletableFuture().join();
  }

  private static Map<String, Value.Scalar> amounts(String text) {
    Map<String, Value.Scalar> amounts = new TreeMap<>();
    for (String part : text.split(";")) {
      if (!part.isEmpty()) {
        String[] pair = part.split(":");
        amounts.put(
            pair[0], Value.Scalar.newBuilder().setValue(Double.parseDouble(pair[1])).build());
      }
    }
    return amounts;
  }
}
