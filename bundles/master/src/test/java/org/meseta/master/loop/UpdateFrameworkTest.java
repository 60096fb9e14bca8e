package org.meseta.master.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meseta.master.loop.MasterRig.task;
import static org.meseta.protocol.v1.FrameworkInfo.Capability.Type.MULTI_ROLE;

import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.meseta.master.api.Outcome;
import org.meseta.plugin.authorizer.Action;
import org.meseta.plugin.authorizer.Authorizer;
import org.meseta.plugin.authorizer.Principal;
import org.meseta.protocol.link.MasterMessage;
import org.meseta.protocol.v1.FrameworkInfo;
import org.meseta.protocol.v1.scheduler.AttributeConstraint;
import org.meseta.protocol.v1.scheduler.Call;
import org.meseta.protocol.v1.scheduler.Event;
import org.meseta.protocol.v1.scheduler.OfferConstraints;

/** What a connected framework may change of itself, and what comes of it. */
class UpdateFrameworkTest {
  private final MasterRig rig = new MasterRig();
  private final TestAgent agent = rig.agent("one", "cpus:4;mem:1024");
  private final TestScheduler scheduler =
      rig.scheduler("fw", MULTI_ROLE)
          .with(i -> i.addRoles("a").addRoles("b").setPrincipal("me").setFailoverTimeout(60))
          .subscribe();

  @AfterEach
  void sound() {
    rig.assertSound();
  }

  private Outcome update(UnaryOperator<FrameworkInfo.Builder> change, String... suppressed) {
    return scheduler.update(change.apply(scheduler.info.toBuilder()).build(), suppressed);
  }

  private void refused(UnaryOperator<FrameworkInfo.Builder> change, String message) {
    FrameworkInfo before = rig.framework(scheduler.id()).info();
    assertThat(update(change)).isEqualTo(Outcome.invalid(message));
    assertThat(rig.framework(scheduler.id()).info()).isEqualTo(before);
    assertThat(scheduler.stream.closed).isFalse();
  }

  @Test
  void changesWhatMayChangeAndTellsTheAgentsThatRunItsTasks() {
    final TestAgent idle = rig.agent("idle", "cpus:1;mem:64");
    rig.seconds(1);
    scheduler.launch(
        scheduler.offers().stream()
            .filter(o -> o.getAgentId().equals(agent.id()))
            .findFirst()
            .orElseThrow(),
        task("t1", agent, "cpus:1;mem:64"));
    UnaryOperator<FrameworkInfo.Builder> change =
        i -> i.setName("new").setFailoverTimeout(9).setHostname("h").setWebuiUrl("http://h");
    assertThat(update(change)).isEqualTo(Outcome.ACCEPTED);
    FrameworkInfo info = rig.framework(scheduler.id()).info();
    assertThat(info).isEqualTo(change.apply(scheduler.info.toBuilder()).build());
    assertThat(agent.last().getUpdateFramework().getFramework()).isEqualTo(info);
    assertThat(idle.all(MasterMessage::hasUpdateFramework, m -> m)).isEmpty();
    scheduler.drop();
    rig.seconds(10);
    assertThat(rig.master.cluster().frameworks()).isEmpty();
  }

  @Test
  void tellsAgentsNothingWhenTheInfoIsTheSame() {
    rig.seconds(1);
    scheduler.launch(scheduler.lastOffer(), task("t1", agent, "cpus:1;mem:64"));
    assertThat(update(i -> i, "a")).isEqualTo(Outcome.ACCEPTED);
    assertThat(agent.all(MasterMessage::hasUpdateFramework, m -> m)).isEmpty();
    assertThat(rig.framework(scheduler.id()).suppressedRoles()).containsExactly("a");
  }

  @Test
  void replacesTheSuppressedRoles() {
    update(i -> i, "a", "b");
    rig.seconds(5);
    assertThat(scheduler.offers()).isEmpty();
    update(i -> i);
    assertThat(rig.framework(scheduler.id()).suppressedRoles()).isEmpty();
    rig.seconds(1);
    assertThat(scheduler.offers()).hasSize(1);
  }

