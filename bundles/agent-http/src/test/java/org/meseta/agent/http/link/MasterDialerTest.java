package org.meseta.agent.http.link;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meseta.agent.api.MasterLink;
import org.meseta.agent.http.FakeAgent;
import org.meseta.http.api.LinkProtocol;
import org.meseta.http.client.DialOptions;
import org.meseta.protocol.link.AgentMessage;
import org.meseta.protocol.link.Frame;
import org.meseta.protocol.link.Goodbye;
import org.meseta.protocol.link.KillTask;
import org.meseta.protocol.link.MasterMessage;
import org.meseta.protocol.link.UnregisterAgent;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.TaskID;
import org.meseta.runtime.ManualTime;

class MasterDialerTest {
  private static final Duration BACKOFF = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final ManualTime time = new ManualTime();
  private final FakeAgent agent = new FakeAgent(time);
  private final FakeNet net = new FakeNet(time);
  private final MasterDialer dialer =
      new MasterDialer(agent, time, net, URI.create("ws://master:5050/meseta/link"), BACKOFF);

  @AfterEach
  void nothingFailedInside() {
    assertThat(time.failures()).isEmpty();
  }

  @Test
  void waitsARandomTimeWithinTheBoundBeforeItDials() {
    List<Duration> firsts = new ArrayList<>();
    for (int seed = 0; seed < 50; seed++) {
      ManualTime other = new ManualTime(seed);
      FakeNet there = new FakeNet(other);
      new MasterDialer(agent, other, there, URI.create("ws://m:1/"), BACKOFF).start();
      other.advance(BACKOFF);
      firsts.addAll(there.attempts);
    }
    assertThat(firsts).hasSize(50).doesNotHaveDuplicates();
    assertThat(firsts).allMatch(wait -> wait.compareTo(BACKOFF) < 0);
    assertThat(firsts).anyMatch(wait -> wait.toMillis() > 900).anyMatch(w -> w.toMillis() < 100);
  }

  @Test
  void doublesTheBoundOfTheWaitUpToAMinute() {
    net.up = false;
    dialer.start();
    failAttempts(300);

    Duration bound = BACKOFF;
    Duration before = Duration.ZERO;
    Duration longest = Duration.ZERO;
    for (Duration attempt : net.attempts) {
      Duration wait = attempt.minus(before);
      assertThat(wait).isLessThanOrEqualTo(bound);
      longest = wait.compareTo(longest) > 0 ? wait : longest;
      before = attempt;
      bound = bound.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : bound.multipliedBy(2);
    }
    assertThat(longest).isBetween(Duration.ofSeconds(50), LONGEST);
  }

  @ParameterizedTest
  @CsvSource({"PT0S", "PT-5S"})
  void doesNotDialWithoutEndWhenItIsToldNotToWait(Duration none) {
    net.up = false;
    new MasterDialer(agent, time, net, URI.create("ws://m:1/"), none).start();
    time.run();
    assertThat(net.attempts).containsExactly(Duration.ZERO);
    net.refuse("connection refused");
    failAttempts(20);
    assertThat(net.attempts.get(20)).isGreaterThan(Duration.ofMinutes(2));
  }

  @Test
  void waitsNoLongerThanAMinuteForTheFirstAttempt() {
    new MasterDialer(agent, time, net, URI.create("ws://m:1/"), Duration.ofDays(1)).start();
    time.advance(LONGEST);
    assertThat(net.attempts).hasSize(1);
  }

  @Test
  void beginsWithTheFirstBoundAgainAfterAGoodLink() {
    net.up = false;
    dialer.start();
    failAttempts(10);
    net.up = true;
    time.advance(LONGEST.multipliedBy(2));
    assertThat(net.events).containsExactly("open");

    int attempts = net.attempts.size();
    requireNonNull(net.wire).sever();
    time.advance(BACKOFF);
    assertThat(net.attempts).hasSize(attempts + 1);
  }

  @Test
  void waitsEverLongerForAMasterThatEndsEachLinkAtOnce() {
    dialer.start();
    for (int i = 0; i < 60; i++) {
      untilDialled();
      requireNonNull(net.master).close("not you");
      time.run();
    }
    Duration spent = net.attempts.get(59).minus(net.attempts.get(39));
    assertThat(spent).isGreaterThan(Duration.ofMinutes(5));
  }

  @Test
  void waitsLongWhenTheMasterDoesNotWantItBack() {
    List<Duration> waits = new ArrayList<>();
    for (int seed = 0; seed < 20; seed++) {
      ManualTime other = new ManualTime(seed);
      FakeNet there = new FakeNet(other);
      there.up = false;
      new MasterDialer(agent, other, there, URI.create("ws://m:1/"), BACKOFF).start();
      other.advance(BACKOFF);
      there.answer();
      there.say(
          Frame.newBuilder().setGoodbye(Goodbye.newBuilder().setReason("too old").setFinal(true)));
      there.refuse("too old");
      other.run();
      waits.add(other.untilNextTimer().orElseThrow());
    }
    assertThat(waits).allMatch(wait -> wait.compareTo(LONGEST) <= 0);
    assertThat(waits).anyMatch(wait -> wait.compareTo(LONGEST.dividedBy(2)) > 0);
    assertThat(agent.links).isEmpty();
  }

