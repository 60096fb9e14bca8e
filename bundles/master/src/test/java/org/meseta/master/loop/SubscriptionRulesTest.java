package org.meseta.master.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meseta.protocol.v1.FrameworkInfo.Capability.Type.MULTI_ROLE;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.meseta.plugin.authorizer.Action;
import org.meseta.plugin.authorizer.Authorizer;
import org.meseta.plugin.authorizer.AuthorizerFactory;
import org.meseta.plugin.authorizer.Principal;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.FrameworkInfo;
import org.meseta.protocol.v1.OfferFilters;
import org.meseta.protocol.v1.Value;
import org.meseta.protocol.v1.scheduler.Call;
import org.meseta.protocol.v1.scheduler.Event;
import org.meseta.protocol.v1.scheduler.OfferConstraints;

/** Who may subscribe, and in which words and which order others are refused. */
@SuppressWarnings("deprecation") // frameworks without MULTI_ROLE still use role
class SubscriptionRulesTest {
  private final MasterRig rig = new MasterRig();

  private String refusal(UnaryOperator<FrameworkInfo.Builder> how) {
    return refusal(rig, how);
  }

  private static String refusal(MasterRig on, UnaryOperator<FrameworkInfo.Builder> how) {
    TestScheduler refused = on.scheduler("refused").with(how).subscribe();
    assertThat(refused.stream.closed).isTrue();
    assertThat(refused.events)
        .singleElement()
        .satisfies(event -> assertThat(event.getType()).isEqualTo(Event.Type.ERROR));
    assertThat(on.master.cluster().frameworks()).isEmpty();
    return refused.errors().get(0);
  }

  private static FrameworkID id(String value) {
    return FrameworkID.newBuilder().setValue(value).build();
  }

  private static FrameworkInfo.Builder multiRole(FrameworkInfo.Builder info, String... roles) {
    info.addCapabilitiesBuilder().setType(MULTI_ROLE);
    return info.addAllRoles(List.of(roles));
  }

  @Test
  void refusesARoleThatIsNone() {
    assertThat(refusal(i -> i.setRole("/bad")))
        .isEqualTo(
            "'FrameworkInfo.role' is not a valid role: Role '/bad' cannot start with a slash");
  }

  @Test
  void refusesRoleAndRolesTogether() {
    assertThat(refusal(i -> multiRole(i.setRole("a"), "b")))
        .isEqualTo("'FrameworkInfo.role' must not be set when the framework is MULTI_ROLE capable");
  }

  @Test
  void refusesRolesWithoutTheCapability() {
    assertThat(refusal(i -> i.addRoles("a")))
        .isEqualTo(
            "'FrameworkInfo.roles' must not be set when the framework is not MULTI_ROLE capable");
  }

  @Test
  void refusesRolesThatAreNamedTwice() {
    assertThat(refusal(i -> multiRole(i, "b", "a", "b", "a")))
        .isEqualTo("'FrameworkInfo.roles' contains duplicate items: { a, b }");
  }

  @Test
  void refusesOneBadRoleAmongMany() {
    assertThat(refusal(i -> multiRole(i, "good", "a//b")))
        .isEqualTo(
            "'FrameworkInfo.roles' contains invalid role:"
                + " Role 'a//b' cannot contain two adjacent slashes");
  }

  @Test
  void refusesAnIdThatIsNoName() {
    assertThat(refusal(i -> i.setId(id("a/b")))).isEqualTo("'a/b' contains invalid characters");
    assertThat(refusal(i -> i.setId(id("..")))).isEqualTo("'..' is disallowed");
    assertThat(refusal(i -> i.setId(id("x".repeat(256)))))
        .isEqualTo("ID must not be greater than 255 characters");
  }

  @Test
  void takesAnEmptyIdForNone() {
    TestScheduler scheduler = rig.scheduler("fw").with(i -> i.setId(id(""))).subscribe();
    assertThat(scheduler.id().getValue())
        .isEqualTo(rig.master.cluster().master().getId() + "-0000");
  }

