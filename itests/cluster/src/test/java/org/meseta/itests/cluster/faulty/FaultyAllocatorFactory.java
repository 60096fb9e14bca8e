package org.meseta.itests.cluster.faulty;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.meseta.plugin.allocator.Allocator;
import org.meseta.plugin.allocator.AllocatorContext;
import org.meseta.plugin.allocator.AllocatorFactory;

/** Makes allocators that fail in the way that the component's property {@code fault} says. */
public final class FaultyAllocatorFactory implements AllocatorFactory {
  private final Fault fault;

  public FaultyAllocatorFactory(Map<String, Object> properties) {
    this.fault = Fault.valueOf(String.valueOf(properties.get("fault")));
  }

  @Override
  @SuppressWarnings("NullAway") // null is one of the faults
  public Allocator create(AllocatorContext context) {
    switch (fault) {
      case CREATE -> throw new NoClassDefFoundError("planted in create");
      case NOTHING -> {
        return null;
      }
      case BLOCKS -> context.timers().schedule(Duration.ofMillis(200), Fault::block);
      case GARBAGE -> garbage(context);
      case LEAKS -> Fault.leak();
      default -> {}
    }
    return (Allocator)
        Proxy.newProxyInstance(
            FaultyAllocatorFactory.class.getClassLoader(),
            new Class<?>[] {Allocator.class},
            (proxy, method, arguments) -> answer(method.getName()));
  }

  private @Nullable Object answer(String method) {
    if (fault == Fault.THROWS || (fault == Fault.RECOVER && method.equals("addAgent"))) {
      throw Fault.planted(method);
    }
    return null;
  }

  @SuppressWarnings("NullAway") // that is the fault
  private static void garbage(AllocatorContext context) {
    context.offer(null, null);
    context.timers().schedule(Duration.ofMillis(50), () -> garbage(context));
  }
}
