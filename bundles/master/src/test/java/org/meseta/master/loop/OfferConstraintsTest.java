package org.meseta.master.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meseta.master.api.Outcome;
import org.meseta.plugin.authorizer.Principal;
import org.meseta.protocol.v1.Attribute;
import org.meseta.protocol.v1.Offer;
import org.meseta.protocol.v1.Value;
import org.meseta.protocol.v1.scheduler.AttributeConstraint;
import org.meseta.protocol.v1.scheduler.AttributeConstraint.Predicate;
import org.meseta.protocol.v1.scheduler.AttributeConstraint.Selector.PseudoattributeType;
import org.meseta.protocol.v1.scheduler.Call;
import org.meseta.protocol.v1.scheduler.OfferConstraints;
import org.meseta.protocol.v1.scheduler.OfferConstraints.RoleConstraints;

/** Which agents frameworks are offered that say which ones they want. */
class OfferConstraintsTest {
  private final MasterRig rig = new MasterRig();

  @BeforeEach
  void agents() {
    agent("fast", "disk", "ssd");
    agent("slow", "disk", "spinning");
    agent("plain", "rack", "7");
  }

  @AfterEach
  void sound() {
    rig.assertSound();
  }

  private void agent(String hostname, String attribute, String value) {
    TestAgent agent = new TestAgent(rig, hostname, "cpus:1;mem:64");
    Attribute.Builder text =
        Attribute.newBuilder()
            .setName(attribute)
            .setType(Value.Type.TEXT)
            .setText(Value.Text.newBuilder().setValue(value));
    Attribute.Builder number =
        Attribute.newBuilder()
            .setName("number")
            .setType(Value.Type.SCALAR)
            .setScalar(Value.Scalar.newBuilder().setValue(1));
    agent.info = agent.info.toBuilder().addAttributes(text).addAttributes(number).build();
    agent.register();
  }

  private static AttributeConstraint on(String attribute, Consumer<Predicate.Builder> predicate) {
    AttributeConstraint.Builder constraint = AttributeConstraint.newBuilder();
    if (attribute.equals("HOSTNAME") || attribute.equals("ZONE")) {
      constraint
          .getSelectorBuilder()
          .setPseudoattributeType(PseudoattributeType.valueOf(attribute));
    } else {
      constraint.getSelectorBuilder().setAttributeName(attribute);
    }
    predicate.accept(constraint.getPredicateBuilder());
    return constraint.build();
  }

  private static AttributeConstraint constraint(String attribute, String is, String value) {
    return on(
        attribute,
        p -> {
          switch (is) {
            case "exists" -> p.getExistsBuilder();
            case "exists not" -> p.getNotExistsBuilder();
            case "equals" -> p.getTextEqualsBuilder().setValue(value);
            case "equals not" -> p.getTextNotEqualsBuilder().setValue(value);
            case "matches" -> p.getTextMatchesBuilder().setRegex(value);
            case "matches not" -> p.getTextNotMatchesBuilder().setRegex(value);
            default -> throw new IllegalArgumentException(is);
          }
        });
  }

  /** Each group has one constraint. */
  private static OfferConstraints any(AttributeConstraint... constraints) {
    RoleConstraints.Builder role = RoleConstraints.newBuilder();
    for (AttributeConstraint constraint : constraints) {
      role.addGroupsBuilder().addAttributeConstraints(constraint);
    }
    return OfferConstraints.newBuilder().putRoleConstraints("*", role.build()).build();
  }

  private static OfferConstraints all(AttributeConstraint... constraints) {
    RoleConstraints.Builder role = RoleConstraints.newBuilder();
    role.addGroupsBuilder().addAllAttributeConstraints(List.of(constraints));
    return OfferConstraints.newBuilder().putRoleConstraints("*", role.build()).build();
  }

