package org.meseta.shell;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;
import org.meseta.master.api.Master;
import org.meseta.master.api.Outcome;
import org.meseta.plugin.authorizer.Principal;
import org.meseta.protocol.v1.WeightInfo;

/** {@code mesos:weight-set}. */
@Service
@Command(
    scope = "mesos",
    name = "weight-set",
    description = "Sets the weight of a role: with 2 it gets twice the share of one with 1")
public final class WeightSetCommand extends MasterCommand {

  @Argument(name = "role", description = "Its name", required = true)
  @Completion(RoleNames.class)
  @Nullable String role;

  @Argument(index = 1, name = "weight", description = "A number above 0", required = true)
  double weight;

  @Override
  CompletionStage<Outcome> ask(Master of, Principal principal) {
    WeightInfo info = WeightInfo.newBuilder().setRole(Present.of(role)).setWeight(weight).build();
    return of.updateWeights(principal, List.of(info));
  }

  @Override
  String done() {
    return "Role " + role + " has the weight " + weight + ".";
  }
}
