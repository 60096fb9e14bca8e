package org.meseta.agent.http.files;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.meseta.agent.api.Agent;
import org.meseta.agent.state.Host;
import org.meseta.agent.state.LocalExecutor;
import org.meseta.agent.state.LocalFramework;

/**
 * The sandboxes of all executors that the agent knows, by their real paths and by paths made of
 * ids. They are those of the agent's newest snapshot whenever somebody looks. Usable from any
 * thread.
 */
public final class Sandboxes implements Supplier<Map<String, Path>> {
  private final Agent agent;
  private volatile @Nullable Seen last;

  /** Looks at nothing yet. */
  public Sandboxes(Agent agent) {
    this.agent = agent;
  }

  /** A snapshot, and what it says. */
  private record Seen(Host host, Map<String, Path> folders) {}

  @Override
  @SuppressWarnings("ReferenceEquality") // a snapshot that has not changed is the same object
  public Map<String, Path> get() {
    Host now = agent.host();
    Seen seen = last;
    if (seen == null || seen.host != now) {
      seen = new Seen(now, folders(now));
      last = seen;
    }
    return seen.folders;
  }

  /** Of several runs of an executor the newest is the latest: those that live come last. */
  private static Map<String, Path> folders(Host host) {
    Map<String, Path> folders = new HashMap<>();
    for (LocalFramework framework : host.completedFrameworks()) {
      framework.completedExecutors().forEach(e -> put(folders, framework, e));
    }
    for (LocalFramework framework : host.frameworks().values()) {
      framework.completedExecutors().forEach(e -> put(folders, framework, e));
      framework.executors().values().forEach(e -> put(folders, framework, e));
    }
    return Map.copyOf(folders);
  }

  private static void put(
      Map<String, Path> folders, LocalFramework framework, LocalExecutor executor) {
    Path sandbox = executor.sandbox();
    folders.put(sandbox.toString(), sandbox);
    folders.put(sandbox.resolveSibling("latest").toString(), sandbox);
    folders.put(
        "/frameworks/%s/executors/%s/runs/latest"
            .formatted(framework.id().getValue(), executor.id().getValue()),
        sandbox);
  }
}
