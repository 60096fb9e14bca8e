package org.meseta.plugin.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.meseta.plugin.Blocking;
import org.meseta.runtime.ForeignCode;
import org.meseta.runtime.ManualTime;
import org.meseta.runtime.SystemRuntime;

/** What lives on of a plugin that is gone is told, and nothing else is. */
class LeftoversTest {
  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final Origin ORIGIN = new Origin("org.example.leaky", "1.0.0", 7);

  private final ManualTime time = new ManualTime();
  private final PluginBoard board = new PluginBoard();
  private final LeftoverLog log = new LeftoverLog(board, time.clock(), time.timers());
  private final CountDownLatch end = new CountDownLatch(1);

  @AfterEach
  void release() {
    end.countDown();
    log.close();
  }

  /** A plugin whose class is of a loader of its own, as that of a bundle is. */
  private static Object plugin(Class<?> type) throws ReflectiveOperationException {
    return new OneClassLoader(type.getName())
        .loadClass(type.getName())
        .getConstructor()
        .newInstance();
  }

  @SuppressWarnings("unchecked")
  private static Consumer<CountDownLatch> plugin() throws ReflectiveOperationException {
    return (Consumer<CountDownLatch>) plugin(Leaky.class);
  }

  private PluginEntry arrive(Object factory) {
    Candidate<Object> candidate =
        new Candidate<>("leaky", factory, ORIGIN, new Candidate.Preference(0, 0, 0));
    return board.add("master", "allocator", candidate, time.now());
  }

  private void call(PluginEntry entry, Runnable call) {
    Lane lane = new Lane(time, time.loop("home"), entry, GRACE, reason -> {});
    lane.tell("call", call);
    time.run();
    lane.close(() -> {}, () -> {});
    time.run();
  }

  private void leave(PluginEntry entry) {
    entry.leave(time.now(), GRACE);
    time.advance(GRACE.plus(LeftoverLog.PACE));
  }

  @Test
  void tellsTheThreadThatAPluginHasMade() throws Exception {
    Consumer<CountDownLatch> plugin = plugin();
    PluginEntry entry = arrive(plugin);
    call(entry, () -> plugin.accept(end));
    time.advance(Duration.ofHours(1));
    assertThat(board.leftovers()).as("it is still there").isEmpty();
    leave(entry);
    assertThat(board.leftovers()).hasSize(1);
    Leftover leftover = board.leftovers().get(0);
    assertThat(leftover.origin()).isEqualTo(ORIGIN);
    assertThat(leftover.threads()).containsExactly("leaked by a test");
    assertThat(leftover.reason()).contains("'leaked by a test'");
    end.countDown();
    await().until(() -> ForeignCode.threads(plugin.getClass().getClassLoader()).isEmpty());
    time.advance(LeftoverLog.PACE);
    assertThat(board.leftovers()).extracting(Leftover::threads).allMatch(List::isEmpty);
  }

  @Test
  void givesThePluginTimeToComeToItsEnd() throws Exception {
    Consumer<CountDownLatch> plugin = plugin();
    PluginEntry entry = arrive(plugin);
    call(entry, () -> plugin.accept(end));
    entry.leave(time.now(), GRACE);
    time.advance(GRACE.minusSeconds(1));
    assertThat(board.leftovers()).isEmpty();
  }

  @Test
  void saysNothingOfAPluginThatIsBack() throws Exception {
    Consumer<CountDownLatch> plugin = plugin();
    PluginEntry entry = arrive(plugin);
    call(entry, () -> plugin.accept(end));
    entry.leave(time.now(), GRACE);
    arrive(plugin);
    time.advance(GRACE.plus(LeftoverLog.PACE));
    assertThat(board.leftovers()).isEmpty();
  }

