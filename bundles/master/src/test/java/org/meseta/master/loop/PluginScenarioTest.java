package org.meseta.master.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meseta.master.loop.MasterRig.task;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meseta.master.api.MasterFlags;
import org.meseta.master.api.Outcome;
import org.meseta.plugin.allocator.AllocatorFactory;
import org.meseta.plugin.authorizer.Action;
import org.meseta.plugin.authorizer.Authorizer;
import org.meseta.plugin.authorizer.AuthorizerFactory;
import org.meseta.plugin.authorizer.Principal;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.TaskState;
import org.meseta.protocol.v1.TaskStatus;
import org.meseta.protocol.v1.scheduler.Event;
import org.meseta.resources.Resources;
import org.meseta.runtime.ManualTime;

class PluginScenarioTest {

  @Test
  void offersNothingUntilThereIsAnAllocator() {
    MasterRig rig = new MasterRig();
    rig.master.removeAllocator();
    rig.agent("one", "cpus:4;mem:1024");
    TestScheduler scheduler = rig.scheduler("fw").subscribe();
    rig.seconds(10);
    assertThat(scheduler.offers()).isEmpty();
    rig.master.install(rig);
    rig.seconds(1);
    assertThat(scheduler.offers()).hasSize(1);
    rig.assertSound();
  }

  @Test
  void tellsANewAllocatorAllThatTheOldOneKnew() {
    MasterRig rig = new MasterRig();
    TestAgent agent = rig.agent("one", "cpus:4;mem:1024");
    rig.agent("two", "cpus:2;mem:512");
    TestScheduler scheduler = rig.scheduler("fw").subscribe();
    rig.seconds(1);
    scheduler.launch(scheduler.offers().get(0), task("t1", agent, "cpus:1;mem:64"));
    assertThat(rig.framework(scheduler.id()).offers()).hasSize(1);
    rig.master.install(rig);
    rig.time.run();
    assertThat(rig.allocators).hasSize(2);
    assertThat(rig.allocators.get(0).closed).isTrue();
    rig.assertSound();
    assertThat(scheduler.all(Event.Type.RESCIND)).isEmpty();
    scheduler.decline(scheduler.offers().get(1), 0);
    rig.seconds(2);
    rig.assertSound();
    assertThat(scheduler.offers().size()).isGreaterThan(2);
  }

  @Test
  void doesNotBlameAnAllocatorThatIsReplacedWhileItStarts() {
    MasterRig rig = new MasterRig();
    rig.master.install(rig);
    rig.master.install(rig);
    rig.time.run();
    assertThat(rig.metric("allocator/failures")).isZero();
    assertThat(rig.allocators.stream().filter(allocator -> !allocator.closed)).hasSize(1);
    rig.master.install(rig);
    rig.master.removeAllocator();
    rig.time.run();
    assertThat(rig.metric("allocator/failures")).isZero();
    assertThat(rig.allocators).allMatch(allocator -> allocator.closed);
  }

  @Test
  void goesOnWithTheOldAllocatorWhenTheNewOneFails() {
    MasterRig rig = new MasterRig();
    rig.agent("one", "cpus:4;mem:1024");
    AllocatorFactory broken =
        context -> {
          throw new IllegalStateException("planted");
        };
    rig.master.install(broken);
    TestScheduler scheduler = rig.scheduler("fw").subscribe();
    rig.seconds(1);
    assertThat(scheduler.offers()).hasSize(1);
    scheduler.decline(scheduler.lastOffer(), 0);
    rig.seconds(1);
    assertThat(scheduler.offers().size()).isGreaterThan(1);
    rig.assertSound();
    assertThat(rig.metric("allocator/failures")).isEqualTo(1);
  }

  @Test
  void survivesAnAllocatorThatThrows() {
    MasterRig rig = new MasterRig();
    AllocatorFactory failing =
        context ->
            new GreedyAllocator(context) {
              @Override
              public void suppressOffers(FrameworkID framework, Set<String> roles) {
                throw new IllegalStateException("planted");
              }
            };
    rig.master.install(failing);
    TestScheduler scheduler = rig.scheduler("fw").subscribe();
    scheduler.suppress();
    rig.seconds(16);
    assertThat(scheduler.all(Event.Type.HEARTBEAT)).hasSize(2);
    assertThat(rig.metric("allocator/failures")).isEqualTo(1);
    assertThat(rig.time.failures()).isEmpty();
  }

