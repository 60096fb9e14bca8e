package org.meseta.shell;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;
import org.meseta.master.api.Master;
import org.meseta.master.api.Outcome;
import org.meseta.plugin.authorizer.Principal;
import org.meseta.protocol.v1.quota.QuotaConfig;

/** {@code mesos:quota-set}. */
@Service
@Command(
    scope = "mesos",
    name = "quota-set",
    description = "Sets what a role is owed and may have at most, in place of its quota before")
public final class QuotaSetCommand extends MasterCommand {

  @Argument(name = "role", description = "Its name", required = true)
  @Completion(RoleNames.class)
  @Nullable String role;

  @Option(
      name = "--guarantees",
      description = "What it is owed, for example 'cpus:4;mem:1024'; what is not named is not")
  @Nullable String guarantees;

  @Option(
      name = "--limits",
      description =
          "What it may have at most, for example 'cpus:8'; what is not named has no limit")
  @Nullable String limits;

  @Option(
      name = "--force",
      description = "Even if the cluster has not so much, or the role consumes more already")
  boolean force;

  @Override
  CompletionStage<Outcome> ask(Master of, Principal principal) {
    QuotaConfig quota =
        QuotaConfig.newBuilder()
            .setRole(Present.of(role))
            .putAllGuarantees(Amounts.of(guarantees))
            .putAllLimits(Amounts.of(limits))
            .build();
    if (quota.getGuaranteesCount() == 0 && quota.getLimitsCount() == 0) {
      throw new IllegalArgumentException(
          "Say --guarantees or --limits; mesos:quota-remove takes a quota away");
    }
    return of.updateQuotas(principal, force, List.of(quota));
  }

  @Override
  String done() {
    return "Role "
        + role
        + " has the quota: guarantees "
        + shown(guarantees)
        + ", limits "
        + shown(limits)
        + ".";
  }

  private static String shown(@Nullable String amounts) {
    return amounts == null ? "none" : amounts;
  }
}
