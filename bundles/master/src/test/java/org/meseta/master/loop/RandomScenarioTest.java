package org.meseta.master.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meseta.master.loop.MasterRig.launch;
import static org.meseta.master.loop.MasterRig.task;
import static org.meseta.protocol.v1.FrameworkInfo.Capability.Type.PARTITION_AWARE;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.meseta.master.ledger.TaskRef;
import org.meseta.master.state.Framework;
import org.meseta.master.state.TaskStates;
import org.meseta.protocol.link.MasterMessage;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.Offer;
import org.meseta.protocol.v1.Task;
import org.meseta.protocol.v1.TaskState;
import org.meseta.protocol.v1.TaskStatus;
import org.meseta.protocol.v1.scheduler.Call;

/** Everything happens in any order: accounts stay balanced and what has ended stays so. */
class RandomScenarioTest {
  private static final int STEPS = 400;
  private static final List<TaskState> NEXT =
      List.of(
          TaskState.TASK_STARTING,
          TaskState.TASK_RUNNING,
          TaskState.TASK_FINISHED,
          TaskState.TASK_FAILED,
          TaskState.TASK_KILLED);

  private final MasterRig rig = new MasterRig();
  private final List<TestAgent> agents = new ArrayList<>();
  private final Map<TestAgent, Map<TaskRef, Task>> running = new HashMap<>();
  private final Map<TestAgent, Integer> read = new HashMap<>();
  private final Set<TestAgent> linked = new HashSet<>();
  private final List<TestScheduler> schedulers = new ArrayList<>();
  private final Set<TestScheduler> subscribed = new HashSet<>();
  private final Map<TaskRef, TaskState> ended = new HashMap<>();
  private int names;
  private int launched;

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void keepsItsAccounts(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int step = 0; step < STEPS; step++) {
      perform(random);
      agents.forEach(this::follow);
      rig.assertSound();
      checkEnds();
    }
    assertThat(launched).isGreaterThan(3);
  }

  /** A few; more with {@code -Dmaster.seeds=...}. */
  static LongStream seeds() {
    return LongStream.rangeClosed(1, Long.getLong("master.seeds", 20));
  }

  private void perform(SplittableRandom random) {
    switch (random.nextInt(20)) {
      case 0 -> addAgent();
      case 1 -> pick(random, linked).ifPresent(this::drop);
      case 2, 3 -> pick(random, agents).ifPresent(this::comeBack);
      case 4 -> unlikely(random, () -> pick(random, linked).ifPresent(this::unregister));
      case 5 -> addScheduler(random);
      case 6 -> pick(random, subscribed).ifPresent(this::drop);
      case 7 -> pick(random, schedulers).ifPresent(this::subscribe);
      case 8 -> unlikely(random, () -> pick(random, subscribed).ifPresent(this::teardown));
      case 9, 10, 11 -> pick(random, subscribed).ifPresent(s -> answer(random, s));
      case 12, 13, 14 -> pick(random, linked).ifPresent(a -> update(random, a));
      case 15 -> pick(random, subscribed).ifPresent(this::acknowledge);
      case 16 -> pick(random, subscribed).ifPresent(TestScheduler::revive);
      case 17 -> pick(random, subscribed).ifPresent(TestScheduler::reconcile);
      case 18 -> unlikely(random, () -> rig.master.install(rig));
      default -> rig.seconds(random.nextInt(16) == 0 ? 700 : random.nextInt(10));
    }
    rig.seconds(1);
  }

  private static void unlikely(SplittableRandom random, Runnable action) {
    if (random.nextInt(4) == 0) {
      action.run();
    }
  }

  private static <T> Optional<T> pick(SplittableRandom random, Iterable<T> from) {
    List<T> all = new ArrayList<>();
    from.forEach(all::add);
    all.sort((a, b) -> a.toString().compareTo(b.toString()));
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(random.nextInt(all.size())));
  }

  private void addAgent() {
    if (agents.size() < 5) {
      TestAgent agent = rig.agent("host" + names++, "cpus:4;mem:1024;ports:[31000-31010]");
      agents.add(agent);
      linked.add(agent);
      running.put(agent, new LinkedHashMap<>());
    }
  }

  private void drop(TestAgent agent) {
    linked.remove(agent);
    agent.drop();
  }

  private void drop(TestScheduler scheduler) {
    subscribed.remove(scheduler);
    scheduler.drop();
  }

  private void comeBack(TestAgent agent) {
    agent.connect();
    linked.add(agent);
    agent.reregister(
        m -> {
          schedulers.stream().filter(s -> s.info.hasId()).forEach(s -> m.addFrameworks(s.info));
          return m.addAllTasks(tasks(agent).values());
        });
  }

  private void unregister(TestAgent agent) {
    agent.send(
        m -> {
          m.getUnregisterBuilder().setAgentId(agent.id());
          return m;
        });
    rig.time.run();
    drop(agent);
    agents.remove(agent);
  }

  private void addScheduler(SplittableRandom random) {
    if (schedulers.size() < 6) {
      String name = "fw" + names++;
      TestScheduler scheduler =
          random.nextBoolean() ? rig.scheduler(name) : rig.scheduler(name, PARTITION_AWARE);
      scheduler.with(
          i -> i.setCheckpoint(random.nextBoolean()).setFailoverTimeout(random.nextInt(1000)));
      schedulers.add(scheduler);
      subscribe(scheduler);
    }
  }

  private void subscribe(TestScheduler scheduler) {
    scheduler.subscribe();
    if (scheduler.stream.closed) {
      subscribed.remove(scheduler);
      schedulers.remove(scheduler);
    } else {
      subscribed.add(scheduler);
    }
  }

  private void teardown(TestScheduler scheduler) {
    if (isThere(scheduler)) {
      subscribed.remove(scheduler);
      schedulers.remove(scheduler);
      scheduler.teardown();
    }
  }

  private boolean isThere(TestScheduler scheduler) {
    return rig.master.cluster().frameworks().containsKey(scheduler.id());
  }

  private void answer(SplittableRandom random, TestScheduler scheduler) {
    List<Offer> offers = scheduler.offers();
    if (offers.isEmpty()) {
      return;
    }
    Offer offer = offers.get(offers.size() - 1 - random.nextInt(Math.min(2, offers.size())));
    Optional<TestAgent> agent =
        agents.stream().filter(a -> a.id().equals(offer.getAgentId())).findFirst();
    if (agent.isEmpty() || random.nextInt(4) == 0) {
      scheduler.decline(offer, random.nextInt(10));
    } else {
      scheduler.accept(
          List.of(offer),
          random.nextInt(10),
          launch(
              task("t" + names++, agent.get(), "cpus:0.5;mem:64"),
              LaunchRefusalTest.withExecutor(
                  task("t" + names++, agent.get(), "cpus:0.25;mem:32"), scheduler, "exec"),
              task("huge" + names++, agent.get(), "cpus:100;mem:32")));
    }
  }

  private void update(SplittableRandom random, TestAgent agent) {
    pick(random, tasks(agent).keySet())
        .ifPresent(
            ref -> {
              TaskState state = NEXT.get(random.nextInt(NEXT.size()));
              TaskState latest = NEXT.get(random.nextInt(NEXT.size()));
              agent.update(ref.framework(), ref.task().getValue(), state, latest);
              tasks(agent).computeIfPresent(ref, (r, t) -> t.toBuilder().setState(latest).build());
            });
  }

  private Map<TaskRef, Task> tasks(TestAgent agent) {
    return running.getOrDefault(agent, Map.of());
  }

  private void acknowledge(TestScheduler scheduler) {
    List<TaskStatus> updates = scheduler.updates();
    for (TaskStatus status : updates.subList(Math.max(0, updates.size() - 3), updates.size())) {
      if (status.hasUuid()) {
        scheduler.call(
            c -> {
              c.setType(Call.Type.ACKNOWLEDGE);
              c.getAcknowledgeBuilder()
                  .setAgentId(status.getAgentId())
                  .setTaskId(status.getTaskId())
                  .setUuid(status.getUuid());
              return c;
            });
      }
    }
  }

  /** The agent does what it is told. */
  private void follow(TestAgent agent) {
    List<MasterMessage> news =
        agent.received.subList(read.getOrDefault(agent, 0), agent.received.size());
    for (MasterMessage message : List.copyOf(news)) {
      if (message.hasRunTask()) {
        FrameworkID framework = message.getRunTask().getFramework().getId();
        String name = message.getRunTask().getTask().getTaskId().getValue();
        Task task = agent.task(framework, name, TaskState.TASK_STAGING);
        tasks(agent)
            .put(
                TaskRef.of(task),
                task.toBuilder()
                    .clearResources()
                    .addAllResources(message.getRunTask().getTask().getResourcesList())
                    .build());
        launched++;
      } else if (message.hasShutdownFramework()) {
        FrameworkID gone = message.getShutdownFramework().getFrameworkId();
        tasks(agent).keySet().removeIf(ref -> ref.framework().equals(gone));
      } else if (message.hasKillTask()) {
        tasks(agent)
            .remove(
                new TaskRef(
                    message.getKillTask().getFrameworkId(), message.getKillTask().getTaskId()));
      }
    }
    read.put(agent, agent.received.size());
  }

  /** A task that has ended stays in that state for as long as it is known at its agent. */
  private void checkEnds() {
    Map<TaskRef, TaskState> now = new HashMap<>();
    for (Framework framework : rig.master.cluster().frameworks().values()) {
      for (Task task : framework.tasks().values()) {
        TaskRef ref = TaskRef.of(task);
        TaskState before = ended.get(ref);
        assertThat(before == null || before == task.getState()).isTrue();
        if (TaskStates.isTerminal(task.getState())) {
          now.put(ref, task.getState());
        }
      }
      Set<AgentID> used = new HashSet<>(framework.used().keySet());
      used.removeAll(rig.master.cluster().agents().keySet());
      assertThat(used).isEmpty();
      assertThat(framework.offers().isEmpty() || framework.active()).isTrue();
    }
    ended.clear();
    ended.putAll(now);
  }
}
