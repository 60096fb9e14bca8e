package org.meseta.master.http;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.meseta.http.api.Permissions;
import org.meseta.http.api.Refusal;
import org.meseta.http.server.HttpAnswer;
import org.meseta.http.server.HttpHandler;
import org.meseta.http.server.HttpRequest;
import org.meseta.master.api.Explanation;
import org.meseta.master.api.Master;
import org.meseta.master.http.view.WhyView;
import org.meseta.plugin.authorizer.Action;
import org.meseta.plugin.authorizer.Principal;
import org.meseta.protocol.v1.FrameworkID;

/** {@code /why?framework=ID} or {@code /why?role=ROLE}: why there are no offers. */
record WhyEndpoint(Master master) implements HttpHandler {

  @Override
  public CompletionStage<HttpAnswer> handle(HttpRequest request) {
    if (!request.method().equals("GET")) {
      throw Refusal.methodNotAllowed("GET", request.method());
    }
    Optional<String> framework = request.query("framework");
    Optional<String> role = request.query("role");
    if (framework.isPresent() == role.isPresent()) {
      throw Refusal.badRequest("Say either 'framework', with an id, or 'role'");
    }
    CompletionStage<List<Explanation>> answer =
        framework
            .map(id -> master.why(FrameworkID.newBuilder().setValue(id).build()))
            .orElseGet(() -> master.whyRole(role.orElseThrow()));
    return answer
        .exceptionally(
            failure -> {
              throw Refusal.of(503, String.valueOf(reason(failure)));
            })
        .thenCompose(explanations -> seen(request.principal(), explanations))
        .thenApply(
            explanations -> {
              if (explanations.isEmpty()) {
                throw Refusal.of(404, nothing(framework, role));
              }
              return new WhyView(explanations).whole(request);
            });
  }

  private static @Nullable String reason(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null
        ? cause.getMessage()
        : failure.getMessage();
  }

  private static String nothing(Optional<String> framework, Optional<String> role) {
    return framework
        .map(id -> "No framework has the id '" + id + "'")
        .orElseGet(() -> "No framework has the role '" + role.orElse("") + "', or one below it");
  }

  /** Those about roles that the caller may see. */
  private CompletionStage<List<Explanation>> seen(Principal who, List<Explanation> all) {
    Permissions permissions = master::allows;
    List<Permissions.Question> questions =
        all.stream().map(e -> new Permissions.Question(Action.VIEW_ROLE, e.role())).toList();
    return permissions
        .allowed(who, questions)
        .thenApply(
            allowed ->
                all.stream().filter(e -> allowed.allows(Action.VIEW_ROLE, e.role())).toList());
  }
}
