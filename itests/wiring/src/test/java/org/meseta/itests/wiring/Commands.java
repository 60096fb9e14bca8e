package org.meseta.itests.wiring;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.security.PrivilegedAction;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import javax.security.auth.Subject;
import org.apache.karaf.jaas.boot.principal.RolePrincipal;
import org.apache.karaf.shell.api.console.Command;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.api.console.SessionFactory;

/** The commands of the shell. */
final class Commands {

  private Commands() {}

  /** The names of those in the scope {@code mesos} that a user of this role is shown. */
  static Set<String> seenBy(String role, SessionFactory shell) {
    Subject user = new Subject();
    user.getPrincipals().add(new RolePrincipal(role));
    PrivilegedAction<Set<String>> look = () -> seen(shell);
    // What a thread has been shown once Karaf shows it again, whoever the user is.
    return CompletableFuture.supplyAsync(() -> Subject.doAs(user, look), r -> new Thread(r).start())
        .join();
  }

  private static Set<String> seen(SessionFactory shell) {
    PrintStream out = new PrintStream(OutputStream.nullOutputStream());
    try (Session session = shell.create(InputStream.nullInputStream(), out, out)) {
      return session.getRegistry().getCommands().stream()
          .filter(command -> command.getScope().equals("mesos"))
          .map(Command::getName)
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