  private static OfferFilters leastCpus(double cpus) {
    OfferFilters.Builder filters = OfferFilters.newBuilder();
    filters
        .getMinAllocatableResourcesBuilder()
        .addQuantitiesBuilder()
        .putQuantities("cpus", Value.Scalar.newBuilder().setValue(cpus).build());
    return filters.build();
  }

  @Test
  void refusesLeastAmountsThatAreNone() {
    OfferFilters.Builder empty = OfferFilters.newBuilder();
    empty.getMinAllocatableResourcesBuilder().addQuantitiesBuilder();
    assertThat(refusal(i -> i.putOfferFilters("*", empty.build())))
        .isEqualTo("Resource quantities must contain at least one quantity");
    assertThat(refusal(i -> i.putOfferFilters("*", leastCpus(-1))))
        .isEqualTo("Invalid resource quantity for 'cpus': Negative values not supported");
    assertThat(refusal(i -> i.putOfferFilters("*", leastCpus(Double.NaN))))
        .isEqualTo("Invalid resource quantity for 'cpus': NaN not supported");
    assertThat(refusal(i -> i.putOfferFilters("*", leastCpus(Double.POSITIVE_INFINITY))))
        .isEqualTo("Invalid resource quantity for 'cpus': Infinite values not supported");
    assertThat(refusal(i -> i.putOfferFilters("*", leastCpus(Double.MIN_VALUE))))
        .isEqualTo("Invalid resource quantity for 'cpus': Subnormal values not supported");
  }

  @Test
  void takesOfferFiltersOfRolesThatAreNotItsOwn() {
    TestScheduler scheduler =
        rig.scheduler("fw").with(i -> i.putOfferFilters("other", leastCpus(0))).subscribe();
    assertThat(scheduler.errors()).isEmpty();
  }

  @Test
  void refusesAFailoverTimeoutThatIsNoTime() {
    assertThat(refusal(i -> i.setFailoverTimeout(-1)))
        .isEqualTo("The framework failover_timeout (-1) is invalid");
    assertThat(refusal(i -> i.setFailoverTimeout(-0.5)))
        .isEqualTo("The framework failover_timeout (-0.5) is invalid");
    assertThat(refusal(i -> i.setFailoverTimeout(1e300))).contains("failover_timeout (1.0E300)");
    assertThat(refusal(i -> i.setFailoverTimeout(Double.NaN))).contains("failover_timeout (NaN)");
  }

  @Test
  void refusesRolesThatTheOperatorDoesNotList() {
    MasterRig strict = new MasterRig(Map.of("roles", "eng,ops"));
    assertThat(refusal(strict, i -> i.setRole("other")))
        .isEqualTo("Roles { other } are not present in the master's --roles");
    assertThat(refusal(strict, i -> multiRole(i, "z", "eng", "y")))
        .isEqualTo("Roles { y, z } are not present in the master's --roles");
    assertThat(strict.scheduler("fw").with(i -> i.setRole("eng")).subscribe().errors()).isEmpty();
    assertThat(strict.scheduler("all").subscribe().errors()).isEmpty();
  }

  @Test
  void refusesRootWhereTheOperatorSaysSo() {
    MasterRig strict = new MasterRig(Map.of("root_submissions", "false"));
    assertThat(refusal(strict, i -> i.setUser("root")))
        .isEqualTo("User 'root' is not allowed to run frameworks without --root_submissions set");
  }

  @Test
  void refusesTheIdOfAFrameworkThatHasEnded() {
    TestScheduler scheduler = rig.scheduler("fw").subscribe();
    scheduler.teardown();
    assertThat(refusal(i -> i.setId(scheduler.id()))).isEqualTo("Framework has been removed");
  }

  @Test
  void refusesSuppressedRolesThatAreNotItsOwn() {
    TestScheduler refused = rig.scheduler("refused").subscribe("other", "*", "another");
    assertThat(refused.errors())
        .containsExactly(
            "Suppressed roles { another, other } are not contained in the set of roles");
  }

