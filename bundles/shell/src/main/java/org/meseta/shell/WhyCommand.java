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
          "There is no framework '" + subject + "', and none has such a role or one below it");
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
      throw new IllegalStateException(why.getMessage(), e);
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "The master has not answered in " + PATIENCE_SECONDS + " seconds", e);
    }
  }

  private static void print(Explanation explanation) {
    WhyText.lines(explanation).forEach(System.out::println);
  }
}
