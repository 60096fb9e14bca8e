package org.meseta.master.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meseta.master.api.Outcome;
import org.meseta.master.registry.Registered;
import org.meseta.plugin.allocator.Quota;
import org.meseta.plugin.authorizer.Action;
import org.meseta.plugin.authorizer.AuthorizerFactory;
import org.meseta.plugin.authorizer.Principal;
import org.meseta.protocol.v1.Value;
import org.meseta.protocol.v1.WeightInfo;
import org.meseta.protocol.v1.quota.QuotaConfig;
import org.meseta.protocol.v1.scheduler.Event;
import org.meseta.resources.ResourceLimits;
import org.meseta.resources.ResourceQuantities;

/** Operators change weights and quotas while the cluster runs. */
class RoleSettingsTest {
  private static final Principal ALICE = Principal.named("alice");

  private final Registered registered = new Registered();
  private MasterRig rig = new MasterRig(Map.of("roles", "a,b,a/b,c"), registered);

  @AfterEach
  void sound() {
    rig.assertSound();
  }

  @SuppressWarnings("deprecation") // the shortest way to say a role
  private TestScheduler scheduler(String name, String role) {
    return rig.scheduler(name).with(i -> i.setRole(role)).subscribe();
  }

  private Outcome await(CompletionStage<Outcome> answer) {
    CompletableFuture<Outcome> future = answer.toCompletableFuture();
    rig.time.run();
    return future.join();
  }

  private Outcome weigh(String role, double weight) {
    WeightInfo info = WeightInfo.newBuilder().setRole(role).setWeight(weight).build();
    return await(rig.master.updateWeights(ALICE, List.of(info)));
  }

  private static QuotaConfig quota(String role, String guarantees, String limits) {
    QuotaConfig.Builder config = QuotaConfig.newBuilder().setRole(role);
    amounts(guarantees).forEach(config::putGuarantees);
    amounts(limits).forEach(config::putLimits);
    return config.build();
  }

  private static Map<String, Value.Scalar> amounts(String text) {
    Map<String, Value.Scalar> amounts = new java.util.TreeMap<>();
    for (String part : text.split(";")) {
      if (!part.isBlank()) {
        String[] pair = part.split(":");
        double amount = Double.parseDouble(pair[1]);
        amounts.put(pair[0], Value.Scalar.newBuilder().setValue(amount).build());
      }
    }
    return amounts;
  }

  private Outcome limit(boolean force, QuotaConfig... quotas) {
    return await(rig.master.updateQuotas(ALICE, force, List.of(quotas)));
  }

  private static String message(Outcome outcome) {
    return ((Outcome.Refused) outcome).message();
  }

  @Test
  void tellsTheAllocatorAndRemembersAWeight() {
    assertThat(weigh("a", 2.5)).isEqualTo(Outcome.ACCEPTED);
    assertThat(rig.master.cluster().weights()).isEqualTo(Map.of("a", 2.5));
    assertThat(rig.allocator().weights).isEqualTo(Map.of("a", 2.5));
    rig.assertSound();
    rig = new MasterRig(Map.of("weights", "a=7"), registered);
    assertThat(rig.master.cluster().weights()).isEqualTo(Map.of("a", 2.5));
    assertThat(rig.allocator().weights).isEqualTo(Map.of("a", 2.5));
  }

  @ParameterizedTest
  @CsvSource({
    "a, 0, 'a'",
    "a, -1, 'a'",
    "a, NaN, NaN",
    "a, Infinity, Infinity",
    "/a, 1, /a",
    "d, 1, d",
  })
  void refusesAWeightAndNamesWhatIsWrong(String role, double weight, String named) {
    Outcome outcome = weigh(role, weight);
    assertThat(outcome).isInstanceOf(Outcome.Refused.class);
    assertThat(message(outcome)).contains(named);
    assertThat(rig.master.cluster().weights()).isEmpty();
  }

  @Test
  void takesOffersBackWhenTheWeightOfARoleInUseChanges() {
    rig.agent("one", "cpus:4;mem:1024");
    TestScheduler framework = scheduler("f", "a");
    rig.seconds(2);
    weigh("c", 3);
    assertThat(framework.all(Event.Type.RESCIND)).isEmpty();
    weigh("a", 1.5);
    assertThat(framework.all(Event.Type.RESCIND)).hasSize(1);
    rig.seconds(2);
    weigh("a", 1.5);
    assertThat(framework.all(Event.Type.RESCIND)).as("nothing changed").hasSize(1);
  }

