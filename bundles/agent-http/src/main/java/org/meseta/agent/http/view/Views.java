package org.meseta.agent.http.view;

import java.util.concurrent.CompletionStage;
import org.meseta.agent.api.Agent;
import org.meseta.agent.http.access.Sight;
import org.meseta.agent.state.Host;
import org.meseta.http.api.JsonBody;
import org.meseta.http.api.MessageJson;
import org.meseta.http.api.MetricsJson;
import org.meseta.http.api.Refusal;
import org.meseta.http.server.HttpAnswer;
import org.meseta.http.server.HttpRequest;

/** The older endpoints that read. Each answer is streamed: none is made on the agent's loop. */
public final class Views {
  private final Agent agent;

  /** Of this agent. */
  public Views(Agent agent) {
    this.agent = agent;
  }

  /** {@code /state}. */
  public CompletionStage<HttpAnswer> state(HttpRequest request) {
    Host host = agent.host();
    return Sight.of(agent::allows, request.principal(), host)
        .thenApply(sight -> new StateView(host, agent.flags(), sight).streamed(request));
  }

  /** {@code /monitor/statistics}. */
  public CompletionStage<HttpAnswer> statistics(HttpRequest request) {
    return agent.usage().thenApply(usages -> new UsageView(usages, false).streamed(request));
  }

  /** {@code /containers}: those that may be seen. */
  public CompletionStage<HttpAnswer> containers(HttpRequest request) {
    return Sight.containers(agent, request.principal())
        .thenApply(usages -> new UsageView(usages, true).streamed(request));
  }

  /** {@code /flags}. */
  public CompletionStage<HttpAnswer> flags(HttpRequest request) {
    JsonBody body =
        json -> {
          json.writeStartObject();
          MessageJson.flags(json, agent.flags());
          json.writeEndObject();
        };
    return Refusal.done(body.streamed(request));
  }

  /** {@code /metrics/snapshot}. */
  public CompletionStage<HttpAnswer> metrics(HttpRequest request) {
    return Refusal.done(MetricsJson.snapshot(request, agent.metrics()));
  }
}
