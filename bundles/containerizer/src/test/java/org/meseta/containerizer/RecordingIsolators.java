package org.meseta.containerizer;

import com.google.protobuf.ByteString;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.meseta.plugin.isolator.ContainerConfig;
import org.meseta.plugin.isolator.Isolator;
import org.meseta.plugin.isolator.IsolatorContext;
import org.meseta.plugin.isolator.IsolatorFactory;
import org.meseta.plugin.isolator.Limitation;
import org.meseta.plugin.isolator.Preparation;
import org.meseta.protocol.v1.ContainerID;
import org.meseta.protocol.v1.ContainerStatus;
import org.meseta.protocol.v1.ResourceStatistics;
import org.meseta.resources.Resources;

/** Isolators that write down what they are asked, and fail when told to. */
final class RecordingIsolators {
  final List<String> calls = new CopyOnWriteArrayList<>();
  final Map<ContainerID, Isolator.RecoveredContainer> recovered = new ConcurrentHashMap<>();
  final Map<String, ResourceStatistics> usage = new ConcurrentHashMap<>();
  volatile String failing = "";
  volatile Map<String, String> environment = Map.of();
  volatile ByteString state = ByteString.EMPTY;
  volatile Consumer<ContainerID> onIsolate = id -> {};

  private final Map<String, IsolatorFactory> factories = new HashMap<>();
  private final Map<ContainerID, CompletableFuture<Limitation>> limits = new ConcurrentHashMap<>();
  private volatile @Nullable IsolatorContext context;

  IsolatorFactory factory(String name) {
    return factories.computeIfAbsent(name, n -> new Factory(n));
  }

  /** Another version. */
  IsolatorFactory again(String name) {
    factories.remove(name);
    return factory(name);
  }

  Isolator.RecoveredContainer recovered(ContainerID id) {
    return Objects.requireNonNull(recovered.get(id), "never recovered");
  }

  IsolatorContext context() {
    return Objects.requireNonNull(context);
  }

  void limit(ContainerID id, Limitation limitation) {
    limits.computeIfAbsent(id, i -> new CompletableFuture<>()).complete(limitation);
  }

  private final class Factory implements IsolatorFactory {
    private final String name;

    Factory(String name) {
      this.name = name;
    }

    @Override
    public Isolator create(IsolatorContext given) {
      context = given;
      return new Recording(name);
    }
  }

  private final class Recording implements Isolator {
    private final String name;

    Recording(String name) {
      this.name = name;
    }

    @Override
    public CompletionStage<Void> recover(List<RecoveredContainer> containers) {
      containers.forEach(c -> recovered.put(c.container(), c));
      return said("recover", null);
    }

    @Override
    public CompletionStage<Preparation> prepare(ContainerID id, ContainerConfig config) {
      return said("prepare", new Preparation(environment, state));
    }

    @Override
    public CompletionStage<Void> isolate(ContainerID id, long pid) {
      onIsolate.accept(id);
      return said("isolate", null);
    }

    @Override
    public CompletionStage<Limitation> watch(ContainerID id) {
      calls.add(name + " watch");
      return limits.computeIfAbsent(id, i -> new CompletableFuture<>());
    }

    @Override
    public CompletionStage<Void> update(ContainerID id, Resources resources) {
      return said("update", null);
    }

    @Override
    public CompletionStage<ResourceStatistics> usage(ContainerID id) {
      return said("usage", usage.getOrDefault(name, ResourceStatistics.getDefaultInstance()));
    }

    @Override
    public CompletionStage<ContainerStatus> status(ContainerID id) {
      return said("status", ContainerStatus.getDefaultInstance());
    }

    @Override
    public CompletionStage<Void> cleanup(ContainerID id) {
      return said("cleanup", null);
    }

    @SuppressWarnings("NullAway") // stages of nothing complete with null
    private <T> CompletionStage<T> said(String what, @Nullable T answer) {
      calls.add(name + " " + what);
      if (failing.equals(name + " " + what)) {
        throw new IllegalStateException("on purpose");
      }
      return CompletableFuture.completedFuture(answer);
    }
  }
}
