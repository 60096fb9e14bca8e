package org.meseta.agent.http.files;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.meseta.agent.api.Agent;
import org.meseta.agent.http.access.Owners;
import org.meseta.agent.state.Host;
import org.meseta.agent.state.LocalExecutor;
import org.meseta.agent.state.LocalFramework;

/**
 * The sandboxes of all executors that the agent knows, by their real paths and by paths made of
 * ids. They are those of the agent's newest snapshot whenever somebody looks. Usable from any
 * thread.
 */
final class Sandboxes implements Supplier<Map<String, Path>> {
  private final Agent agent;
  private volatile @Nullable Seen last;

  /** Looks at nothing yet. */
  Sandboxes(Agent agent) {
    this.agent = agent;
  }

  /**
   * A snapshot, and what it says.
   *
   * @param folders by virtual path
   * @param owners names of users by virtual path
   */
  private record Seen(Host host, Map<String, Path> folders, Map<String, String> owners) {}

  @Override
  public Map<String, Path> get() {
    return seen().folders;
  }

  /** The user whose sandbox is shown there, if one is. */
  Optional<String> owner(String path) {
    return Optional.ofNullable(seen().owners.get(path));
  }

  @SuppressWarnings("ReferenceEquality") // a snapshot that has not changed is the same object
  private Seen seen() {
    Host now = agent.host();
    Seen seen = last;
    if (seen == null || seen.host != now) {
      seen = look(now);
      last = seen;
    }
    return seen;
  }

  /** Of several runs of an executor the newest is the latest: those that live come last. */
  private static Seen look(Host host) {
    Seen seen = new Seen(host, new HashMap<>(), new HashMap<>());
    for (LocalFramework framework : host.completedFrameworks()) {
      framework.completedExecutors().forEach(e -> put(seen, framework, e));
    }
    for (LocalFramework framework : host.frameworks().values()) {
      framework.completedExecutors().forEach(e -> put(seen, framework, e));
      framework.executors().values().forEach(e -> put(seen, framework, e));
    }
    return seen;
  }

  private static void put(Seen seen, LocalFramework framework, LocalExecutor executor) {
    Path sandbox = executor.sandbox();
    String byIds =
        "/frameworks/%s/executors/%s/runs/latest"
            .formatted(framework.id().getValue(), executor.id().getValue());
    String user = Owners.of(framework, executor.info());
    String latest = sandbox.resolveSibling("latest").toString();
    for (String path : List.of(sandbox.toString(), latest, byIds)) {
      seen.folders.put(path, sandbox);
      seen.owners.put(path, user);
    }
  }
}
