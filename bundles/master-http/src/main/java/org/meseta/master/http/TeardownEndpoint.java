package org.meseta.master.http;

import java.util.concurrent.CompletionStage;
import org.meseta.http.api.Refusal;
import org.meseta.http.server.HttpAnswer;
import org.meseta.http.server.HttpHandler;
import org.meseta.http.server.HttpRequest;
import org.meseta.master.api.Master;
import org.meseta.master.http.answers.Outcomes;
import org.meseta.protocol.v1.FrameworkID;

/** {@code /teardown}: a form with {@code frameworkId} ends that framework and its tasks. */
record TeardownEndpoint(Master master) implements HttpHandler {
  private static final String FIELD = "frameworkId";

  @Override
  public CompletionStage<HttpAnswer> handle(HttpRequest request) {
    if (!request.method().equals("POST")) {
      throw Refusal.methodNotAllowed("POST", request.method());
    }
    String id = request.form().get(FIELD);
    if (id == null) {
      throw Refusal.badRequest("Missing '" + FIELD + "' query parameter in the request body");
    }
    return master
        .teardown(request.principal(), FrameworkID.newBuilder().setValue(id).build())
        .thenApply(outcome -> Outcomes.answer(outcome, 200));
  }
}
