package org.meseta.master.http;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.meseta.http.api.Refusal;
import org.meseta.http.server.HttpAnswer;
import org.meseta.http.server.HttpHandler;
import org.meseta.http.server.HttpRequest;
import org.meseta.master.api.Master;
import org.meseta.master.http.answers.Outcomes;
import org.meseta.protocol.json.JsonException;
import org.meseta.protocol.json.ProtoJson;
import org.meseta.protocol.v1.WeightInfo;

/**
 * {@code /weights}: GET shows them, PUT sets those of the array in its body.
 *
 * @param shown answers a GET
 */
record WeightsEndpoint(Master master, HttpHandler shown) implements HttpHandler {

  @Override
  public CompletionStage<HttpAnswer> handle(HttpRequest request) {
    return switch (request.method()) {
      case "GET" -> shown.handle(request);
      case "PUT" ->
          master
              .updateWeights(request.principal(), weights(request))
              .thenApply(outcome -> Outcomes.answer(outcome, 200));
      default -> throw Refusal.methodNotAllowed("GET, PUT", request.method());
    };
  }

  private static List<WeightInfo> weights(HttpRequest request) {
    try {
      return ProtoJson.readArray(request.body(), WeightInfo.getDefaultInstance());
    } catch (JsonException e) {
      throw Refusal.badRequest("The body is not an array of weights: " + e.getMessage());
    }
  }
}
