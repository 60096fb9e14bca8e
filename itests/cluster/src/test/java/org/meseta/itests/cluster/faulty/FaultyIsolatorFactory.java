package org.meseta.itests.cluster.faulty;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.meseta.plugin.Timers;
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

/** Makes isolators that fail in the way that the component's property {@code fault} says. */
public final class FaultyIsolatorFactory implements IsolatorFactory {
  private static final Duration SLOWNESS = Duration.ofMillis(300);

  private final Fault fault;

  public FaultyIsolatorFactory(Map<String, Object> properties) {
    this.fault = Fault.valueOf(String.valueOf(properties.get("fault")));
  }

  @Override
  @SuppressWarnings("NullAway") // null is one of the faults
  public Isolator create(IsolatorContext context) {
    switch (fault) {
      case CREATE -> throw new NoClassDefFoundError("planted in create");
      case NOTHING -> {
        return null;
      }
      case LEAKS -> Fault.leak();
      default -> {}
    }
    return new Faulty(context.timers());
  }

  private final class Faulty implements Isolator {
    private final Timers timers;

    Faulty(Timers timers) {
      this.timers = timers;
    }

    @Override
    public CompletionStage<Void> recover(List<RecoveredContainer> containers) {
      if (fault == Fault.RECOVER) {
        throw Fault.planted("recover");
      }
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Preparation> prepare(ContainerID container, ContainerConfig config) {
      CompletionStage<Preparation> answer = answer("prepare", Preparation.none());
      if (fault != Fault.SLOW) {
        return answer;
      }
      CompletableFuture<Preparation> later = new CompletableFuture<>();
      timers.schedule(SLOWNESS, () -> later.complete(Preparation.none()));
      return later;
    }

    @Override
    @SuppressWarnings("NullAway") // the value of a void
    public CompletionStage<Void> isolate(ContainerID container, long pid) {
      return answer("isolate", null);
    }

    @Override
    public CompletionStage<Limitation> watch(ContainerID container) {
      if (fault == Fault.THROWS) {
        throw Fault.planted("watch");
      }
      return new CompletableFuture<>();
    }

    @Override
    @SuppressWarnings("NullAway") // the value of a void
    public CompletionStage<Void> update(ContainerID container, Resources resources) {
      return answer("update", null);
    }

    @Override
    public CompletionStage<ResourceStatistics> usage(ContainerID container) {
      return answer("usage", ResourceStatistics.getDefaultInstance());
    }

    @Override
    public CompletionStage<ContainerStatus> status(ContainerID container) {
      return answer("status", ContainerStatus.getDefaultInstance());
    }

    @Override
    @SuppressWarnings("NullAway") // the value of a void
    public CompletionStage<Void> cleanup(ContainerID container) {
      return answer("cleanup", null);
    }

    @SuppressWarnings("NullAway") // null is one of the faults
    private <T> CompletionStage<T> answer(String method, T good) {
      switch (fault) {
        case THROWS -> throw Fault.planted(method);
        case BLOCKS -> Fault.block();
        case GARBAGE -> {
          return null;
        }
        default -> {}
      }
      return CompletableFuture.completedFuture(good);
    }

    @Override
    public void close() {
      if (fault == Fault.THROWS) {
        throw Fault.planted("close");
      }
    }
  }
}
