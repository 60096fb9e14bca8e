package org.meseta.testkit.cluster.scheduler;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.meseta.master.api.Outcome;
import org.meseta.master.api.SchedulerStream;
import org.meseta.plugin.authorizer.Principal;
import org.meseta.protocol.v1.scheduler.Call;
import org.meseta.protocol.v1.scheduler.Event;
import org.meseta.testkit.cluster.journal.Occurrence;
import org.meseta.testkit.cluster.net.Wire;

/**
 * A scheduler's event stream, and the connection on which it makes its calls meanwhile. Its ends
 * may learn at different times that it is gone.
 */
public final class Subscription implements SchedulerStream {
  private static final Duration SILENCE = Duration.ofSeconds(75);

  private final SimulatedScheduler.Setting setting;
  private final SimulatedScheduler owner;
  private final String id;
  private final RandomGenerator random;
  private final Wire<Event> events;
  private final Wire<Call> calls;
  private boolean openAtMaster;
  private boolean subscribed;
  private boolean closing;
  private boolean over;

  Subscription(SimulatedScheduler.Setting setting, SimulatedScheduler owner, String id) {
    this.setting = setting;
    this.owner = owner;
    this.id = id;
    this.random = setting.time().random();
    this.events = new Wire<>(setting.lines(), this::delivered);
    this.calls = new Wire<>(setting.lines(), this::called);
  }

  /** Whether the master has taken the subscription. */
  boolean isSubscribed() {
    return subscribed;
  }

  /** Makes a call; the first is a SUBSCRIBE. */
  void call(Call call) {
    calls.send(call);
  }

  private void called(Call call) {
    setting.journal().add(new Occurrence.Called(owner.name(), id, call));
    if (call.getType() == Call.Type.SUBSCRIBE) {
      openAtMaster = true;
      setting.master().subscribe(Principal.ANONYMOUS, call, this);
      if (events.isCut()) {
        // It was on its way when the connection broke: the master learns that, too.
        setting.lines().later(this::goneForMaster);
      }
    } else {
      setting
          .master()
          .call(Principal.ANONYMOUS, id, call)
          .whenComplete((outcome, failure) -> answered(call, outcome));
    }
  }

  private void answered(Call call, @Nullable Outcome outcome) {
    if (outcome instanceof Outcome.Refused refused) {
      String text = call.getType() + " is refused: " + refused.message();
      setting.journal().add(new Occurrence.Note(owner.name(), text));
    }
  }

  private void delivered(Event event) {
    if (!over) {
      if (event.getType() != Event.Type.HEARTBEAT) {
        setting.journal().add(new Occurrence.Told(owner.name(), id, event));
      }
      subscribed |= event.getType() == Event.Type.SUBSCRIBED;
      owner.received(this, event);
    }
  }

  /** Breaks now; the scheduler learns it soon, the master sooner or later. */
  public void breakNow() {
    events.cut();
    setting.lines().later(this::goneForScheduler);
    if (random.nextInt(3) == 0) {
      setting.lines().after(silence(), this::goneForMaster);
    } else {
      setting.lines().later(this::goneForMaster);
    }
  }

  /** Breaks now, and neither end learns it until it has heard nothing for too long. */
  public void loseSilently() {
    events.cut();
    calls.cut();
    setting.lines().after(silence(), this::goneForScheduler);
    setting.lines().after(silence(), this::goneForMaster);
  }

  /** So many more calls get through, and none after them; events go on. */
  public void loseCallsAfter(int more) {
    calls.cutAfter(more);
    setting.lines().after(Duration.ofSeconds(20), this::breakNow);
  }

  /** The scheduler's process is gone. */
  void schedulerDied() {
    over = true;
    events.cut();
    calls.afterAll(this::goneForMaster);
    setting.lines().after(SILENCE, this::goneForMaster);
  }

  private Duration silence() {
    return Duration.ofNanos(1 + random.nextLong(SILENCE.toNanos()));
  }

  private void goneForScheduler() {
    if (!over) {
      over = true;
      owner.lost(this);
    }
  }

  private void goneForMaster() {
    if (openAtMaster) {
      events.cut();
      tellMaster();
    }
  }

  private void tellMaster() {
    if (openAtMaster) {
      openAtMaster = false;
      setting.journal().add(new Occurrence.Unsubscribed(owner.name(), id));
      setting.master().unsubscribed(this);
    }
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public void send(Event event) {
    if (openAtMaster && !closing) {
      events.send(event);
    }
  }

  @Override
  public void close() {
    closing = true;
    events.afterAll(this::goneForScheduler);
    setting.lines().later(this::tellMaster);
  }
}
