package org.meseta.shell;

import java.security.AccessController;
import javax.security.auth.Subject;
import org.apache.karaf.jaas.boot.principal.UserPrincipal;
import org.meseta.plugin.authorizer.Principal;

/** Who gives a command. */
final class LoggedIn {
  private LoggedIn() {}

  /** Whom Karaf let in. The session's variable USER will not do: its user may set it. */
  @SuppressWarnings("removal") // Karaf passes it on in this way
  static Principal principal() {
    Subject subject = Subject.getSubject(AccessController.getContext());
    return subject == null
        ? Principal.ANONYMOUS
        : subject.getPrincipals(UserPrincipal.class).stream()
            .findFirst()
            .map(user -> Principal.named(user.getName()))
            .orElse(Principal.ANONYMOUS);
  }
}
