package org.meseta.master.http;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import org.meseta.master.api.AgentLink;
import org.meseta.master.api.Explanation;
import org.meseta.master.api.Master;
import org.meseta.master.api.Outcome;
import org.meseta.master.api.SchedulerStream;
import org.meseta.master.state.Cluster;
import org.meseta.plugin.authorizer.Action;
import org.meseta.plugin.authorizer.Principal;
import org.meseta.protocol.link.AgentMessage;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.MasterInfo;
import org.meseta.protocol.v1.Offer;
import org.meseta.protocol.v1.TaskID;
import org.meseta.protocol.v1.WeightInfo;
import org.meseta.protocol.v1.quota.QuotaConfig;
import org.meseta.protocol.v1.scheduler.Call;
import org.meseta.runtime.MetricsRegistry;
import org.meseta.runtime.Runtime;

/** Knows a fixed cluster, takes every call of the framework {@code f}, and remembers what came. */
final class FakeMaster implements Master {
  final BlockingQueue<SchedulerStream> subscribed = new LinkedBlockingQueue<>();
  final BlockingQueue<WeakReference<Call>> subscriptions = new LinkedBlockingQueue<>();
  final BlockingQueue<SchedulerStream> ended = new LinkedBlockingQueue<>();
  final BlockingQueue<Call> calls = new LinkedBlockingQueue<>();
  final BlockingQueue<Offer.Operation> operations = new LinkedBlockingQueue<>();
  final BlockingQueue<String> links = new LinkedBlockingQueue<>();
  final BlockingQueue<String> settings = new LinkedBlockingQueue<>();
  final BlockingQueue<AgentLink> agents = new LinkedBlockingQueue<>();

  volatile Cluster cluster = SampleCluster.leading();
  volatile Map<String, String> flags = Map.of("port", "5050", "work_dir", "/var/lib/meseta");
  volatile boolean permissive = true;
  volatile Outcome outcome = Outcome.ACCEPTED;

  private final Runtime runtime;

  FakeMaster(Runtime runtime) {
    this.runtime = runtime;
    runtime.metrics().counter("master/tasks_finished").add(3);
  }

  @Override
  public Cluster cluster() {
    return cluster;
  }

  @Override
  public Map<String, String> flags() {
    return flags;
  }

  @Override
  public MetricsRegistry metrics() {
    return runtime.metrics();
  }

  @Override
  public CompletionStage<MasterInfo> listensOn(int port) {
    cluster = SampleCluster.leading(port);
    return CompletableFuture.completedFuture(cluster.master());
  }

  @Override
  public void subscribe(Principal principal, Call call, SchedulerStream stream) {
    subscriptions.add(new WeakReference<>(call));
    subscribed.add(stream);
  }

  @Override
  public void unsubscribed(SchedulerStream stream) {
    ended.add(stream);
  }

  @Override
  public CompletionStage<Outcome> call(Principal principal, String streamId, Call call) {
    if (!call.getFrameworkId().getValue().equals("f")) {
      return done(Outcome.invalid("Framework cannot be found"));
    }
    calls.add(call);
    return done(outcome);
  }

  @Override
  public CompletionStage<Outcome> teardown(Principal principal, FrameworkID framework) {
    return done(
        framework.getValue().equals("f")
            ? outcome
            : Outcome.invalid("No framework found with specified ID"));
  }

  @Override
  public CompletionStage<Outcome> kill(Principal principal, FrameworkID framework, TaskID task) {
    return done(outcome);
  }

  @Override
  public CompletionStage<Outcome> deactivate(Principal principal, AgentID agent) {
    return markGone(principal, agent);
  }

  @Override
  public CompletionStage<Outcome> reactivate(Principal principal, AgentID agent) {
    return markGone(principal, agent);
  }

  @Override
  public CompletionStage<Outcome> markGone(Principal principal, AgentID agent) {
    return done(
        agent.getValue().equals("m-S0")
            ? outcome
            : new Outcome.Refused(Outcome.Kind.NOT_FOUND, "Agent is not known"));
  }

  @Override
  public CompletionStage<Outcome> updateWeights(Principal principal, List<WeightInfo> weights) {
    settings.add(principal.value().orElse("") + " weighs " + weights);
    return done(outcome);
  }

  @Override
  public CompletionStage<List<Explanation>> why(FrameworkID framework) {
    return CompletableFuture.completedFuture(
        framework.getValue().equals("f") ? List.of(SampleExplanation.of("web")) : List.of());
  }

  @Override
  public CompletionStage<List<Explanation>> whyRole(String role) {
    return role.equals("none")
        ? CompletableFuture.failedFuture(new IllegalStateException("There is no allocator"))
        : CompletableFuture.completedFuture(List.of(SampleExplanation.of(role)));
  }

  @Override
  public CompletionStage<Outcome> record(Principal principal, String name, long bytes) {
    return done(outcome);
  }

  @Override
  public CompletionStage<Outcome> updateQuotas(
      Principal principal, boolean force, List<QuotaConfig> quotas) {
    settings.add((force ? "forces " : "limits ") + quotas);
    return done(outcome);
  }

  @Override
  public CompletionStage<Outcome> addQuota(Principal principal, boolean force, QuotaConfig quota) {
    settings.add((force ? "forces one more " : "adds ") + quota);
    return done(outcome);
  }

  @Override
  public CompletionStage<Outcome> removeQuota(Principal principal, String role) {
    settings.add("removes " + role);
    return done(outcome);
  }

  @Override
  public CompletionStage<Outcome> operate(
      Principal principal, AgentID agent, Offer.Operation operation) {
    if (!agent.getValue().equals("m-S0")) {
      return done(Outcome.invalid("No agent found with specified ID"));
    }
    operations.add(operation);
    return done(outcome);
  }

  @Override
  public CompletionStage<Outcome> stopRecording(Principal principal) {
    return done(outcome);
  }

  @Override
  public void agentConnected(AgentLink link) {
    agents.add(link);
  }

  @Override
  public void agentSent(AgentLink link, AgentMessage message) {
    links.add(link.ip() + " sent " + message.getMessageCase());
  }

  @Override
  public void agentDisconnected(AgentLink link, String reason) {
    links.add(link.ip() + " is gone: " + reason);
  }

  @Override
  public CompletionStage<Boolean> allows(Principal principal, Action action, String object) {
    return CompletableFuture.completedFuture(permissive);
  }

  private static CompletionStage<Outcome> done(Outcome outcome) {
    return CompletableFuture.completedFuture(outcome);
  }
}
