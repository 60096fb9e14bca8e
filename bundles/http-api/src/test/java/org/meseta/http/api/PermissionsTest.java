package org.meseta.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.meseta.http.api.Permissions.Allowed;
import org.meseta.http.api.Permissions.Question;
import org.meseta.http.server.HttpAnswer;
import org.meseta.http.server.HttpHandler;
import org.meseta.plugin.authorizer.Action;
import org.meseta.plugin.authorizer.Principal;

class PermissionsTest {
  private final List<String> asked = new ArrayList<>();
  private final Permissions onlyAlice =
      (principal, action, object) -> {
        asked.add(action + " " + object);
        return CompletableFuture.completedStage(object.equals("alice"));
      };
  private final HttpHandler handler = request -> Refusal.done(HttpAnswer.text(200, "seen"));

  @Test
  void letsThoseThroughWhoMay() {
    assertThat(answer(Action.VIEW_TASK, "alice")).isEqualTo("200 seen");
    assertThat(answer(Action.VIEW_TASK, "bob")).isEqualTo("403 403 Forbidden.");
  }

  @Test
  void failsWhenNobodyCanSay() {
    Permissions broken = (p, a, o) -> CompletableFuture.failedStage(new IllegalStateException());
    HttpHandler guarded = Refusal.answered(broken.guard(Action.VIEW_FLAGS, "", handler));
    assertThat(guarded.handle(FakeRequest.get(Map.of())).toCompletableFuture())
        .isCompletedExceptionally();
  }

  @Test
  void asksEachOfSeveralQuestionsOnce() {
    Question alice = new Question(Action.VIEW_TASK, "alice");
    Question bob = new Question(Action.VIEW_TASK, "bob");
    Allowed allowed =
        onlyAlice
            .allowed(Principal.ANONYMOUS, List.of(alice, bob, alice))
            .toCompletableFuture()
            .join();
    assertThat(asked).containsExactlyInAnyOrder("VIEW_TASK alice", "VIEW_TASK bob");
    assertThat(allowed.allows(Action.VIEW_TASK, "alice")).isTrue();
    assertThat(allowed.allows(Action.VIEW_TASK, "bob")).isFalse();
    assertThat(allowed.allows(Action.VIEW_EXECUTOR, "alice")).isFalse();
  }

  private String answer(Action action, String object) {
    HttpHandler guarded = Refusal.answered(onlyAlice.guard(action, object, handler));
    HttpAnswer.Whole answer =
        (HttpAnswer.Whole) guarded.handle(FakeRequest.get(Map.of())).toCompletableFuture().join();
    return answer.status() + " " + new String(answer.body(), StandardCharsets.UTF_8);
  }
}
