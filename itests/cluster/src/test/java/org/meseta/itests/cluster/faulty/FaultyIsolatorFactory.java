package org.meseta.itests.cluster.faulty;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.meseta.plugin.isolator.ContainerConfig;
import org.meseta.plugin.isolator.Isolator;
import org.meseta.plugin.isolator.IsolatorContext;
import org.meseta.plugin.isolator.IsolatorFactory;
import org.meseta.plugin.isolator.Preparation;
import org.meseta.protocol.v1.ContainerID;

/** Makes isolators that fail in the way that the component's property {@code fault} says. */
public final class FaultyIsolatorFactory implements IsolatorFactory {
  private final String fault;

  public FaultyIsolatorFactory(Map<String, Object> properties) {
    this.fault = String.valueOf(properties.get("fault"));
  }

  @Override
  public Isolator create(IsolatorContext context) {
    if (fault.equals("create")) {
      throw new NoClassDefFoundError("planted in create");
    }
    if (fault.equals("leaks")) {
      Thread thread = new Thread(FaultyIsolatorFactory::block, "leaked by a plugin");
      thread.setDaemon(true);
      thread.start();
    }
    return new Faulty();
  }

  private static void block() {
    while (true) {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        // It does not heed this either.
      }
    }
  }

  private final class Faulty implements Isolator {
    @Override
    public CompletionStage<Void> recover(List<RecoveredContainer> containers) {
      if (fault.equals("recover")) {
        throw new IllegalStateException("planted in recover");
      }
      return CompletableFuture.completedFuture(null);
    }

    @Override
    @SuppressWarnings("NullAway") // null is one of the faults
    public CompletionStage<Preparation> prepare(ContainerID container, ContainerConfig config) {
      switch (fault) {
        case "throws" -> throw new StackOverflowError("planted in prepare");
        case "blocks" -> block();
        case "garbage" -> {
          return null;
        }
        default -> {}
      }
      return CompletableFuture.completedFuture(Preparation.none());
    }
  }
}
