package org.meseta.shell;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.jspecify.annotations.Nullable;
import org.meseta.master.api.Master;
import org.meseta.master.api.Outcome;
import org.meseta.plugin.authorizer.Principal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A command that has the master do something, in the name of whoever is logged in. */
abstract class MasterCommand implements Action {

  private static final Logger LOG = LoggerFactory.getLogger(MasterCommand.class);
  private static final long PATIENCE_SECONDS = 10;

  @Reference(optional = true)
  @Nullable Master master;

  @Override
  public final @Nullable Object execute() throws InterruptedException, ExecutionException {
    Principal principal = LoggedIn.principal();
    Outcome outcome = await(ask(Present.master(master), principal));
    if (outcome instanceof Outcome.Refused refused) {
      throw new IllegalArgumentException(refused.message());
    }
    LOG.info("{}: {}", principal.value().orElse("anonymous"), done());
    System.out.println(done());
    return null;
  }

  /** Asks the master. */
  abstract CompletionStage<Outcome> ask(Master of, Principal principal);

  /** What to say when it was accepted. */
  abstract String done();

  private static Outcome await(CompletionStage<Outcome> answer)
      throws InterruptedException, ExecutionException {
    try {
      return answer.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "The master has not answered in " + PATIENCE_SECONDS + " seconds", e);
    }
  }
}
