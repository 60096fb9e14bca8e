package org.meseta.shell;

import java.util.concurrent.CompletionStage;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;
import org.meseta.master.api.Master;
import org.meseta.master.api.Outcome;
import org.meseta.plugin.authorizer.Principal;

/** {@code mesos:quota-remove}. */
@Service
@Command(scope = "mesos", name = "quota-remove", description = "Takes the quota of a role away")
public final class QuotaRemoveCommand extends MasterCommand {

  @Argument(name = "role", description = "Its name", required = true)
  @Completion(RoleNames.class)
  @Nullable String role;

  @Override
  CompletionStage<Outcome> ask(Master of, Principal principal) {
    return of.removeQuota(principal, Present.of(role));
  }

  @Override
  String done() {
    return "Role " + role + " has no quota any more.";
  }
}
