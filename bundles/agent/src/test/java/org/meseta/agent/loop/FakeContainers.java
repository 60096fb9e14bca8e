package org.meseta.agent.loop;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.meseta.plugin.containerizer.ContainerLaunch;
import org.meseta.plugin.containerizer.Containerizer;
import org.meseta.plugin.containerizer.ContainerizerContext;
import org.meseta.plugin.containerizer.ContainerizerFactory;
import org.meseta.plugin.containerizer.Termination;
import org.meseta.protocol.v1.ContainerID;
import org.meseta.protocol.v1.ContainerStatus;
import org.meseta.protocol.v1.ResourceStatistics;
import org.meseta.resources.Resources;

/** Processes of a host, which outlive the agent. Each agent makes its own containerizer on them. */
final class FakeContainers implements ContainerizerFactory {
  final Map<ContainerID, Box> boxes = new LinkedHashMap<>();
  final List<ContainerID> launched = new ArrayList<>();
  final List<ContainerID> destroyed = new ArrayList<>();
  final List<ContainerID> forgotten = new ArrayList<>();

  /** What the next launches do. */
  CompletionStage<Containerizer.Launched> next =
      CompletableFuture.completedFuture(new Containerizer.Launched(4242));

  /** So many times nothing can be destroyed. */
  int indestructible;

  /** Nobody is told what a container uses. */
  boolean mute;

  static final class Box {
    final ContainerLaunch launch;
    final List<Integer> signals = new ArrayList<>();
    final CompletableFuture<Termination> end = new CompletableFuture<>();
    boolean diesOfTerm;

    Box(ContainerLaunch launch) {
      this.launch = launch;
    }
  }

  Box only() {
    return boxes.values().stream().reduce((a, b) -> b).orElseThrow();
  }

  boolean alive(ContainerID id) {
    Box box = boxes.get(id);
    return box != null && !box.end.isDone();
  }

  @Override
  public Containerizer create(ContainerizerContext context) {
    return new Fake();
  }

  private final class Fake implements Containerizer {

    @Override
    public CompletionStage<Recovery> recover(Collection<ContainerID> known) {
      Set<ContainerID> alive = new HashSet<>();
      Set<ContainerID> lost = new HashSet<>();
      for (ContainerID id : known) {
        if (!boxes.containsKey(id)) {
          lost.add(id);
        } else if (alive(id)) {
          alive.add(id);
        }
      }
      Set<ContainerID> orphans = new HashSet<>(boxes.keySet());
      orphans.removeAll(known);
      orphans.forEach(this::destroy);
      return CompletableFuture.completedFuture(new Recovery(alive, lost, orphans));
    }

    @Override
    public CompletionStage<Launched> launch(ContainerLaunch launch) {
      boxes.put(launch.id(), new Box(launch));
      launched.add(launch.id());
      CompletionStage<Launched> outcome = next;
      outcome.whenComplete(
          (done, failure) -> {
            if (failure != null) {
              boxes.remove(launch.id());
            }
          });
      return outcome;
    }

    @Override
    public CompletionStage<Void> update(ContainerID container, Resources resources) {
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<ResourceStatistics> usage(ContainerID container) {
      if (mute) {
        return new CompletableFuture<>();
      }
      return CompletableFuture.completedFuture(
          ResourceStatistics.newBuilder().setTimestamp(1).setMemRssBytes(77).build());
    }

    @Override
    public CompletionStage<ContainerStatus> status(ContainerID container) {
      return CompletableFuture.completedFuture(
          ContainerStatus.newBuilder().setExecutorPid(4242).build());
    }

    @Override
    public CompletionStage<Termination> wait(ContainerID container) {
      Box box = boxes.get(container);
      return box == null
          ? CompletableFuture.failedFuture(new IllegalStateException("unknown"))
          : box.end;
    }

    @Override
    public CompletionStage<Boolean> signal(ContainerID container, int signal) {
      Box box = boxes.get(container);
      if (box == null) {
        return CompletableFuture.completedFuture(false);
      }
      box.signals.add(signal);
      if (box.diesOfTerm && signal == 15) {
        box.end.complete(Termination.signaled(15));
      }
      return CompletableFuture.completedFuture(!box.end.isDone());
    }

    @Override
    public CompletionStage<Boolean> destroy(ContainerID container) {
      destroyed.add(container);
      if (indestructible > 0) {
        indestructible--;
        return CompletableFuture.failedFuture(new IllegalStateException("not now"));
      }
      Box box = boxes.get(container);
      if (box != null) {
        box.end.complete(Termination.signaled(9));
      }
      return CompletableFuture.completedFuture(box != null);
    }

    @Override
    public void forget(ContainerID container) {
      forgotten.add(container);
      boxes.remove(container);
    }

    @Override
    public Set<ContainerID> containers() {
      Set<ContainerID> alive = new HashSet<>(boxes.keySet());
      alive.removeIf(id -> !alive(id));
      return alive;
    }

    @Override
    public void close() {}
  }
}
