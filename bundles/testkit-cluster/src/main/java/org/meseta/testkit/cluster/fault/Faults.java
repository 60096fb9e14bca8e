package org.meseta.testkit.cluster.fault;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.meseta.master.api.Outcome;
import org.meseta.master.state.Framework;
import org.meseta.plugin.allocator.Allocator;
import org.meseta.plugin.authorizer.Principal;
import org.meseta.protocol.v1.TaskID;
import org.meseta.testkit.cluster.agent.AgentNode;
import org.meseta.testkit.cluster.agent.Connection;
import org.meseta.testkit.cluster.journal.Occurrence;
import org.meseta.testkit.cluster.scheduler.SimulatedScheduler;
import org.meseta.testkit.cluster.scheduler.Subscription;
import org.meseta.testkit.cluster.world.World;

/** The faults of which a {@link Nemesis} chooses. To add one, add it to {@link #ALL}. */
public final class Faults {

  /** The name of the one fault in which a plugin fails on purpose. */
  public static final String FAILING_ALLOCATOR = "a new allocator fails";

  /** All of them. */
  public static final List<Fault> ALL =
      List.of(
          new Fault("a link breaks", 8, link((link, random) -> link.breakNow())),
          new Fault("a link is lost silently", 4, link((link, random) -> link.loseSilently())),
          new Fault(
              "a link breaks at a message",
              8,
              link((link, random) -> link.breakAfter(random.nextInt(4), random.nextBoolean()))),
          new Fault(
              "an agent is isolated",
              4,
              agent((agent, random) -> agent.isolate(seconds(random, 5, 120)))),
          new Fault(
              "an agent is isolated for too long",
              2,
              agent((agent, random) -> agent.isolate(seconds(random, 660, 900)))),
          new Fault("an agent is killed", 8, agent((agent, random) -> kill(agent, random, 20))),
          new Fault(
              "an agent is killed between two writes",
              8,
              agent(
                  (agent, random) ->
                      agent
                          .process()
                          .orElseThrow()
                          .afterWrites(1 + random.nextInt(6), () -> kill(agent, random, 5)))),
          new Fault(
              "an agent is away for too long",
              2,
              agent(
                  (agent, random) -> {
                    agent.crash();
                    agent.restart(seconds(random, 660, 900));
                  })),
          new Fault(
              "a host is started anew",
              2,
              agent(
                  (agent, random) -> {
                    agent.host().reboot();
                    kill(agent, random, 60);
                  })),
          new Fault(
              "a disk hangs",
              3,
              agent((agent, random) -> agent.host().disk().hang(seconds(random, 0.1, 20)))),
          new Fault(
              "a disk fails",
              3,
              agent((agent, random) -> agent.host().disk().fail(seconds(random, 0.01, 3)))),
          new Fault("a stream breaks", 6, stream((stream, random) -> stream.breakNow())),
          new Fault(
              "a stream is lost silently", 3, stream((stream, random) -> stream.loseSilently())),
          new Fault(
              "calls are lost",
              5,
              stream((stream, random) -> stream.loseCallsAfter(random.nextInt(4)))),
          new Fault(
              "a scheduler fails over", 5, scheduler((scheduler, random) -> scheduler.failOver())),
          new Fault("a scheduler is killed", 5, scheduler((s, random) -> kill(s, random, 0.7))),
          new Fault(
              "a scheduler is away for too long", 1, scheduler((s, random) -> kill(s, random, 2))),
          new Fault(
              "the network is slow",
              3,
              all((world, random) -> world.lines().slow(seconds(random, 1, 20)))),
          new Fault(
              "the allocator stands still",
              4,
              all(
                  (world, random) ->
                      world.masterProcess().stall("allocator", seconds(random, 0.01, 5)))),
          new Fault(
              "the allocator is swapped",
              5,
              all((world, random) -> world.install(world.daemons().allocator()))),
          new Fault(
              FAILING_ALLOCATOR, 1, all((world, random) -> world.installFailing(Faults::failing))),
          new Fault("the allocator is missing", 1, all(Faults::missAllocator)),
          new Fault("an operator kills a task", 3, Faults::killTask),
          new Fault("an operator changes reservations", 8, OperatorChange::strike),
          new Fault("an operator changes quotas", 8, QuotaChange::strike),
          new Fault("an operator changes weights", 2, QuotaChange::weigh),
          new Fault("a scheduler changes its roles", 6, Faults::changeRoles),
          new Fault("an operator ends a framework", 1, Faults::tearDown),
          new Fault("an operator marks an agent as gone", 1, Faults::markGone));