  @Test
  void refusesEverythingWhileTheAuthorizerAskedForIsMissing() {
    MasterRig rig = new MasterRig(Map.of("authorizers", "strict"));
    TestScheduler scheduler = rig.scheduler("fw").subscribe();
    assertThat(scheduler.errors())
        .containsExactly("Not authorized to register framework  with roles { * }");
    var allowed = rig.master.allows(Principal.ANONYMOUS, Action.VIEW_FLAGS, "");
    rig.time.run();
    assertThat(allowed.toCompletableFuture()).isCompletedWithValue(false);
  }

  @Test
  void asksTheAuthorizerAboutTasksAndTeardowns() {
    MasterRig rig = new MasterRig(Map.of("authorizers", "strict"));
    AuthorizerFactory strict =
        () ->
            new Authorizer() {
              @Override
              public boolean allows(Principal principal, Action action, String object) {
                return action != Action.RUN_TASK && action != Action.TEARDOWN_FRAMEWORK;
              }
            };
    rig.master.install(strict);
    TestAgent agent = rig.agent("one", "cpus:4;mem:1024");
    TestScheduler scheduler = rig.scheduler("fw").subscribe();
    rig.seconds(1);
    scheduler.launch(scheduler.lastOffer(), task("t1", agent, "cpus:1;mem:64"));
    assertThat(scheduler.lastUpdate().getState()).isEqualTo(TaskState.TASK_ERROR);
    assertThat(scheduler.lastUpdate().getReason())
        .isEqualTo(TaskStatus.Reason.REASON_TASK_UNAUTHORIZED);
    var teardown = rig.master.teardown(Principal.ANONYMOUS, scheduler.id());
    rig.time.run();
    assertThat(teardown.toCompletableFuture().join())
        .isInstanceOfSatisfying(
            Outcome.Refused.class, r -> assertThat(r.kind()).isEqualTo(Outcome.Kind.FORBIDDEN));
    rig.assertSound();
    scheduler.teardown();
    assertThat(rig.master.cluster().frameworks()).isEmpty();
  }

  @Test
  void asksAboutTasksAsThePrincipalThatTheFrameworkNames() {
    MasterRig rig = new MasterRig(Map.of("authorizers", "strict"));
    rig.master.install(
        () ->
            new Authorizer() {
              @Override
              public boolean allows(Principal principal, Action action, String object) {
                return principal.equals(Principal.named("me"));
              }
            });
    TestScheduler me = rig.scheduler("me").with(i -> i.setPrincipal("me")).subscribe();
    assertThat(rig.scheduler("other").subscribe().errors()).hasSize(1);
    TestAgent agent = new TestAgent(rig, "one", "cpus:4;mem:1024");
    agent.link.principal = Principal.named("me");
    agent.register();
    rig.seconds(1);
    me.launch(me.lastOffer(), task("t1", agent, "cpus:1;mem:64"));
    assertThat(agent.runTasks()).containsExactly("t1");
  }

  @Test
  void endsLinksAndStreamsWhenItCloses() {
    ManualTime time = new ManualTime();
    MasterFlags flags = MasterFlags.parse(Map.of());
    try (MasterLoop master =
        new MasterLoop(time, flags, MasterIdentity.of(flags, time.newUuid()))) {
      time.run();
      assertThat(master.cluster().agents()).isEmpty();
    }
    time.run();
    assertThat(time.failures()).isEmpty();
  }

  @Test
  void dropsOffersOfAnAllocatorThatWasReplaced() {
    MasterRig rig = new MasterRig();
    TestAgent agent = rig.agent("one", "cpus:4;mem:1024");
    TestScheduler scheduler = rig.scheduler("fw").subscribe("*");
    rig.master.install(rig);
    rig.time.run();
    Resources some = Resources.parse("cpus:1", "*").allocatedTo("*");
    GreedyAllocator replaced = rig.allocators.get(0);
    replaced.context.offer(scheduler.id(), Map.of("*", Map.of(agent.id(), some)));
    rig.time.run();
    assertThat(scheduler.offers()).isEmpty();
    rig.assertSound();
  }

  @Test
  void readsTheWhitelistAgainAndAgain(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("whitelist"), "one\n two \n\n");
    MasterRig rig = new MasterRig(Map.of("whitelist", file.toString()));
    assertThat(rig.allocator().whitelist).contains(Set.of("one", "two"));
    Files.writeString(file, "three\n");
    rig.seconds(5);
    assertThat(rig.allocator().whitelist).contains(Set.of("three"));
    Files.delete(file);
    rig.seconds(5);
    assertThat(rig.allocator().whitelist).contains(Set.of("three"));
    assertThat(rig.time.failures()).isEmpty();
  }
}