  /** Nobody knows by which way, but that it is so is certain after a full collection. */
  @Test
  void tellsThatClassesAreHeldByWhatCannotBeSeen() throws Exception {
    Consumer<CountDownLatch> plugin = plugin();
    leave(arrive(plugin));
    System.gc();
    time.advance(LeftoverLog.PACE);
    assertThat(board.leftovers()).extracting(Leftover::threads).containsExactly(List.of());
    assertThat(board.leftovers().get(0).reason()).contains("after a full collection");
    assertThat(plugin).as("is what holds them").isNotNull();
  }

  @Test
  void keepsNothingInMemory() throws Exception {
    leave(arrive(plugin()));
    await()
        .until(
            () -> {
              System.gc();
              time.advance(LeftoverLog.PACE);
              return board.leftovers().isEmpty();
            });
    time.advance(LeftoverLog.PACE);
    assertThat(board.leftovers()).isEmpty();
  }

  /** It lives for half a minute after it was needed last. */
  @Test
  void theThreadOfAPoolKeepsNothingOfThePluginThatNeededItFirst() throws Exception {
    try (SystemRuntime runtime = new SystemRuntime()) {
      List<Blocking> pools = new ArrayList<>();
      WeakReference<ClassLoader> loader = useFromPlugin(runtime, pools);
      await()
          .atMost(Duration.ofSeconds(15))
          .until(
              () -> {
                System.gc();
                return loader.refersTo(null);
              });
      for (Blocking pool : pools) {
        assertThat(pool.call(Thread::currentThread).toCompletableFuture().join().getName())
            .as("the same thread")
            .endsWith("pool-1");
      }
    }
  }

  @SuppressWarnings("unchecked")
  private static WeakReference<ClassLoader> useFromPlugin(
      SystemRuntime runtime, List<Blocking> pools) throws Exception {
    Function<Blocking, CompletionStage<?>> plugin =
        (Function<Blocking, CompletionStage<?>>) plugin(Needy.class);
    ClassLoader loader = plugin.getClass().getClassLoader();
    pools.add(runtime.blocking("pool", 1, Runnable::run));
    ClassLoader before = ForeignCode.enter(loader);
    pools.add(runtime.blocking("pool", 1, Runnable::run)); // as for a plugin that is being made
    for (Blocking pool : pools) {
      plugin.apply(pool).toCompletableFuture().join();
    }
    assertThat(ForeignCode.enter(before)).isEqualTo(loader);
    return new WeakReference<>(loader);
  }

  @Test
  void leavesTheThreadOfTheHostAsItWas() throws Exception {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    PluginEntry entry = arrive(plugin());
    ClassLoader[] within = new ClassLoader[1];
    call(entry, () -> within[0] = Thread.currentThread().getContextClassLoader());
    assertThat(within[0]).isInstanceOf(OneClassLoader.class);
    assertThat(Thread.currentThread().getContextClassLoader()).isEqualTo(before);
  }

  /** Makes a thread that lives until it is told to end. */
  public static final class Leaky implements Consumer<CountDownLatch> {
    @Override
    public void accept(CountDownLatch end) {
      Thread thread = new Thread(() -> block(end), "leaked by a test");
      thread.setDaemon(true);
      thread.start();
    }

    private static void block(CountDownLatch end) {
      try {
        end.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Is the first to need a pool's thread. */
  public static final class Needy implements Function<Blocking, CompletionStage<?>> {
    @Override
    public CompletionStage<?> apply(Blocking pool) {
      return pool.call(() -> "done");
    }
  }

  /** Loads one class itself. */
  private static final class OneClassLoader extends ClassLoader {
    private final String own;

    OneClassLoader(String own) {
      super(LeftoversTest.class.getClassLoader());
      this.own = own;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.equals(own)) {
        return super.loadClass(name, resolve);
      }
      Class<?> known = findLoadedClass(name);
      return known == null ? define(name) : known;
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      String file = "/" + name.replace('.', '/') + ".class";
      try (InputStream in = LeftoversTest.class.getResourceAsStream(file)) {
        byte[] bytes = Objects.requireNonNull(in).readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }
}
