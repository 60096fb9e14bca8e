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
import org.meseta.protocol.v1.FrameworkID;

/** {@code mesos:teardown}. */
@Service
@Command(
    scope = "mesos",
    name = "teardown",
    description = "Ends a framework for good and kills its tasks")
public final class TeardownCommand extends MasterCommand {

  @Argument(name = "framework", description = "Its id", required = true)
  @Completion(FrameworkIds.class)
  @Nullable String framework;

  @Override
  CompletionStage<Outcome> ask(Master of, Principal principal) {
    FrameworkID id = FrameworkID.newBuilder().setValue(Present.of(framework)).build();
    return of.teardown(principal, id);
  }

  @Override
  String done() {
    return "Framework " + framework + " is torn down.";
  }
}
