package org.meseta.master.http;

import java.util.concurrent.CompletionStage;
import org.meseta.http.api.JsonBody;
import org.meseta.http.api.Refusal;
import org.meseta.http.server.HttpAnswer;
import org.meseta.http.server.HttpHandler;
import org.meseta.http.server.HttpRequest;
import org.meseta.master.api.Master;
import org.meseta.master.http.answers.Outcomes;
import org.meseta.master.http.answers.QuotaMessages;
import org.meseta.master.http.answers.RoleSight;
import org.meseta.protocol.json.JsonException;
import org.meseta.protocol.json.ProtoJson;
import org.meseta.protocol.v1.quota.QuotaRequest;

/**
 * {@code /quota}: GET shows all quotas, POST gives one to a role that has none, and DELETE of
 * {@code /quota/ROLE} takes it away.
 */
record QuotaEndpoint(Master master) implements HttpHandler {

  @Override
  public CompletionStage<HttpAnswer> handle(HttpRequest request) {
    return switch (request.method()) {
      case "GET" -> shown(request);
      case "POST" -> add(request);
      case "DELETE" -> remove(request);
      default -> throw Refusal.methodNotAllowed("GET, POST, DELETE", request.method());
    };
  }

  private CompletionStage<HttpAnswer> shown(HttpRequest request) {
    return RoleSight.of(master, request.principal())
        .thenApply(
            sight -> {
              JsonBody body = json -> ProtoJson.write(QuotaMessages.of(sight.cluster()), json);
              return body.streamed(request);
            });
  }

  private CompletionStage<HttpAnswer> add(HttpRequest request) {
    QuotaRequest asked;
    try {
      asked = ProtoJson.read(request.body(), QuotaRequest.getDefaultInstance());
    } catch (JsonException e) {
      throw Refusal.badRequest("The body does not ask for a quota: " + e.getMessage());
    }
    return master
        .addQuota(request.principal(), asked.getForce(), QuotaMessages.of(asked))
        .thenApply(outcome -> Outcomes.answer(outcome, 200));
  }

  private CompletionStage<HttpAnswer> remove(HttpRequest request) {
    String role = request.rest().isEmpty() ? "" : request.rest().substring(1);
    return master
        .removeQuota(request.principal(), role)
        .thenApply(outcome -> Outcomes.answer(outcome, 200));
  }
}
