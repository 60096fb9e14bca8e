package org.meseta.agent.http;

import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import org.meseta.agent.api.Agent;
import org.meseta.agent.api.MasterLink;
import org.meseta.agent.state.Host;
import org.meseta.http.api.Permissions;
import org.meseta.plugin.authorizer.Action;
import org.meseta.plugin.authorizer.Principal;
import org.meseta.protocol.link.MasterMessage;
import org.meseta.protocol.v1.MasterInfo;
import org.meseta.runtime.MetricsRegistry;
import org.meseta.runtime.Runtime;

/** Knows a fixed host, and remembers what came over its links. */
public final class FakeAgent implements Agent {
  /** What the master's links told, in order. */
  public final BlockingQueue<String> links = new LinkedBlockingQueue<>();

  /** Links that are open or were. */
  public final BlockingQueue<MasterLink> open = new LinkedBlockingQueue<>();

  /** What the agent knows. */
  public volatile Host host = SampleHost.host();

  /** What its containers use. */
  public volatile CompletionStage<List<Usage>> usage =
      CompletableFuture.completedFuture(SampleHost.usage());

  /** Whom the authorizer lets do what: all, at first. */
  public volatile Permissions permissions =
      (principal, action, object) -> CompletableFuture.completedStage(true);

  private final Runtime runtime;

  /** Its figures are those of the runtime. */
  public FakeAgent(Runtime runtime) {
    this.runtime = runtime;
    runtime.metrics().counter("slave/tasks_finished").add(3);
  }

  @Override
  public Host host() {
    return host;
  }

  @Override
  public Map<String, String> flags() {
    return Map.of("ip", "127.0.0.1", "work_dir", "/var/lib/meseta", "log_dir", "/var/log/meseta");
  }

  @Override
  public MetricsRegistry metrics() {
    return runtime.metrics();
  }

  @Override
  public void listensOn(int port) {
    links.add("listens on " + port);
  }

  @Override
  public CompletionStage<List<Usage>> usage() {
    return usage;
  }

  @Override
  public CompletionStage<Boolean> allows(Principal principal, Action action, String object) {
    return permissions.allows(principal, action, object);
  }

  @Override
  public void masterConnected(MasterLink link, MasterInfo master) {
    open.add(link);
    links.add("connected to " + master.getId());
  }

  @Override
  public void masterSent(MasterLink link, MasterMessage message) {
    links.add("sent " + message.getMessageCase());
  }

  @Override
  public void masterHeartbeat(MasterLink link, boolean registered) {
    links.add(registered ? "holds us as registered" : "does not know us");
  }

  @Override
  public void masterDisconnected(MasterLink link, String reason) {
    links.add("gone: " + reason);
  }
}