  @Test
  void tellsTheAllocatorAndRemembersQuotas() {
    rig.agent("one", "cpus:4;mem:1024");
    QuotaConfig a = quota("a", "cpus:2", "cpus:3;mem:512");
    QuotaConfig below = quota("a/b", "cpus:1", "");
    assertThat(limit(false, a, below)).isEqualTo(Outcome.ACCEPTED);
    assertThat(rig.master.cluster().quotas()).isEqualTo(Map.of("a", a, "a/b", below));
    Map<String, Quota> told =
        Map.of(
            "a",
            new Quota(
                ResourceQuantities.parse("cpus:2"),
                ResourceLimits.ofMilli(Map.of("cpus", 3000L, "mem", 512_000L))),
            "a/b",
            new Quota(ResourceQuantities.parse("cpus:1"), ResourceLimits.none()));
    assertThat(rig.allocator().quotas).isEqualTo(told);
    rig.assertSound();
    rig = new MasterRig(Map.of(), registered);
    assertThat(rig.master.cluster().quotas()).isEqualTo(Map.of("a", a, "a/b", below));
    assertThat(rig.allocator().quotas).isEqualTo(told);
    assertThat(limit(false, quota("a/b", "", ""))).isEqualTo(Outcome.ACCEPTED);
    assertThat(rig.master.cluster().quotas()).containsOnlyKeys("a");
    assertThat(rig.allocator().quotas).containsOnlyKeys("a");
  }

  @ParameterizedTest
  @CsvSource({
    "*, cpus:1, '', '*'",
    "/a, cpus:1, '', /a",
    "a, cpus:-1, '', 'guarantee of ''cpus'''",
    "a, cpus:NaN, '', 'guarantee of ''cpus'''",
    "a, '', cpus:1e13, 'limit of ''cpus'''",
    "a, cpus:2, cpus:1, 'more than its limits (cpus:1)'",
    "a, cpus:4.5, '', 'what the cluster has (cpus:4;mem:1024)'",
  })
  void refusesAQuotaAndNamesWhatIsWrong(
      String role, String guarantees, String limits, String named) {
    rig.agent("one", "cpus:4;mem:1024");
    Outcome outcome = limit(false, quota(role, guarantees, limits));
    assertThat(message(outcome)).contains(named);
    assertThat(((Outcome.Refused) outcome).kind()).isEqualTo(Outcome.Kind.INVALID);
    assertThat(rig.master.cluster().quotas()).isEmpty();
    assertThat(rig.allocator().quotas).isEmpty();
  }

  @Test
  void refusesAllIfOneIsWrong() {
    rig.agent("one", "cpus:4;mem:1024");
    Outcome outcome = limit(false, quota("a", "cpus:1", ""), quota("b", "cpus:-1", ""));
    assertThat(message(outcome)).contains("role 'b'");
    assertThat(message(limit(true, quota("a", "", "cpus:1"), quota("a", "", "cpus:2"))))
        .contains("'a' is named twice");
    assertThat(rig.master.cluster().quotas()).isEmpty();
  }

  @Test
  void guaranteesRolesBelowNoMoreThanTheOneAbove() {
    rig.agent("one", "cpus:8;mem:1024");
    assertThat(limit(false, quota("a", "cpus:2", "cpus:4"))).isEqualTo(Outcome.ACCEPTED);
    assertThat(message(limit(true, quota("a/b", "cpus:1.5", ""), quota("a/c", "cpus:1", ""))))
        .contains("below 'a'", "cpus:2.5");
    assertThat(message(limit(true, quota("a/b", "", "cpus:5")))).contains("role 'a/b'", "cpus:4");
    assertThat(limit(false, quota("a/b", "cpus:2", "cpus:4"))).isEqualTo(Outcome.ACCEPTED);
    assertThat(message(limit(true, quota("a", "cpus:1", "cpus:4")))).contains("below 'a'");
  }

  @Test
  void setsByForceWhatTheClusterHasNot() {
    assertThat(message(limit(false, quota("a", "cpus:100", "")))).contains("force");
    assertThat(limit(true, quota("a", "cpus:100", ""))).isEqualTo(Outcome.ACCEPTED);
  }

