package org.meseta.http.api;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.meseta.http.server.HttpHandler;
import org.meseta.plugin.authorizer.Action;
import org.meseta.plugin.authorizer.Principal;

/**
 * What a daemon's authorizer lets whom do. Asking never blocks; answers come on the daemon's loop,
 * so that what follows them must be quick.
 */
@FunctionalInterface
public interface Permissions {

  /** Whether the principal may do this to that. */
  CompletionStage<Boolean> allows(Principal principal, Action action, String object);

  /**
   * May the principal do this to that?
   *
   * @param object as the action says
   */
  record Question(Action action, String object) {}

  /** Answers to several questions. What was not asked is refused. */
  record Allowed(Set<Question> questions) {
    public Allowed {
      questions = Set.copyOf(questions);
    }

    /** Whether this was asked and allowed. */
    public boolean allows(Action action, String object) {
      return questions.contains(new Question(action, object));
    }
  }

  /** Asks several questions for one answer. */
  default CompletionStage<Allowed> allowed(Principal principal, Collection<Question> questions) {
    CompletionStage<Set<Question>> all = CompletableFuture.completedStage(new HashSet<>());
    for (Question question : Set.copyOf(questions)) {
      all =
          all.thenCombine(
              allows(principal, question.action, question.object),
              (allowed, yes) -> {
                if (yes) {
                  allowed.add(question);
                }
                return allowed;
              });
    }
    return all.thenApply(Allowed::new);
  }

  /** The handler for those who may do this; 403 for others. */
  default HttpHandler guard(Action action, String object, HttpHandler handler) {
    return request ->
        allows(request.principal(), action, object)
            .thenCompose(
                yes -> {
                  if (!yes) {
                    throw Refusal.plain(403);
                  }
                  return handler.handle(request);
                });
  }
}