  @Test
  void takesBackOffersOfRolesThatAreGivenUpAndOnlyThose() {
    rig.seconds(1);
    assertThat(scheduler.lastOffer().getAllocationInfo().getRole()).isEqualTo("a");
    update(i -> i.clearRoles().addRoles("a"));
    assertThat(scheduler.all(Event.Type.RESCIND)).isEmpty();
    update(i -> i.clearRoles().addRoles("c"));
    assertThat(scheduler.all(Event.Type.RESCIND))
        .singleElement()
        .satisfies(
            e -> assertThat(e.getRescind().getOfferId()).isEqualTo(scheduler.lastOffer().getId()));
    rig.seconds(1);
    assertThat(scheduler.lastOffer().getAllocationInfo().getRole()).isEqualTo("c");
  }

  @Test
  void refusesToChangeThePrincipal() {
    String message =
        "FrameworkInfo update is not valid: Changing framework's principal is not allowed.";
    refused(i -> i.setPrincipal("other"), message);
    refused(FrameworkInfo.Builder::clearPrincipal, message);
  }

  @Test
  void refusesToChangeTheUser() {
    refused(
        i -> i.setUser("other"),
        "FrameworkInfo update is not valid: Updating 'FrameworkInfo.user' is unsupported;"
            + " attempted to update from 'nobody' to 'other'");
  }

  @Test
  void refusesToChangeCheckpointing() {
    refused(
        i -> i.setCheckpoint(true),
        "FrameworkInfo update is not valid: Updating 'FrameworkInfo.checkpoint' is unsupported;"
            + " attempted to update from 'false' to 'true'");
  }

  @Test
  void refusesAnInfoThatNobodyCouldSubscribeWith() {
    refused(
        i -> i.addRoles("a"),
        "Supplied FrameworkInfo is not valid: 'FrameworkInfo.roles' contains duplicate items: { a }");
  }

  @Test
  void refusesSuppressedRolesThatAreNotItsOwn() {
    assertThat(update(i -> i, "z"))
        .isEqualTo(
            Outcome.invalid(
                "'UpdateFramework' call is not valid: Suppressed roles { z } are not contained in"
                    + " the set of roles"));
  }

  @Test
  void refusesOfferConstraintsOfRolesThatAreNotItsOwn() {
    Outcome outcome =
        scheduler.call(
            c -> {
              c.setType(Call.Type.UPDATE_FRAMEWORK);
              c.getUpdateFrameworkBuilder()
                  .setFrameworkInfo(scheduler.info)
                  .getOfferConstraintsBuilder()
                  .putRoleConstraints("z", OfferConstraints.RoleConstraints.getDefaultInstance());
              return c;
            });
    assertThat(outcome)
        .isEqualTo(
            Outcome.invalid(
                "'UpdateFramework' call is not valid: Offer constraints specify"
                    + " `role_constraints` for a role 'z'not contained in the set of roles"));
  }

  @Test
  void refusesRegularExpressionsThatAreTooLarge() {
    AttributeConstraint.Builder constraint = AttributeConstraint.newBuilder();
    constraint.getSelectorBuilder().setAttributeName("rack");
    constraint.getPredicateBuilder().getTextMatchesBuilder().setRegex("a{200}");
    OfferConstraints.RoleConstraints.Builder role = OfferConstraints.RoleConstraints.newBuilder();
    role.addGroupsBuilder().addAttributeConstraints(constraint);
    String own = rig.framework(scheduler.id()).roles().get(0);
    Outcome outcome =
        scheduler.call(
            c -> {
              c.setType(Call.Type.UPDATE_FRAMEWORK);
              c.getUpdateFrameworkBuilder()
                  .setFrameworkInfo(scheduler.info)
                  .getOfferConstraintsBuilder()
                  .putRoleConstraints(own, role.build());
              return c;
            });
    assertThat(outcome.toString()).contains("'a{200}'").contains("100 instructions");
    assertThat(rig.framework(scheduler.id()).constraints().getRoleConstraintsCount()).isZero();
  }

  @Test
  void asksTheAuthorizerWhetherTheRolesAreAllowed() {
    MasterRig strict = new MasterRig(Map.of("authorizers", "strict"));
    strict.master.install(
        () ->
            new Authorizer() {
              @Override
              public boolean allows(Principal principal, Action action, String object) {
                return !object.equals("c");
              }
            });
    TestScheduler held = strict.scheduler("fw", MULTI_ROLE).with(i -> i.addRoles("a")).subscribe();
    assertThat(held.update(held.info.toBuilder().addRoles("c").build()))
        .isEqualTo(
            Outcome.forbidden(
                "Not authorized to register framework "
                    + held.id().getValue()
                    + " with roles { a, c }"));
    assertThat(strict.framework(held.id()).roles()).containsExactly("a");
  }
}