  private TestScheduler subscribe(OfferConstraints constraints) {
    TestScheduler scheduler = rig.scheduler("fw");
    Call.Subscribe.Builder call =
        Call.Subscribe.newBuilder()
            .setFrameworkInfo(scheduler.info)
            .setOfferConstraints(constraints);
    scheduler.subscribe(Principal.ANONYMOUS, call);
    rig.seconds(1);
    return scheduler;
  }

  private static String hosts(TestScheduler scheduler) {
    return String.join(
        " ", scheduler.offers().stream().map(Offer::getHostname).distinct().sorted().toList());
  }

  @ParameterizedTest
  @CsvSource({
    "disk, exists, '', fast slow",
    "disk, exists not, '', plain",
    "disk, equals, ssd, fast",
    "disk, equals not, ssd, plain slow",
    "HOSTNAME, equals, slow, slow",
    "ZONE, exists, '', ''",
    "ZONE, exists not, '', fast plain slow",
    "number, equals, 2, fast plain slow",
    "disk, matches, s+.*, fast slow",
    "disk, matches, s, ''",
    "disk, matches not, s{2}d, plain slow",
    "HOSTNAME, matches, (?i)P[a-l]+AIN|SLOW, plain slow",
    "number, matches, x, fast plain slow",
    "nothing, equals not, x, fast plain slow",
  })
  void offersWhatMeetsAConstraint(String attribute, String is, String value, String hosts) {
    assertThat(hosts(subscribe(any(constraint(attribute, is, value))))).isEqualTo(hosts);
  }

  @Test
  void oneGroupIsEnoughAndAllOfItIsNeeded() {
    AttributeConstraint ssd = constraint("disk", "equals", "ssd");
    AttributeConstraint rack = constraint("rack", "equals", "7");
    TestScheduler either = subscribe(any(ssd, rack));
    assertThat(hosts(either)).isEqualTo("fast plain");
    either.teardown();
    assertThat(hosts(subscribe(all(ssd, rack)))).isEmpty();
  }

  @Test
  void othersAreOfferedWhatOneDoesNotWant() {
    TestScheduler picky = subscribe(any(constraint("disk", "equals", "ssd")));
    TestScheduler other = rig.scheduler("other").subscribe();
    rig.seconds(2);
    assertThat(hosts(picky)).isEqualTo("fast");
    assertThat(hosts(other)).isEqualTo("plain slow");
  }

  @Test
  void constraintsChangeWithTheFramework() {
    TestScheduler scheduler = subscribe(any(constraint("disk", "equals", "ssd")));
    assertThat(rig.framework(scheduler.id()).constraints().getRoleConstraintsCount()).isOne();
    assertThat(scheduler.update(scheduler.info)).isEqualTo(Outcome.ACCEPTED);
    rig.seconds(6);
    assertThat(hosts(scheduler)).isEqualTo("fast plain slow");
    assertThat(rig.framework(scheduler.id()).constraints().getRoleConstraintsCount()).isZero();
  }

  @Test
  void refusesWhatItCannotHonour() {
    assertThat(subscribe(any(constraint("disk", "matches", "s(d"))).errors())
        .containsExactly(
            "Offer constraints for role '*' are not valid: Regular expression 's(d': It is not"
                + " valid: missing closing )");
    assertThat(subscribe(any(constraint("disk", "matches not", "((a{999}){999}){999}"))).errors())
        .containsExactly(
            "Offer constraints for role '*' are not valid: Regular expression"
                + " '((a{999}){999}){999}': It compiles to more than 100 instructions");
    assertThat(subscribe(any()).errors()).singleElement().asString().contains("at least one group");
    assertThat(subscribe(all()).errors())
        .singleElement()
        .asString()
        .contains("at least one constraint");
    assertThat(subscribe(any(on("disk", p -> {}))).errors())
        .singleElement()
        .asString()
        .contains("predicate");
    assertThat(rig.master.cluster().frameworks()).isEmpty();
  }
}
