package org.meseta.itests.cluster.faulty;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.meseta.plugin.allocator.Allocator;
import org.meseta.plugin.allocator.AllocatorContext;
import org.meseta.plugin.allocator.AllocatorFactory;

/** Makes allocators that fail in the way that the component's property {@code fault} says. */
public final class FaultyAllocatorFactory implements AllocatorFactory {
  private final String fault;

  public FaultyAllocatorFactory(Map<String, Object> properties) {
    this.fault = String.valueOf(properties.get("fault"));
  }

  @Override
  @SuppressWarnings("NullAway") // null is one of the faults
  public Allocator create(AllocatorContext context) {
    switch (fault) {
      case "create" -> throw new NoClassDefFoundError("planted in create");
      case "nothing" -> {
        return null;
      }
      case "blocks" -> context.timers().schedule(Duration.ofMillis(200), this::block);
      case "garbage" -> garbage(context);
      case "leaks" -> leak();
      default -> {}
    }
    return allocator();
  }

  /** Throws from every method if that is the fault, and does nothing otherwise. */
  private Allocator allocator() {
    return (Allocator)
        Proxy.newProxyInstance(
            FaultyAllocatorFactory.class.getClassLoader(),
            new Class<?>[] {Allocator.class},
            (proxy, method, arguments) -> {
              if (fault.equals("throws")) {
                throw new StackOverflowError("planted in " + method.getName());
              }
              return null;
            });
  }

  @SuppressWarnings("NullAway") // that is the fault
  private void garbage(AllocatorContext context) {
    context.offer(null, null);
    context.timers().schedule(Duration.ofMillis(50), () -> garbage(context));
  }

  private void block() {
    while (true) {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        // It does not heed this either.
      }
    }
  }

  private void leak() {
    Thread thread = new Thread(this::block, "leaked by a plugin");
    thread.setDaemon(true);
    thread.start();
  }
}
