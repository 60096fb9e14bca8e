package org.meseta.agent.http.files;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.meseta.agent.api.Agent;
import org.meseta.http.server.GuardedFiles;
import org.meseta.http.server.VirtualFiles;
import org.meseta.plugin.Blocking;
import org.meseta.plugin.authorizer.Action;
import org.meseta.plugin.authorizer.Principal;

/** The agent's log and its sandboxes, for those who may look at them. */
public final class AgentFiles implements GuardedFiles.Access {
  /** Virtual path of the log. */
  public static final String LOG = "/slave/log";

  private final Agent agent;
  private final Sandboxes sandboxes;

  private AgentFiles(Agent agent, Sandboxes sandboxes) {
    this.agent = agent;
    this.sandboxes = sandboxes;
  }

  /**
   * All that an agent shows.
   *
   * @param blocking where files are touched
   * @param log empty if it is not shown
   */
  @SuppressWarnings("MustBeClosedChecker") // the log is shown for as long as the files are
  public static GuardedFiles of(Agent agent, Blocking blocking, Optional<Path> log) {
    Sandboxes sandboxes = new Sandboxes(agent);
    VirtualFiles files = new VirtualFiles(blocking, sandboxes);
    log.ifPresent(file -> files.attach(LOG, file));
    return new GuardedFiles(files, new AgentFiles(agent, sandboxes));
  }

  @Override
  public CompletionStage<Boolean> permits(Principal principal, String attached) {
    return switch (attached) {
      case LOG -> agent.allows(principal, Action.ACCESS_LOG, "");
      case GuardedFiles.DEBUG -> agent.allows(principal, Action.GET_ENDPOINT, attached);
      default ->
          sandboxes
              .owner(attached)
              .map(user -> agent.allows(principal, Action.ACCESS_SANDBOX, user))
              .orElse(CompletableFuture.completedStage(false)); // it has gone meanwhile
    };
  }
}
