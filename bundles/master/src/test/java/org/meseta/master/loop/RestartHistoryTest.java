package org.meseta.master.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meseta.master.api.Outcome;
import org.meseta.master.registry.LogRegistry;
import org.meseta.master.registry.Registered;
import org.meseta.master.state.AbsentAgents;
import org.meseta.master.state.Agent;
import org.meseta.master.state.Cluster;
import org.meseta.plugin.authorizer.Principal;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.WeightInfo;
import org.meseta.runtime.ManualTime;
import org.meseta.storage.StateLog;

/**
 * Masters are killed again and again, at any time, while agents and operators go on. What anybody
 * was told is true for the next master, too.
 */
class RestartHistoryTest {
  private static final int STEPS = 500;

  private final Set<AgentID> admitted = new HashSet<>();
  private final Set<AgentID> gone = new HashSet<>();
  private final Map<String, Double> weights = new HashMap<>();
  private final Map<String, Double> asked = new HashMap<>();
  private final Map<AgentID, Boolean> deactivated = new HashMap<>();
  private final Map<AgentID, Integer> deactivating = new HashMap<>();
  private final List<TestAgent> agents = new ArrayList<>();
  private Registered durable = new Registered();
  private SlowLog log = new SlowLog(durable);
  private int restarts;
  private int weighed;
  private int changed;
  private MasterRig rig = start();

  private MasterRig start() {
    return new MasterRig(
        Map.of(),
        loop ->
            new LogRegistry(
                loop,
                log,
                durable,
                Duration.ofDays(1),
                new ManualTime().metrics(),
                why -> {
                  throw new AssertionError(why);
                }),
        restarts);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void whatAnybodyWasToldIsTrueForTheNextMaster(long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    for (int i = 0; i < STEPS; i++) {
      doSomething(random, i);
      rig.time.run();
      noteWhatWasTold();
      check();
    }
    assertThat(restarts).isGreaterThan(5);
    assertThat(gone).isNotEmpty();
    assertThat(admitted).hasSizeGreaterThan(10);
    assertThat(weighed).isGreaterThan(10);
    assertThat(changed).isGreaterThan(10);
  }

  private void doSomething(RandomGenerator random, int step) {
    switch (random.nextInt(14)) {
      case 0, 1 -> register("host" + step);
      case 2 -> any(random, this::comeBack);
      case 3 -> any(random, TestAgent::drop);
      case 4 -> any(random, this::markGone);
      case 5 -> weigh("role" + random.nextInt(4), 1 + random.nextInt(9));
      case 6 -> rig.seconds(random.nextInt(400));
      case 7 -> restart(random);
      case 8, 9 -> any(random, agent -> setDeactivated(agent, random.nextBoolean()));
      default -> log.write(1 + random.nextInt(3));
    }
  }

  private void register(String hostname) {
    TestAgent agent = new TestAgent(rig, hostname, "cpus:4;mem:1024");
    agent.askToRegister();
    agents.add(agent);
  }

  private void any(RandomGenerator random, Consumer<TestAgent> what) {
    if (!agents.isEmpty()) {
      what.accept(agents.get(random.nextInt(agents.size())));
    }
  }

  private void comeBack(TestAgent agent) {
    if (agent.info.hasId()) {
      agent.connect();
      agent.reregister(m -> m);
    }
  }

  private void markGone(TestAgent agent) {
    if (agent.info.hasId()) {
      AgentID id = agent.id();
      rig.master
          .markGone(Principal.ANONYMOUS, id)
          .thenAccept(
              outcome -> {
                if (outcome.equals(Outcome.ACCEPTED)) {
                  gone.add(id);
                }
              });
    }
  }

  /** What is true is known again when the last that was asked for is. */
  private void setDeactivated(TestAgent agent, boolean value) {
    if (!agent.info.hasId()) {
      return;
    }
    AgentID id = agent.id();
    deactivated.remove(id);
    int asking = deactivating.merge(id, 1, Integer::sum);
    (value
            ? rig.master.deactivate(Principal.ANONYMOUS, id)
            : rig.master.reactivate(Principal.ANONYMOUS, id))
        .thenAccept(
            outcome -> {
              if (outcome.equals(Outcome.ACCEPTED) && deactivating.getOrDefault(id, 0) == asking) {
                deactivated.put(id, value);
                changed++;
              }
            });
  }

  private void weigh(String role, double weight) {
    asked.put(role, weight);
    WeightInfo info = WeightInfo.newBuilder().setRole(role).setWeight(weight).build();
    rig.master
        .updateWeights(Principal.ANONYMOUS, List.of(info))
        .thenAccept(
            outcome -> {
              weights.put(role, weight);
              weighed++;
            });
  }

  /** Of what was not written yet the first part is kept, the rest is lost. */
  private void restart(RandomGenerator random) {
    restarts++;
    log.crash(random.nextInt(4));
    byte[] kept = durable.snapshot();
    durable = new Registered();
    durable.restore(kept);
    log = new SlowLog(durable);
    rig = start();
    agents.replaceAll(agent -> agent.at(rig));
  }

  private void noteWhatWasTold() {
    for (TestAgent agent : agents) {
      if (!agent.received.isEmpty() && agent.last().hasRegistered()) {
        agent.info =
            agent.info.toBuilder().setId(agent.last().getRegistered().getAgentId()).build();
        admitted.add(agent.id());
      }
    }
  }

  private void check() {
    assertThat(rig.time.failures()).isEmpty();
    Cluster cluster = rig.master.cluster();
    AbsentAgents absent = cluster.absent();
    for (AgentID id : admitted) {
      int places =
          count(cluster.agents().containsKey(id))
              + count(absent.recovered().containsKey(id))
              + count(absent.unreachable().containsKey(id))
              + count(absent.gone().containsKey(id));
      assertThat(places).as("where %s is", id.getValue()).isEqualTo(1);
    }
    assertThat(absent.gone().keySet()).containsAll(gone);
    deactivated.keySet().removeAll(absent.gone().keySet());
    deactivated.forEach(
        (id, value) -> assertThat(isDeactivated(cluster, id)).as(id.getValue()).isEqualTo(value));
    weights.forEach(
        (role, weight) -> assertThat(cluster.weights().get(role)).isIn(weight, asked.get(role)));
    weights.entrySet().removeIf(e -> !e.getValue().equals(asked.get(e.getKey())));
  }

  private static boolean isDeactivated(Cluster cluster, AgentID id) {
    Agent agent = cluster.agents().get(id);
    return agent == null ? cluster.absent().deactivated().contains(id) : agent.deactivated();
  }

  private static int count(boolean there) {
    return there ? 1 : 0;
  }

  /** Writes when it is told to. */
  private static final class SlowLog implements StateLog {
    private final Registered state;
    private final Deque<byte[]> records = new ArrayDeque<>();
    private final Deque<CompletableFuture<@Nullable Void>> pending = new ArrayDeque<>();

    private SlowLog(Registered state) {
      this.state = state;
    }

    void write(int count) {
      for (int i = 0; i < count && !records.isEmpty(); i++) {
        state.apply(records.remove());
        pending.remove().complete(null);
      }
    }

    void crash(int kept) {
      for (int i = 0; i < kept && !records.isEmpty(); i++) {
        state.apply(records.remove());
      }
      records.clear();
    }

    @Override
    public int limit() {
      return 1 << 20;
    }

    @Override
    public CompletionStage<@Nullable Void> leads() {
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<@Nullable Void> append(byte[] record) {
      CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
      records.add(record);
      pending.add(done);
      return done;
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }
}
