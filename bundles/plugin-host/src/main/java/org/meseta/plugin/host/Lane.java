package org.meseta.plugin.host;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.meseta.plugin.Clock;
import org.meseta.plugin.Timers;
import org.meseta.runtime.EventLoop;
import org.meseta.runtime.ForeignCode;
import org.meseta.runtime.Runtime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the calls into one instance of a plugin run: one at a time, in order, on a loop of its own.
 * Whatever the plugin does there, the host's loop goes on. Calls that throw are counted; one that
 * does not return in time, too many that throw, or too many that wait break the lane: nothing is
 * called any more and the host is told once, with the reason.
 *
 * <p>Methods are called on the host's loop, and answers complete there, unless they say otherwise.
 */
public final class Lane {
  private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

  /** So many calls may wait; a plugin that lets more wait does not keep up. */
  static final int MOST_WAITING = 200_000;

  /** So many failures within {@link #STRIKE_SPAN} break the lane. */
  static final int STRIKES = 3;

  static final Duration STRIKE_SPAN = Duration.ofMinutes(1);

  private static final int STUCK_TENTHS = 9;

  private final EventLoop home;
  private final EventLoop loop;
  private final PluginEntry entry;
  private final Duration deadline;
  private final Consumer<String> broken;
  private final Clock clock;
  private final long[] strikes = new long[STRIKES];
  private final Map<Long, CompletableFuture<?>> open = new LinkedHashMap<>();
  private final AtomicBoolean watching = new AtomicBoolean();
  private volatile @Nullable Running running;
  private volatile boolean over;
  private int struck;
  private long asked;

  /**
   * @param home the host's loop
   * @param deadline within which a call must return, and an answer be there
   * @param broken is told why, once, on the host's loop
   */
  public Lane(
      Runtime runtime,
      EventLoop home,
      PluginEntry entry,
      Duration deadline,
      Consumer<String> broken) {
    this.home = home;
    this.loop = runtime.loop(entry.title().replace(' ', '-'));
    this.entry = entry;
    this.deadline = deadline;
    this.broken = broken;
    this.clock = home.clock();
  }

  /** Calls the plugin when its turn comes. */
  public void tell(String what, Runnable call) {
    begin(what, call::run);
  }

  private void begin(String what, Call call) {
    if (!over) {
      if (loop.backlog() >= MOST_WAITING) {
        breakOff("does not keep up: " + MOST_WAITING + " calls wait");
      } else {
        loop.execute(() -> run(what, call));
      }
    }
  }