  @Test
  void countsOnAgentsThatMayReturnAndDoesNotRefuseToGuaranteeLess() {
    rig.agent("one", "cpus:4;mem:1024");
    limit(true, quota("a", "cpus:3", ""), quota("b", "cpus:3", ""));
    rig.assertSound();
    rig = new MasterRig(Map.of(), registered);
    assertThat(limit(false, quota("b", "cpus:2", ""))).isEqualTo(Outcome.ACCEPTED);
    assertThat(limit(false, quota("b", "", ""))).isEqualTo(Outcome.ACCEPTED);
    assertThat(limit(false, quota("b", "cpus:1", ""))).isEqualTo(Outcome.ACCEPTED);
    assertThat(message(limit(false, quota("b", "cpus:1.5", "")))).contains("cpus:4.5", "cpus:4");
  }

  @Test
  void setsLimitsBelowWhatIsConsumedOnlyByForce() {
    TestAgent agent = rig.agent("one", "cpus:4;mem:1024");
    TestScheduler framework = scheduler("f", "a");
    rig.seconds(2);
    framework.launch(framework.lastOffer(), MasterRig.task("t", agent, "cpus:2;mem:64"));
    Outcome outcome = limit(false, quota("a", "", "cpus:1"));
    assertThat(message(outcome)).contains("'a' consumes", "cpus:2", "cpus:1");
    assertThat(limit(true, quota("a", "", "cpus:1"))).isEqualTo(Outcome.ACCEPTED);
  }

  @Test
  void takesOffersBackThatExceedNewLimits() {
    rig.agent("one", "cpus:4;mem:1024");
    TestScheduler framework = scheduler("f", "a");
    rig.seconds(2);
    assertThat(limit(false, quota("a", "", "cpus:4"))).isEqualTo(Outcome.ACCEPTED);
    assertThat(framework.all(Event.Type.RESCIND)).isEmpty();
    assertThat(limit(false, quota("a", "", "cpus:3"))).isEqualTo(Outcome.ACCEPTED);
    assertThat(framework.all(Event.Type.RESCIND)).hasSize(1);
  }

  @Test
  void takesAsManyOffersOfOthersBackAsAGuaranteeNeeds() {
    for (int i = 0; i < 4; i++) {
      rig.agent("host" + i, "cpus:4;mem:1024");
    }
    TestScheduler other = scheduler("other", "b");
    rig.seconds(2);
    int offered = other.all(Event.Type.OFFERS).size();
    assertThat(rig.master.cluster().offers()).hasSize(4);
    assertThat(limit(false, quota("a", "cpus:6", ""))).isEqualTo(Outcome.ACCEPTED);
    assertThat(other.all(Event.Type.RESCIND)).hasSize(2);
    assertThat(offered).isPositive();
  }

  @Test
  void takesNoOffersBackForWhatARoleHasAlready() {
    TestAgent agent = rig.agent("one", "cpus:4;mem:1024");
    TestScheduler owner = scheduler("owner", "a");
    rig.seconds(2);
    owner.launch(owner.lastOffer(), MasterRig.task("t", agent, "cpus:2;mem:64"));
    owner.suppress();
    TestScheduler other = scheduler("other", "b");
    rig.seconds(10);
    assertThat(rig.master.cluster().offers()).hasSize(1);
    limit(false, quota("a", "cpus:2", ""));
    assertThat(other.all(Event.Type.RESCIND)).isEmpty();
    limit(false, quota("a", "cpus:2.5", ""));
    assertThat(other.all(Event.Type.RESCIND)).hasSize(1);
  }

  @Test
  void addsAQuotaOnceAndRemovesItOnce() {
    rig.agent("one", "cpus:4;mem:1024");
    Outcome tooMuch = await(rig.master.addQuota(ALICE, false, quota("a", "cpus:9", "cpus:9")));
    assertThat(((Outcome.Refused) tooMuch).kind()).isEqualTo(Outcome.Kind.CONFLICT);
    QuotaConfig quota = quota("a", "cpus:1", "cpus:1");
    assertThat(await(rig.master.addQuota(ALICE, false, quota))).isEqualTo(Outcome.ACCEPTED);
    assertThat(message(await(rig.master.addQuota(ALICE, true, quota)))).contains("'a' has a quota");
    assertThat(await(rig.master.removeQuota(ALICE, "a"))).isEqualTo(Outcome.ACCEPTED);
    assertThat(message(await(rig.master.removeQuota(ALICE, "a")))).contains("'a' has no quota");
    assertThat(rig.master.cluster().quotas()).isEmpty();
  }

