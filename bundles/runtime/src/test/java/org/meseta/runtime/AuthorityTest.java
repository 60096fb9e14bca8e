package org.meseta.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.meseta.plugin.authorizer.Action;
import org.meseta.plugin.authorizer.Authorizer;
import org.meseta.plugin.authorizer.AuthorizerFactory;
import org.meseta.plugin.authorizer.Principal;

class AuthorityTest {
  private final Authority authority = new Authority(true);
  private final List<String> closed = new ArrayList<>();

  @Test
  void allowsEverythingWhenNoPluginWasAskedFor() {
    ManualTime time = new ManualTime();
    Authority open = new Authority(false);
    open.install(only("nobody"));
    assertThat(open.allows(Principal.ANONYMOUS, Action.VIEW_TASK, "alice")).isTrue();
    assertThat(
            open.ask(time.loop("daemon"), Principal.ANONYMOUS, Action.VIEW_TASK, "alice")
                .toCompletableFuture())
        .isCompletedWithValue(true);
  }

  @Test
  void refusesEverythingWhileThePluginIsMissing() {
    assertThat(allows("alice")).isFalse();
    authority.install(only("alice"));
    assertThat(allows("alice")).isTrue();
    assertThat(allows("bob")).isFalse();
    authority.remove();
    assertThat(allows("alice")).isFalse();
    assertThat(closed).containsExactly("alice");
  }

  @Test
  void asksThePluginOnTheLoop() {
    ManualTime time = new ManualTime();
    authority.install(only("alice"));
    var answer =
        authority
            .ask(time.loop("daemon"), Principal.ANONYMOUS, Action.VIEW_TASK, "alice")
            .toCompletableFuture();
    assertThat(answer).isNotDone();
    time.run();
    assertThat(answer).isCompletedWithValue(true);
  }

  @Test
  void goesOnWithTheOneBeforeWhenTheNextCannotStart() {
    authority.install(only("alice"));
    authority.install(
        () -> {
          throw new IllegalStateException("no rules");
        });
    assertThat(allows("alice")).isTrue();
    authority.install(only("bob"));
    assertThat(allows("alice")).isFalse();
    assertThat(allows("bob")).isTrue();
    assertThat(closed).containsExactly("alice");
  }

  @Test
  void takesAFailureForARefusal() {
    authority.install(
        () ->
            (principal, action, object) -> {
              throw new IllegalStateException("no idea");
            });
    assertThat(allows("alice")).isFalse();
  }

  private boolean allows(String user) {
    return authority.allows(Principal.ANONYMOUS, Action.VIEW_TASK, user);
  }

  private AuthorizerFactory only(String user) {
    return () ->
        new Authorizer() {
          @Override
          public boolean allows(Principal principal, Action action, String object) {
            return object.equals(user);
          }

          @Override
          public void close() {
            closed.add(user);
          }
        };
  }
}