  @Test
  void refusesOfferConstraintsOfRolesThatAreNotItsOwn() {
    TestScheduler refused = rig.scheduler("refused");
    refused.subscribe(
        Principal.ANONYMOUS,
        Call.Subscribe.newBuilder()
            .setFrameworkInfo(refused.info)
            .setOfferConstraints(
                OfferConstraints.newBuilder()
                    .putRoleConstraints(
                        "other", OfferConstraints.RoleConstraints.getDefaultInstance())));
    assertThat(refused.errors())
        .containsExactly(
            "Offer constraints specify `role_constraints` for a role 'other'not contained in the"
                + " set of roles");
  }

  @Test
  void refusesAPrincipalThatIsNotTheAuthenticatedOne() {
    TestScheduler refused = rig.scheduler("fw").with(i -> i.setPrincipal("other"));
    refused.subscribeAs(Principal.named("me"));
    assertThat(refused.errors())
        .containsExactly("Framework principal 'other' does not match authenticated principal 'me'");
  }

  @Test
  void givesAFrameworkThePrincipalItWasAuthenticatedAs() {
    TestScheduler scheduler = rig.scheduler("fw").subscribeAs(Principal.named("me"));
    assertThat(rig.framework(scheduler.id()).info().getPrincipal()).isEqualTo("me");
  }

  @Test
  void refusesANewPrincipalOnReturnWithoutTellingTheOldOne() {
    TestScheduler scheduler =
        rig.scheduler("fw").with(i -> i.setFailoverTimeout(60).setPrincipal("secret")).subscribe();
    TestScheduler other = rig.scheduler("fw").with(i -> i.setId(scheduler.id()));
    other.with(i -> i.setPrincipal("other")).subscribe();
    assertThat(other.errors()).containsExactly("Changing framework's principal is not allowed.");
    other.with(FrameworkInfo.Builder::clearPrincipal).subscribe();
    assertThat(other.errors()).hasSize(2);
    assertThat(scheduler.stream.closed).isFalse();
  }

  @Test
  void namesTheFirstThingThatIsWrongInMesossOrder() {
    MasterRig strict = new MasterRig(Map.of("roles", "eng", "root_submissions", "false"));
    UnaryOperator<FrameworkInfo.Builder> all =
        i ->
            i.setRole("x")
                .setId(id("a/b"))
                .putOfferFilters("x", leastCpus(-1))
                .setFailoverTimeout(-1)
                .setUser("root");
    assertThat(refusal(strict, i -> all.apply(i).setRole("-x"))).contains("FrameworkInfo.role");
    assertThat(refusal(strict, all)).contains("invalid characters");
    assertThat(refusal(strict, i -> all.apply(i).clearId())).contains("resource quantity");
    assertThat(refusal(strict, i -> all.apply(i).clearId().clearOfferFilters()))
        .contains("failover_timeout");
    assertThat(refusal(strict, i -> i.setRole("x").setUser("root"))).contains("--roles");
    assertThat(refusal(strict, i -> i.setRole("eng").setUser("root"))).contains("root_submissions");
  }

  @Test
  void asksTheAuthorizerForEachRoleAsThePrincipalOfTheFramework() {
    Set<String> asked = new HashSet<>();
    AuthorizerFactory eng =
        () ->
            new Authorizer() {
              @Override
              public boolean allows(Principal principal, Action action, String object) {
                asked.add(principal.value().orElse("nobody") + " " + action + " " + object);
                return object.equals("eng");
              }
            };
    MasterRig strict = new MasterRig(Map.of("authorizers", "strict"));
    strict.master.install(eng);
    assertThat(refusal(strict, i -> multiRole(i.setPrincipal("me"), "eng", "ops")))
        .isEqualTo("Not authorized to register framework  with roles { eng, ops }");
    assertThat(asked)
        .containsExactlyInAnyOrder("me REGISTER_FRAMEWORK eng", "me REGISTER_FRAMEWORK ops");
    assertThat(strict.scheduler("fw").with(i -> multiRole(i, "eng")).subscribe().errors())
        .isEmpty();
  }
}
