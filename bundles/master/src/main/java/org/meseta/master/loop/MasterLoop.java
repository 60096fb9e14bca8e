package org.meseta.master.loop;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.meseta.master.allocation.AllocatorHost;
import org.meseta.master.allocation.AllocatorPlugins;
import org.meseta.master.allocation.World;
import org.meseta.master.api.AgentLink;
import org.meseta.master.api.Explanation;
import org.meseta.master.api.Master;
import org.meseta.master.api.MasterFlags;
import org.meseta.master.api.Outcome;
import org.meseta.master.api.SchedulerStream;
import org.meseta.master.calls.AgentCalls;
import org.meseta.master.calls.AgentDesk;
import org.meseta.master.calls.AgentMemory;
import org.meseta.master.calls.AgentRecovery;
import org.meseta.master.calls.Desk;
import org.meseta.master.calls.FrameworkDesk;
import org.meseta.master.calls.NewIds;
import org.meseta.master.calls.OfferDesk;
import org.meseta.master.calls.OperationDesk;
import org.meseta.master.calls.Outbox;
import org.meseta.master.calls.Peers;
import org.meseta.master.calls.RecordCalls;
import org.meseta.master.calls.RoleSettings;
import org.meseta.master.calls.SchedulerCalls;
import org.meseta.master.calls.Subscribe;
import org.meseta.master.calls.TaskDesk;
import org.meseta.master.calls.WhyCall;
import org.meseta.master.ledger.Ledger;
import org.meseta.master.metrics.Counters;
import org.meseta.master.metrics.Gauges;
import org.meseta.master.registry.InMemoryRegistry;
import org.meseta.master.registry.Registry;
import org.meseta.master.registry.Remembered;
import org.meseta.master.state.Cluster;
import org.meseta.plugin.allocator.AllocatorFactory;
import org.meseta.plugin.authorizer.Action;
import org.meseta.plugin.authorizer.AuthorizerFactory;
import org.meseta.plugin.authorizer.Principal;
import org.meseta.plugin.host.Candidate;
import org.meseta.plugin.host.Origin;
import org.meseta.plugin.host.PluginBoard;
import org.meseta.protocol.link.AgentMessage;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.MasterInfo;
import org.meseta.protocol.v1.Offer;
import org.meseta.protocol.v1.TaskID;
import org.meseta.protocol.v1.WeightInfo;
import org.meseta.protocol.v1.quota.QuotaConfig;
import org.meseta.protocol.v1.scheduler.Call;
import org.meseta.resources.Resources;
import org.meseta.runtime.Authority;
import org.meseta.runtime.EventLoop;
import org.meseta.runtime.MetricsRegistry;
import org.meseta.runtime.Runtime;

/**
 * The master: takes everything in order on its loop, publishes what it knows after each batch, and
 * only then lets effects take place.
 */
public final class MasterLoop implements Master, AutoCloseable {
  private final Runtime runtime;
  private final MasterFlags flags;
  private final EventLoop loop;
  private final Outbox outbox = new Outbox();
  private final Peers peers = new Peers(outbox);
  private final Ledger ledger;
  private final Desk desk;
  private final AllocatorHost allocator;
  private final Authority authority;
  private final OfferDesk offers;
  private final Subscribe subscribe;
  private final SchedulerCalls schedulers;
  private final AgentCalls agents;
  private final AgentMemory memory;
  private final RoleSettings settings;
  private final RecordCalls recordings;
  private final WhyCall why;
  private final Gauges gauges;
  private final WhitelistFile whitelist;

  private final AtomicLong arrivals = new AtomicLong();

  private volatile Cluster published;

  /** With a board and a registry of its own, which keeps nothing. */
  public MasterLoop(Runtime runtime, MasterFlags flags, MasterInfo info) {
    this(runtime, flags, info, new PluginBoard(), InMemoryRegistry::new, why -> {});
  }

