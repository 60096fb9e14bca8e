package org.meseta.master.http.view;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.meseta.http.api.JsonBody;
import org.meseta.http.api.MessageJson;
import org.meseta.http.api.MetricsJson;
import org.meseta.http.api.Refusal;
import org.meseta.http.server.HttpAnswer;
import org.meseta.http.server.HttpRequest;
import org.meseta.master.api.Master;
import org.meseta.master.http.answers.RoleSight;
import org.meseta.plugin.authorizer.Action;
import org.meseta.protocol.json.ProtoJson;
import org.meseta.protocol.v1.WeightInfo;

/** The older endpoints that read. Each answer is streamed: none is made on the master's loop. */
public final class Views {
  private final Master master;

  /** Of this master. */
  public Views(Master master) {
    this.master = master;
  }

  /** {@code /state}. */
  public CompletionStage<HttpAnswer> state(HttpRequest request) {
    return master
        .allows(request.principal(), Action.VIEW_FLAGS, "")
        .thenApply(
            allowed ->
                new StateView(
                        master.cluster(),
                        master.flags(),
                        allowed ? Optional.of(master.flags()) : Optional.empty())
                    .streamed(request));
  }

  /** {@code /state-summary}. */
  public CompletionStage<HttpAnswer> summary(HttpRequest request) {
    return stream(request, new SummaryView(master.cluster(), master.flags()));
  }

  /** {@code /slaves}. */
  public CompletionStage<HttpAnswer> slaves(HttpRequest request) {
    return stream(request, ListViews.slaves(master.cluster(), request));
  }

  /** {@code /frameworks}. */
  public CompletionStage<HttpAnswer> frameworks(HttpRequest request) {
    return stream(request, ListViews.frameworks(master.cluster(), request));
  }

  /** {@code /tasks}. */
  public CompletionStage<HttpAnswer> tasks(HttpRequest request) {
    return stream(request, TasksView.of(master.cluster(), request));
  }

  /** {@code /roles}. */
  public CompletionStage<HttpAnswer> roles(HttpRequest request) {
    return seen(request, sight -> new RolesView(sight.roles()));
  }

  /** {@code /weights}, those that are not 1. */
  public CompletionStage<HttpAnswer> weights(HttpRequest request) {
    return seen(request, sight -> json -> weights(json, sight.cluster().weights()));
  }

  /** {@code /registrar(1)/registry}: what outlives this master. */
  public CompletionStage<HttpAnswer> registry(HttpRequest request) {
    return seen(request, sight -> new RegistryView(sight.cluster()));
  }

  /** {@code /flags}. */
  public CompletionStage<HttpAnswer> flags(HttpRequest request) {
    JsonBody body =
        json -> {
          json.writeStartObject();
          MessageJson.flags(json, master.flags());
          json.writeEndObject();
        };
    return stream(request, body);
  }

  /** {@code /metrics/snapshot}. */
  public CompletionStage<HttpAnswer> metrics(HttpRequest request) {
    return Refusal.done(MetricsJson.snapshot(request, master.metrics()));
  }

  /** Of what the caller may see of roles. */
  private CompletionStage<HttpAnswer> seen(
      HttpRequest request, Function<RoleSight, JsonBody> view) {
    return RoleSight.of(master, request.principal())
        .thenApply(sight -> view.apply(sight).streamed(request));
  }

  private static void weights(JsonGenerator json, Map<String, Double> weights) throws IOException {
    json.writeStartArray();
    for (Map.Entry<String, Double> weight : weights.entrySet()) {
      WeightInfo info =
          WeightInfo.newBuilder().setRole(weight.getKey()).setWeight(weight.getValue()).build();
      ProtoJson.write(info, json);
    }
    json.writeEndArray();
  }

  private static CompletionStage<HttpAnswer> stream(HttpRequest request, JsonBody body) {
    return Refusal.done(body.streamed(request));
  }
}
