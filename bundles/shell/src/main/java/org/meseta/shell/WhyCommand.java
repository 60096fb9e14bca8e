package org.meseta.shell;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;
import org.meseta.master.api.Explanation;
import org.meseta.master.api.Explanation.Cause;
import org.meseta.master.api.Master;
import org.meseta.protocol.v1.FrameworkID;

/** {@code mesos:why}. */
@Service
@Command(
    scope = "mesos",
    name = "why",
    description = "Says why a framework, or the frameworks of a role, are not offered agents")
public final class WhyCommand implements Action {
  private static final long PATIENCE_SECONDS = 10;

  @Reference(optional = true)
  @Nullable Master master;

  @Argument(name = "framework|role", description = "Id of a framework, or a role", required = true)
  @Completion(FrameworkIds.class)
  @Nullable String subject;

  @Override
  public @Nullable Object execute() throws InterruptedException {
    List<Explanation> explanations = ask(Present.master(master), Present.of(subject));
    if (explanations.isEmpty()) {
      throw new IllegalArgumentException(
          "There is no framework '" + subject + "', and none has such a role");
    }
    explanations.forEach(WhyCommand::print);
    return null;
  }

  private static List<Explanation> ask(Master of, String subject) throws InterruptedException {
    FrameworkID id = FrameworkID.newBuilder().setValue(subject).build();
    var answer = of.cluster().frameworks().containsKey(id) ? of.why(id) : of.whyRole(subject);
    try {
      return answer.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      Throwable why = e.getCause() == null ? e : e.getCause();
      throw new IllegalStateException("The allocator does not answer: " + why.getMessage(), e);
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "The master has not answered in " + PATIENCE_SECONDS + " seconds", e);
    }
  }

  private static void print(Explanation explanation) {
    System.out.printf(
        "Framework %s (%s) in role '%s': %d %s%n",
        explanation.framework().getValue(),
        explanation.name(),
        explanation.role(),
        explanation.agents(),
        explanation.agents() == 1 ? "agent" : "agents");
    if (explanation.free() > 0) {
      System.out.printf(
          "%6d  %s offered in the next round, as far as the allocator tells%n",
          explanation.free(), explanation.free() == 1 ? "is" : "are");
    }
    explanation.causes().forEach(WhyCommand::print);
  }

  private static void print(Cause cause) {
    System.out.printf(
        "%6d  %s (%s%s)%n",
        cause.agents(),
        cause.what(),
        cause.examples().get(0).getValue(),
        cause.agents() > 1 ? ", ..." : "");
    System.out.printf("        %s%n", cause.remedy().advice());
    cause.remedy().command().ifPresent(command -> System.out.println("        " + command));
  }
}