  /**
   * @param board where is to be read how the plugins do
   * @param registry makes the registry, whose operations complete on the loop
   * @param end is told on the loop why the master must end
   */
  public MasterLoop(
      Runtime runtime,
      MasterFlags flags,
      MasterInfo info,
      PluginBoard board,
      Function<EventLoop, Registry> registry,
      Consumer<String> end) {
    this.runtime = runtime;
    this.flags = flags;
    this.loop = runtime.loop("master");
    this.ledger = new Ledger(info, runtime.clock().now());
    this.published = ledger.snapshot();
    this.authority = new Authority(flags.authorizer().isPresent());
    this.allocator =
        new AllocatorHost(
            runtime,
            flags.allocation(),
            loop,
            new AllocatorPlugins(board, flags.allocator(), flags.pluginTimeout()),
            new Told(),
            this::offered);
    this.desk =
        new Desk(
            flags,
            loop,
            ledger,
            peers,
            outbox,
            allocator,
            authority,
            registry.apply(loop),
            new Counters(runtime.metrics()),
            new NewIds(info.getId(), runtime::newUuid),
            end);
    this.offers = new OfferDesk(desk);
    TaskDesk tasks = new TaskDesk(desk);
    FrameworkDesk frameworks = new FrameworkDesk(desk, offers, tasks);
    AgentDesk agentDesk = new AgentDesk(desk, offers, tasks);
    this.subscribe = new Subscribe(desk, offers, frameworks);
    OperationDesk operations = new OperationDesk(desk, agentDesk);
    this.schedulers = new SchedulerCalls(desk, offers, tasks, agentDesk, frameworks, operations);
    this.settings = new RoleSettings(desk, offers);
    AgentRecovery recovery = new AgentRecovery(desk, agentDesk);
    this.agents = new AgentCalls(desk, tasks, agentDesk, recovery, frameworks, operations);
    Remembered remembered = desk.registry().remembered();
    weigh(remembered.weights());
    loop.execute(() -> recovery.begin(remembered));
    this.memory = new AgentMemory(desk);
    this.why = new WhyCall(desk, recovery);
    this.recordings = new RecordCalls(desk, runtime.blocking("recordings", 1, loop));
    loop.execute(memory::keep);
    this.gauges = new Gauges(runtime, this::cluster, loop::backlog);
    this.whitelist = new WhitelistFile(runtime, loop, flags.whitelist(), this::whitelisted);
    loop.afterBatch(this::publish);
  }

  /** Weights of the flag count only until any are set in the registry. */
  private void weigh(Map<String, Double> kept) {
    Map<String, Double> given = flags.allocation().weights();
    if (kept.isEmpty() && !given.isEmpty()) {
      ledger.weigh(given);
      loop.execute(() -> desk.after(desk.registry().weigh(given), () -> {}));
    } else {
      // Allocators are given the flag's too.
      given.keySet().forEach(role -> ledger.weigh(Map.of(role, 1.0)));
      ledger.weigh(kept);
    }
  }

  private void publish() {
    published = ledger.snapshot();
    gauges.tasks(ledger.taskCounts());
    outbox.flush();
  }

  /** An allocator plugin is there. */
  public void arrived(Candidate<AllocatorFactory> candidate) {
    loop.execute(() -> allocator.arrived(candidate));
  }

  /** An allocator plugin goes. */
  public void left(Candidate<AllocatorFactory> candidate) {
    loop.execute(() -> allocator.left(candidate));
  }

  /** An allocator of no bundle is there; it counts more than those before. */
  public void install(AllocatorFactory factory) {
    Candidate.Preference last = new Candidate.Preference(0, 0, arrivals.getAndIncrement());
    arrived(new Candidate<>(flags.allocator(), factory, Origin.NONE, last));
  }

  /** All allocators are gone: nothing is offered until there is one. */
  public void removeAllocator() {
    loop.execute(allocator::removeAll);
  }

  /** The authorizer plugin is there, or a newer one. */
  public void install(AuthorizerFactory factory) {
    loop.execute(() -> authority.install(factory));
  }

  /** The authorizer plugin is gone: everything is refused until there is one. */
  public void removeAuthorizer() {
    loop.execute(authority::remove);
  }

  private void offered(
      long generation, FrameworkID framework, Map<String, Map<AgentID, Resources>> offered) {
    offers.make(generation, framework, offered);
  }

  private void whitelisted(Optional<Set<String>> hostnames) {
    allocator.updateWhitelist(hostnames);
  }

  @Override
  public Cluster cluster() {
    return published;
  }

  @Override
  public Map<String, String> flags() {
    return flags.flags().shown();
  }

  @Override
  public MetricsRegistry metrics() {
    return runtime.metrics();
  }

  @Override
  public CompletionStage<MasterInfo> listensOn(int port) {
    return answer(
        () -> {
          int told = flags.publicPort(port);
          MasterInfo info = MasterIdentity.at(told, ledger.master().toBuilder());
          ledger.master(info);
          desk.after(desk.registry().lead(info), () -> {});
          return info;
        });
  }

  @Override
  public void subscribe(Principal principal, Call call, SchedulerStream stream) {
    loop.execute(() -> subscribe.handle(principal, call.getSubscribe(), stream));
  }

  @Override
  public void unsubscribed(SchedulerStream stream) {
    loop.execute(() -> subscribe.ended(stream));
  }

  @Override
  public CompletionStage<Outcome> call(Principal principal, String streamId, Call call) {
    return answer(() -> schedulers.handle(principal, streamId, call));
  }

