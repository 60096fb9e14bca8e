package org.meseta.agent.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meseta.plugin.authorizer.Action;
import org.meseta.plugin.authorizer.Principal;

class AuthorizationTest {
  @TempDir Path work;

  @Test
  void allowsEverythingUnlessAnAuthorizerIsNamed() {
    Rig rig = new Rig(work).start();
    assertThat(allows(rig, "alice")).isTrue();
  }

  @Test
  void refusesEverythingWhileTheAuthorizerIsMissing() {
    Rig rig = new Rig(work).flag("authorizer", "strict").start();
    assertThat(allows(rig, "alice")).isFalse();

    rig.agent.authorizer(Optional.of(() -> (principal, action, user) -> user.equals("alice")));
    assertThat(allows(rig, "alice")).isTrue();
    assertThat(allows(rig, "bob")).isFalse();

    rig.agent.authorizer(Optional.empty());
    assertThat(allows(rig, "alice")).isFalse();
  }

  private static boolean allows(Rig rig, String user) {
    var answer = rig.agent.allows(Principal.ANONYMOUS, Action.VIEW_TASK, user);
    rig.time.run();
    return answer.toCompletableFuture().join();
  }
}