  /**
   * Asks the plugin when its turn comes. What it throws, null instead of an answer, and none in
   * time count as its failures; a stage that fails is an answer like others.
   *
   * @return fails with {@link PluginException} if there is no answer, or none in time; with what
   *     the plugin threw, or its stage failed with, if there is
   */
  public <T> CompletableFuture<T> ask(String what, Callable<? extends CompletionStage<T>> call) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    if (over) {
      answer.completeExceptionally(PluginException.gone(entry.title() + " is out of use"));
      return answer;
    }
    long number = ++asked;
    open.put(number, answer);
    Timers.Timer timer = home.timers().schedule(deadline, () -> late(what, answer));
    var unused =
        answer.whenComplete(
            (value, failure) -> {
              open.remove(number);
              timer.cancel();
            });
    begin(what, () -> start(what, call, answer));
    return answer;
  }

  /**
   * As {@link #ask}, but the answer may take for ever: only the call itself has a deadline.
   *
   * @return fails as that of {@link #ask}, also when the lane ends
   */
  public <T> CompletableFuture<T> await(String what, Callable<? extends CompletionStage<T>> call) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    if (over) {
      answer.completeExceptionally(PluginException.gone(entry.title() + " is out of use"));
      return answer;
    }
    long number = ++asked;
    open.put(number, answer);
    var unused = answer.whenComplete((value, failure) -> open.remove(number));
    begin(what, () -> start(what, call, answer));
    return answer;
  }

  /** Whether the caller runs on this lane. From any thread. */
  public boolean isCurrent() {
    return loop.inLoop();
  }

  /** Timers for the plugin: they run on the lane and count as calls. From any thread. */
  public Timers timers() {
    return (delay, task) -> loop.timers().schedule(delay, () -> run("timer", task::run));
  }

  /** Runs things on the lane, such as what follows an answer; they count as calls. */
  public Executor executor() {
    return task -> loop.execute(() -> run("answer", task::run));
  }

  /** The plugin gave what cannot be: counts as a failure. */
  public void garbage(String reason) {
    entry.stats().failed();
    LOG.warn("{} {}", entry.title(), reason);
    strike(reason);
  }

  /** Whether nothing is called any more. From any thread. */
  public boolean isOver() {
    return over;
  }

  /**
   * Ends it: what waits is dropped, then {@code last} is called. If that does not come to an end in
   * time, its thread is interrupted and left behind.
   *
   * @param ended told on the host's loop when nothing runs there any more, or will not end
   */
  public void close(Runnable last, Runnable ended) {
    over = true;
    AtomicBoolean done = new AtomicBoolean();
    loop.execute(
        () -> {
          perform("close", last::run);
          done.set(true);
          home.execute(ended);
        });
    loop.close();
    home.timers().schedule(deadline, () -> leaveBehind(done, ended));
    fail();
  }

  private void leaveBehind(AtomicBoolean done, Runnable ended) {
    if (!done.get()) {
      LOG.warn("{} of {} does not end; it is left behind", entry.title(), entry.status().origin());
      loop.abandon();
      ended.run();
    }
  }

  /** On the plugin's loop. */
  private void run(String what, Call call) {
    if (!over) {
      perform(what, call);
    }
  }

  @SuppressWarnings("CatchingUnchecked") // a plugin may throw anything
  private void perform(String what, Call call) {
    Running now = new Running(what, clock.nanoTime());
    running = now;
    watch();
    ClassLoader before = ForeignCode.enter(entry.loader());
    try {
      call.run();
    } catch (Throwable e) {
      threw(what, e);
      if (e instanceof VirtualMachineError error && !(e instanceof StackOverflowError)) {
        throw error; // it is not the plugin alone that has no memory
      }
    } finally {
      ClassLoader unused = ForeignCode.enter(before);
      running = null;
      entry.stats().ended(clock.nanoTime() - now.start);
    }
  }

  private void threw(String what, Throwable failure) {
    entry.stats().failed();
    LOG.error("{} failed at {}: {}", entry.title(), what, FailureText.full(failure));
    String brief = FailureText.brief(failure);
    home.execute(() -> strike("failed at " + what + ": " + brief));
  }

  /** On the plugin's loop. */
  private <T> void start(
      String what, Callable<? extends CompletionStage<T>> call, CompletableFuture<T> answer)
      throws Exception {
    CompletionStage<T> stage;
    try {
      stage = call.call();
    } catch (Exception | Error e) {
      home.execute(() -> answer.completeExceptionally(e));
      throw e;
    }
    if (stage == null) {
      String reason = "gave null as its answer to " + what;
      home.execute(
          () -> {
            answer.completeExceptionally(PluginException.unusable(entry.title() + " " + reason));
            garbage(reason);
          });
      return;
    }
    var unused =
        stage.whenComplete((value, failure) -> home.execute(() -> settle(answer, value, failure)));
  }

  private static <T> void settle(
      CompletableFuture<T> answer, T value, @Nullable Throwable failure) {
    if (failure == null) {
      answer.complete(value);
    } else {
      answer.completeExceptionally(failure);
    }
  }

  private void late(String what, CompletableFuture<?> answer) {
    if (!over && !answer.isDone()) {
      entry.stats().timedOut();
      if (isStuck()) {
        return;
      }
      String reason = "has not answered to " + what + " within " + seconds();
      LOG.warn("{} {}", entry.title(), reason);
      answer.completeExceptionally(PluginException.unusable(entry.title() + " " + reason));
      strike(reason);
    }
  }

  /**
   * A call that returned in no time may be running by chance; one that runs all the time is stuck.
   */
  private boolean isStuck() {
    Running now = running;
    boolean stuck =
        now != null && clock.nanoTime() - now.start > deadline.toNanos() / 10 * STUCK_TENTHS;
    if (now != null && stuck) {
      breakOff("has not returned from " + now.what + " within " + seconds());
    }
    return stuck;
  }

  private void strike(String reason) {
    if (over) {
      return;
    }
    long now = clock.nanoTime();
    int slot = struck % STRIKES;
    boolean tooMany = struck >= STRIKES - 1;
    strikes[slot] = now;
    struck++;
    if (tooMany && now - strikes[struck % STRIKES] <= STRIKE_SPAN.toNanos()) {
      breakOff(reason + " (failure " + STRIKES + " within a minute)");
    }
  }

  private void watch() {
    if (watching.compareAndSet(false, true)) {
      home.timers().schedule(deadline, this::watchNow);
    }
  }

  /** On the host's loop. */
  private void watchNow() {
    Running now = running;
    if (over) {
      return;
    }
    if (now == null) {
      watching.set(false);
      if (running != null) {
        watch(); // it began between the two looks
      }
      return;
    }
    Duration left = deadline.minusNanos(clock.nanoTime() - now.start);
    if (left.isNegative() || left.isZero()) {
      entry.stats().timedOut();
      breakOff("has not returned from " + now.what + " within " + seconds());
    } else {
      home.timers().schedule(left, this::watchNow);
    }
  }

  private String seconds() {
    return deadline.toMillis() / 1000.0 + " s";
  }

  private void breakOff(String reason) {
    if (!over) {
      over = true;
      if (running != null) {
        loop.abandon();
      }
      LOG.error("{} of {} is out of use: it {}", entry.title(), entry.status().origin(), reason);
      broken.accept(reason);
      fail();
    }
  }

  private void fail() {
    List<CompletableFuture<?>> left = new ArrayList<>(open.values());
    open.clear();
    left.forEach(
        answer ->
            answer.completeExceptionally(PluginException.gone(entry.title() + " is out of use")));
  }

  /** How many calls wait. From any thread. */
  public int backlog() {
    return loop.backlog();
  }

  /** Something that may fail. */
  private interface Call {
    void run() throws Exception;
  }

  private record Running(String what, long start) {}
}
