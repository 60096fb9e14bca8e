package org.meseta.agent.http.files;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.meseta.agent.api.Agent;
import org.meseta.agent.state.Host;
import org.meseta.agent.state.LocalExecutor;
import org.meseta.agent.state.LocalFramework;
import org.meseta.http.server.FileRoutes;
import org.meseta.http.server.VirtualFiles;
import org.meseta.plugin.authorizer.Principal;

/**
 * Shows the sandboxes of all executors that the agent knows: under their real paths, and under
 * paths made of the ids. What is shown follows the agent's snapshot whenever somebody looks.
 */
public final class Sandboxes implements FileRoutes.Access {
  private final Agent agent;
  private final VirtualFiles files;
  private final Map<String, Path> shown = new HashMap<>();
  private final Map<String, AutoCloseable> attached = new HashMap<>();
  private @Nullable Host seen;

  /** Shows nothing before somebody looks. */
  public Sandboxes(Agent agent, VirtualFiles files) {
    this.agent = agent;
    this.files = files;
  }

  /** Everybody may look at everything. */
  @Override
  public CompletionStage<Boolean> permits(Principal principal, String path) {
    follow();
    return CompletableFuture.completedFuture(true);
  }

  @SuppressWarnings("ReferenceEquality") // a snapshot that has not changed is the same object
  private synchronized void follow() {
    Host now = agent.host();
    if (now == seen) {
      return;
    }
    Map<String, Path> wanted = wanted(now);
    wanted.forEach(this::show);
    shown.keySet().removeIf(path -> !wanted.containsKey(path) && hide(path));
    seen = now;
  }

  private void show(String path, Path sandbox) {
    if (!sandbox.equals(shown.put(path, sandbox))) {
      attached.put(path, files.attach(path, sandbox));
    }
  }

  private boolean hide(String path) {
    AutoCloseable gone = attached.remove(path);
    try {
      if (gone != null) {
        gone.close();
      }
    } catch (Exception e) {
      throw new IllegalStateException("cannot stop showing " + path, e);
    }
    return true;
  }

  /** Of several runs of an executor the newest is the latest: those that live come last. */
  private static Map<String, Path> wanted(Host host) {
    Map<String, Path> wanted = new HashMap<>();
    for (LocalFramework framework : host.completedFrameworks()) {
      framework.completedExecutors().forEach(e -> put(wanted, framework, e));
    }
    for (LocalFramework framework : host.frameworks().values()) {
      framework.completedExecutors().forEach(e -> put(wanted, framework, e));
      framework.executors().values().forEach(e -> put(wanted, framework, e));
    }
    return wanted;
  }

  private static void put(
      Map<String, Path> wanted, LocalFramework framework, LocalExecutor executor) {
    Path sandbox = executor.sandbox();
    wanted.put(sandbox.toString(), sandbox);
    wanted.put(sandbox.resolveSibling("latest").toString(), sandbox);
    wanted.put(
        "/frameworks/%s/executors/%s/runs/latest"
            .formatted(framework.id().getValue(), executor.id().getValue()),
        sandbox);
  }
}