  private Faults() {}

  private static Fault.Blow all(BiConsumer<World, RandomGenerator> blow) {
    return (world, random) -> {
      blow.accept(world, random);
      return Optional.of("all");
    };
  }

  private static Fault.Blow agent(BiConsumer<AgentNode, RandomGenerator> blow) {
    return (world, random) ->
        any(world.agents(), AgentNode::isUp, random)
            .map(
                agent -> {
                  blow.accept(agent, random);
                  return agent.name();
                });
  }

  private static Fault.Blow link(BiConsumer<Connection, RandomGenerator> blow) {
    return (world, random) ->
        any(world.agents(), a -> a.link().filter(Connection::isUp).isPresent(), random)
            .map(
                agent -> {
                  blow.accept(agent.link().orElseThrow(), random);
                  return agent.name();
                });
  }

  private static Fault.Blow scheduler(BiConsumer<SimulatedScheduler, RandomGenerator> blow) {
    return (world, random) ->
        any(world.schedulers(), SimulatedScheduler::isUp, random)
            .map(
                scheduler -> {
                  blow.accept(scheduler, random);
                  return scheduler.name();
                });
  }

  private static Fault.Blow stream(BiConsumer<Subscription, RandomGenerator> blow) {
    return (world, random) ->
        any(world.schedulers(), s -> s.stream().isPresent(), random)
            .map(
                scheduler -> {
                  blow.accept(scheduler.stream().orElseThrow(), random);
                  return scheduler.name();
                });
  }

  private static <T> Optional<T> any(List<T> all, Predicate<T> fit, RandomGenerator random) {
    List<T> candidates = all.stream().filter(fit).toList();
    return candidates.isEmpty()
        ? Optional.empty()
        : Optional.of(candidates.get(random.nextInt(candidates.size())));
  }

  private static Duration seconds(RandomGenerator random, double least, double most) {
    return Duration.ofNanos((long) (1e9 * (least + (most - least) * random.nextDouble())));
  }

  private static void kill(AgentNode agent, RandomGenerator random, double longest) {
    agent.crash();
    agent.restart(seconds(random, 0.05, longest));
  }

  /** For at most so many times its failover timeout. */
  private static void kill(SimulatedScheduler scheduler, RandomGenerator random, double share) {
    double timeout = scheduler.temper().failoverTimeout().toSeconds();
    scheduler.crash();
    scheduler.restart(seconds(random, 0.05, share * timeout));
  }

  private static Optional<String> changeRoles(World world, RandomGenerator random) {
    return any(world.schedulers(), s -> s.isUp() && s.temper().keeps(), random)
        .map(scheduler -> scheduler.name() + ": " + scheduler.changeRoles());
  }

  private static Allocator failing(Object context) {
    throw new IllegalStateException("fails on purpose");
  }

  private static void missAllocator(World world, RandomGenerator random) {
    world.removeAllocator();
    world.lines().after(seconds(random, 0.1, 20), () -> world.install(world.daemons().allocator()));
  }

  private static Optional<String> killTask(World world, RandomGenerator random) {
    return framework(world, f -> !f.tasks().isEmpty(), random)
        .map(
            framework -> {
              List<TaskID> tasks = List.copyOf(framework.tasks().keySet());
              TaskID task = tasks.get(random.nextInt(tasks.size()));
              world.master().kill(Principal.ANONYMOUS, framework.id(), task);
              return task.getValue();
            });
  }

  private static Optional<String> tearDown(World world, RandomGenerator random) {
    return framework(world, f -> true, random)
        .map(
            framework -> {
              world.master().teardown(Principal.ANONYMOUS, framework.id());
              return framework.id().getValue();
            });
  }

  private static Optional<String> markGone(World world, RandomGenerator random) {
    return any(List.copyOf(world.cluster().agents().keySet()), agent -> true, random)
        .map(
            agent -> {
              world
                  .master()
                  .markGone(Principal.ANONYMOUS, agent)
                  .thenAccept(
                      outcome -> {
                        if (outcome.equals(Outcome.ACCEPTED)) {
                          world.journal().add(new Occurrence.Gone(agent));
                        }
                      });
              return agent.getValue();
            });
  }

  private static Optional<Framework> framework(
      World world, Predicate<Framework> fit, RandomGenerator random) {
    return any(List.copyOf(world.cluster().frameworks().values()), fit, random);
  }
}
