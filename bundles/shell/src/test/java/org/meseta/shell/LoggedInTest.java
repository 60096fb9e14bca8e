package org.meseta.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.PrivilegedAction;
import java.util.Set;
import javax.security.auth.Subject;
import org.apache.karaf.jaas.boot.principal.RolePrincipal;
import org.apache.karaf.jaas.boot.principal.UserPrincipal;
import org.junit.jupiter.api.Test;
import org.meseta.plugin.authorizer.Principal;

class LoggedInTest {

  private static Principal seenBy(java.security.Principal... principals) {
    Subject subject = new Subject(true, Set.of(principals), Set.of(), Set.of());
    return Subject.doAs(subject, (PrivilegedAction<Principal>) LoggedIn::principal);
  }

  @Test
  void isTheUserWhomKarafLetInAndNoneOfTheirRoles() {
    assertThat(seenBy(new RolePrincipal("admin"), new UserPrincipal("anna")))
        .isEqualTo(Principal.named("anna"));
  }

  @Test
  void isNobodyWithoutALogin() {
    assertThat(LoggedIn.principal()).isEqualTo(Principal.ANONYMOUS);
    assertThat(seenBy(new RolePrincipal("admin"))).isEqualTo(Principal.ANONYMOUS);
  }
}