  @Test
  void asksTheAuthorizerForEachRole() {
    rig.agent("one", "cpus:4;mem:1024");
    AuthorizerFactory notForB =
        () ->
            (principal, action, role) ->
                !role.equals("b")
                    || (action != Action.UPDATE_QUOTA && action != Action.UPDATE_WEIGHT);
    rig = new MasterRig(Map.of("authorizers", "not-for-b"), registered);
    rig.master.install(notForB);
    rig.agent("two", "cpus:4;mem:1024");
    Outcome outcome = limit(false, quota("a", "cpus:1", ""), quota("b", "cpus:1", ""));
    assertThat(outcome).isEqualTo(Outcome.forbidden("Not authorized to set the quota of role 'b'"));
    assertThat(weigh("b", 2))
        .isEqualTo(Outcome.forbidden("Not authorized to set the weight of role 'b'"));
    assertThat(weigh("a", 2)).isEqualTo(Outcome.ACCEPTED);
    assertThat(limit(false, quota("a", "cpus:1", ""))).isEqualTo(Outcome.ACCEPTED);
  }

  @Test
  void makesOneChangeAfterTheOther() {
    SlowRegistry[] slow = new SlowRegistry[1];
    rig = new MasterRig(Map.of(), loop -> slow[0] = new SlowRegistry(loop));
    rig.agent("one", "cpus:4;mem:1024");
    slow[0].hold();
    var first = rig.master.updateQuotas(ALICE, false, List.of(quota("a", "cpus:3", "")));
    var second = rig.master.updateQuotas(ALICE, false, List.of(quota("b", "cpus:3", "")));
    rig.time.run();
    assertThat(first.toCompletableFuture()).isNotDone();
    assertThat(rig.master.cluster().quotas()).as("not written down yet").isEmpty();
    assertThat(rig.allocator().quotas).isEmpty();
    slow[0].release();
    rig.time.run();
    assertThat(first.toCompletableFuture()).isCompletedWithValue(Outcome.ACCEPTED);
    assertThat(message(second.toCompletableFuture().join())).contains("cpus:6", "cpus:4");
  }

  @Test
  void offersNothingAfterARestartBeforeMostAgentsAreBack() {
    List<TestAgent> agents =
        new java.util.ArrayList<>(
            List.of(
                rig.agent("h1", "cpus:4;mem:1024"),
                rig.agent("h2", "cpus:4;mem:1024"),
                rig.agent("h3", "cpus:4;mem:1024"),
                rig.agent("h4", "cpus:4;mem:1024"),
                rig.agent("h5", "cpus:4;mem:1024")));
    limit(false, quota("a", "cpus:1", ""));
    rig.assertSound();
    rig = new MasterRig(Map.of(), registered);
    agents.replaceAll(agent -> agent.at(rig));
    scheduler("f", "b");
    for (int i = 0; i < 3; i++) {
      agents.get(i).reregister(m -> m);
    }
    rig.seconds(60);
    assertThat(rig.master.cluster().offers()).isEmpty();
    rig.master.install(rig);
    rig.seconds(5);
    assertThat(rig.master.cluster().offers()).as("nor by another allocator").isEmpty();
    agents.get(3).reregister(m -> m);
    rig.seconds(5);
    assertThat(rig.master.cluster().offers()).hasSize(4);
  }

  @Test
  void offersInTheEndEvenIfAgentsStayAway() {
    TestAgent there = rig.agent("h1", "cpus:4;mem:1024");
    rig.agent("h2", "cpus:4;mem:1024");
    limit(false, quota("a", "cpus:1", ""));
    rig.assertSound();
    rig = new MasterRig(Map.of("allocator_recovery_timeout", "2mins"), registered);
    scheduler("f", "b");
    there.at(rig).reregister(m -> m);
    rig.seconds(119);
    assertThat(rig.master.cluster().offers()).isEmpty();
    rig.seconds(3);
    assertThat(rig.master.cluster().offers()).hasSize(1);
  }

  @Test
  void offersAtOnceAfterARestartWithoutQuotas() {
    TestAgent there = rig.agent("h1", "cpus:4;mem:1024");
    rig.agent("h2", "cpus:4;mem:1024");
    rig.assertSound();
    rig = new MasterRig(Map.of(), registered);
    scheduler("f", "b");
    there.at(rig).reregister(m -> m);
    rig.seconds(3);
    assertThat(rig.master.cluster().offers()).hasSize(1);
  }
}