  @Test
  void tellsTheAgentWhatComesOverTheLink() {
    dialer.start();
    time.advance(BACKOFF);
    assertThat(agent.links).containsExactly("connected to m");

    net.send(
        MasterMessage.newBuilder()
            .setKillTask(
                KillTask.newBuilder()
                    .setFrameworkId(FrameworkID.newBuilder().setValue("f"))
                    .setTaskId(TaskID.newBuilder().setValue("t"))));
    time.advance(LinkProtocol.HEARTBEAT_INTERVAL);
    requireNonNull(net.master).registered(true);
    time.advance(LinkProtocol.HEARTBEAT_INTERVAL);
    requireNonNull(net.wire).sever();
    time.run();
    assertThat(agent.links)
        .containsExactly(
            "connected to m",
            "sent KILL_TASK",
            "does not know us",
            "holds us as registered",
            "gone: connection reset");
  }

  @Test
  void sendsWhatTheAgentSaysOverTheLinkThatItMeans() {
    dialer.start();
    time.advance(BACKOFF);
    MasterLink first = requireNonNull(agent.open.poll());
    first.send(unregister());
    time.run();
    assertThat(net.events).containsExactly("open", "UNREGISTER");
    assertThat(first.description()).endsWith("@memory-right");

    first.close("enough");
    time.run();
    first.send(unregister());
    time.advance(BACKOFF.multipliedBy(2));
    assertThat(net.events)
        .containsExactly("open", "UNREGISTER", "closed: the other side says: enough", "open");
    assertThat(agent.links).containsExactly("connected to m", "gone: enough", "connected to m");
  }

  @Test
  void dialsAgainWhenTheMasterFallsSilent() {
    dialer.start();
    time.advance(BACKOFF);
    requireNonNull(net.wire).cut();
    time.advance(LinkProtocol.SILENCE_LIMIT.plus(LinkProtocol.HEARTBEAT_INTERVAL));
    assertThat(agent.links).contains("gone: nothing heard for 75 s");
    time.advance(BACKOFF.multipliedBy(2));
    assertThat(agent.links).hasSize(3).endsWith("connected to m");
  }

  @Test
  void saysNothingOfAttemptsThatDidNotComeToALink() {
    net.up = false;
    dialer.start();
    failAttempts(3);
    untilDialled();
    net.answer();
    time.advance(LinkProtocol.HANDSHAKE_LIMIT);
    assertThat(net.events).containsExactly("given up: no handshake");
    net.refuse("no handshake");
    time.advance(LONGEST);
    assertThat(net.attempts).hasSize(5);
    assertThat(agent.links).isEmpty();
  }

  @Test
  void boundsWhatWaitsForTheMaster() {
    dialer.start();
    time.advance(BACKOFF);
    DialOptions options = net.options.get(0);
    assertThat(options.protocol()).isEqualTo(LinkProtocol.NAME);
    assertThat(options.maxQueueBytes()).isEqualTo(LinkProtocol.MAX_QUEUE_BYTES);
    assertThat(options.maxMessageBytes()).isEqualTo(LinkProtocol.MAX_MESSAGE_BYTES);

    AgentMessage huge = unregister("x".repeat(LinkProtocol.MAX_MESSAGE_BYTES));
    requireNonNull(agent.open.poll()).send(huge);
    time.run();
    assertThat(agent.links).anyMatch(line -> line.endsWith("is too long for the link"));
    time.advance(BACKOFF.multipliedBy(2));
    assertThat(agent.links).endsWith("connected to m");
  }

  @Test
  void endsTheLinkAndDialsNoMore() {
    dialer.start();
    time.advance(BACKOFF);
    dialer.close();
    time.advance(LONGEST.multipliedBy(3));
    assertThat(net.events).containsExactly("open", "closed: the other side says: the agent ends");
    assertThat(agent.links).containsExactly("connected to m", "gone: the agent ends");
    assertThat(net.attempts).hasSize(1);
  }

  @Test
  void givesUpAnAttemptWhenItEnds() {
    net.up = false;
    dialer.start();
    untilDialled();
    dialer.close();
    time.run();
    assertThat(net.events).containsExactly("given up: the agent ends");
  }

  @Test
  void doesNotDialWhenItEndsBefore() {
    dialer.start();
    dialer.close();
    time.advance(LONGEST);
    assertThat(net.attempts).isEmpty();
  }

  private void failAttempts(int count) {
    for (int i = 0; i < count; i++) {
      untilDialled();
      net.refuse("refused with HTTP status 503");
      time.run();
    }
  }

  private void untilDialled() {
    int before = net.attempts.size();
    while (net.attempts.size() == before) {
      time.advance(time.untilNextTimer().orElse(Duration.ofMillis(1)));
    }
    time.run();
  }

  private static AgentMessage unregister() {
    return unregister("a");
  }

  private static AgentMessage unregister(String id) {
    return AgentMessage.newBuilder()
        .setUnregister(UnregisterAgent.newBuilder().setAgentId(AgentID.newBuilder().setValue(id)))
        .build();
  }
}