  @Override
  public CompletionStage<Outcome> teardown(Principal principal, FrameworkID framework) {
    return answer(() -> schedulers.teardown(principal, framework));
  }

  @Override
  public CompletionStage<Outcome> kill(Principal principal, FrameworkID framework, TaskID task) {
    return answer(() -> schedulers.kill(principal, framework, task));
  }

  @Override
  public CompletionStage<Outcome> operate(
      Principal principal, AgentID agent, Offer.Operation operation) {
    return answer(() -> schedulers.operate(principal, agent, operation));
  }

  @Override
  public CompletionStage<Outcome> markGone(Principal principal, AgentID agent) {
    return later(answer -> agents.markGone(principal, agent, answer));
  }

  @Override
  public CompletionStage<Outcome> deactivate(Principal principal, AgentID agent) {
    return later(answer -> agents.deactivate(principal, agent, answer));
  }

  @Override
  public CompletionStage<Outcome> reactivate(Principal principal, AgentID agent) {
    return later(answer -> agents.reactivate(principal, agent, answer));
  }

  @Override
  public CompletionStage<Outcome> updateWeights(Principal principal, List<WeightInfo> weights) {
    return later(answer -> settings.weigh(principal, weights, answer));
  }

  @Override
  public CompletionStage<Outcome> updateQuotas(
      Principal principal, boolean force, List<QuotaConfig> quotas) {
    return later(answer -> settings.limit(principal, force, quotas, answer));
  }

  @Override
  public CompletionStage<Outcome> addQuota(Principal principal, boolean force, QuotaConfig quota) {
    return later(answer -> settings.add(principal, force, quota, answer));
  }

  @Override
  public CompletionStage<Outcome> removeQuota(Principal principal, String role) {
    return later(answer -> settings.remove(principal, role, answer));
  }

  /** Decides when something has been written down, and answers when the decision is visible. */
  private CompletionStage<Outcome> later(Consumer<Consumer<Outcome>> decision) {
    CompletableFuture<Outcome> answer = new CompletableFuture<>();
    loop.execute(() -> decision.accept(outcome -> outbox.add(() -> answer.complete(outcome))));
    return answer;
  }

  @Override
  public CompletionStage<List<Explanation>> why(FrameworkID framework) {
    return loop.ask(() -> why.framework(framework)).thenCompose(stage -> stage);
  }

  @Override
  public CompletionStage<List<Explanation>> whyRole(String role) {
    return loop.ask(() -> why.role(role)).thenCompose(stage -> stage);
  }

  @Override
  public CompletionStage<Outcome> record(Principal principal, String name, long bytes) {
    CompletableFuture<Outcome> answer = new CompletableFuture<>();
    loop.execute(
        () ->
            recordings.record(
                principal, name, bytes, outcome -> outbox.add(() -> answer.complete(outcome))));
    return answer;
  }

  @Override
  public CompletionStage<Outcome> stopRecording(Principal principal) {
    return answer(() -> recordings.stop(principal));
  }

  /**
   * Decides, and answers when the decision is visible. The answer is put into the outbox as part of
   * the decision: what follows a question may run on the thread that asked.
   */
  private <T> CompletionStage<T> answer(Supplier<T> decision) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    loop.ask(
            () -> {
              T outcome = decision.get();
              outbox.add(() -> answer.complete(outcome));
              return outcome;
            })
        .whenComplete(
            (outcome, failure) -> {
              if (failure != null) {
                answer.completeExceptionally(failure);
              }
            });
    return answer;
  }

  @Override
  public void agentConnected(AgentLink link) {
    loop.execute(() -> agents.connected(link));
  }

  @Override
  public void agentSent(AgentLink link, AgentMessage message) {
    loop.execute(() -> agents.handle(link, message));
  }

  @Override
  public void agentDisconnected(AgentLink link, String reason) {
    loop.execute(() -> agents.disconnected(link, reason));
  }

  @Override
  public CompletionStage<Boolean> allows(Principal principal, Action action, String object) {
    return authority.ask(loop, principal, action, object);
  }

  /** Ends all links and streams, then the loops. Returns at once. */
  @Override
  public void close() {
    loop.execute(
        () -> {
          peers.closeAll(link -> link.close("The master ends"));
          whitelist.close();
          memory.close();
          authority.remove();
          allocator.close();
          gauges.close();
        });
    loop.close();
  }

  private final class Told implements World {
    @Override
    public Cluster cluster() {
      return ledger.snapshot();
    }

    @Override
    public Optional<Set<String>> whitelist() {
      return whitelist.hostnames();
    }
  }
}
