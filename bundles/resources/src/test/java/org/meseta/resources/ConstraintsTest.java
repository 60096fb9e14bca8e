package org.meseta.resources;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meseta.protocol.v1.AgentInfo;
import org.meseta.protocol.v1.Value;
import org.meseta.protocol.v1.scheduler.AttributeConstraint;
import org.meseta.protocol.v1.scheduler.AttributeConstraint.Selector.PseudoattributeType;
import org.meseta.protocol.v1.scheduler.OfferConstraints;

class ConstraintsTest {

  private final OfferConstraints.RoleConstraints.Builder role =
      OfferConstraints.RoleConstraints.newBuilder();

  private static AttributeConstraint.Builder attribute(String name) {
    AttributeConstraint.Builder constraint = AttributeConstraint.newBuilder();
    constraint.getSelectorBuilder().setAttributeName(name);
    return constraint;
  }

  private static AttributeConstraint is(String name, String text) {
    AttributeConstraint.Builder constraint = attribute(name);
    constraint.getPredicateBuilder().getTextEqualsBuilder().setValue(text);
    return constraint.build();
  }

  private boolean allow(String wanted, AgentInfo agent) {
    return Constraints.of(constraints()).allow(wanted, agent);
  }

  private String unmet(AgentInfo agent) {
    return Constraints.of(constraints()).unmet("r", agent);
  }

  private OfferConstraints constraints() {
    return OfferConstraints.newBuilder().putRoleConstraints("r", role.build()).build();
  }

  private static AgentInfo agent(String rack) {
    AgentInfo.Builder agent = AgentInfo.newBuilder().setHostname("host");
    agent
        .addAttributesBuilder()
        .setName("rack")
        .setType(Value.Type.TEXT)
        .setText(Value.Text.newBuilder().setValue(rack));
    return agent.build();
  }

  @Test
  void sayWhatAnAgentDoesNotMeet() {
    role.addGroupsBuilder().addAttributeConstraints(is("rack", "a"));
    AttributeConstraint.Builder elsewhere = AttributeConstraint.newBuilder();
    elsewhere.getSelectorBuilder().setPseudoattributeType(PseudoattributeType.HOSTNAME);
    elsewhere.getPredicateBuilder().getTextNotEqualsBuilder().setValue("host");
    role.addGroupsBuilder()
        .addAttributeConstraints(is("rack", "b"))
        .addAttributeConstraints(elsewhere);

    assertThat(allow("r", agent("a"))).isTrue();
    assertThat(allow("r", agent("b"))).isFalse();
    assertThat(unmet(agent("b"))).isEqualTo("attribute rack is 'a', or hostname is not 'host'");
    assertThat(unmet(agent("c"))).isEqualTo("attribute rack is 'a', or attribute rack is 'b'");
  }

  @Test
  void concernTheirRoleOnly() {
    AttributeConstraint.Builder ssd = attribute("ssd");
    ssd.getPredicateBuilder().getExistsBuilder();
    role.addGroupsBuilder().addAttributeConstraints(ssd);

    assertThat(allow("r", agent("a"))).isFalse();
    assertThat(allow("s", agent("a"))).isTrue();
    assertThat(Constraints.of(OfferConstraints.getDefaultInstance()).allow("r", agent("a")))
        .isTrue();
  }

  private static AttributeConstraint matches(String name, String regex, boolean not) {
    AttributeConstraint.Builder constraint = attribute(name);
    if (not) {
      constraint.getPredicateBuilder().getTextNotMatchesBuilder().setRegex(regex);
    } else {
      constraint.getPredicateBuilder().getTextMatchesBuilder().setRegex(regex);
    }
    return constraint.build();
  }

  @ParameterizedTest
  @CsvSource({"ab, true", "abab, true", "a, false", "aba, false", "xab, false"})
  void allOfATextMustMatch(String rack, boolean matches) {
    role.addGroupsBuilder().addAttributeConstraints(matches("rack", "(ab)+", false));
    assertThat(allow("r", agent(rack))).isEqualTo(matches);
    if (!matches) {
      assertThat(unmet(agent(rack))).isEqualTo("attribute rack matches '(ab)+'");
    }

    role.clearGroups().addGroupsBuilder().addAttributeConstraints(matches("rack", "(ab)+", true));
    assertThat(allow("r", agent(rack))).isEqualTo(!matches);
    if (matches) {
      assertThat(unmet(agent(rack))).isEqualTo("attribute rack does not match '(ab)+'");
    }
  }

  @Test
  void whatIsMissingMatchesNothingAndWhatIsNoTextIsForTheFrameworkToJudge() {
    AgentInfo.Builder number = AgentInfo.newBuilder().setHostname("host");
    number
        .addAttributesBuilder()
        .setName("rack")
        .setType(Value.Type.SCALAR)
        .setScalar(Value.Scalar.newBuilder().setValue(1));
    AgentInfo nothing = AgentInfo.newBuilder().setHostname("host").build();
    role.addGroupsBuilder().addAttributeConstraints(matches("rack", ".*", false));
    assertThat(allow("r", nothing)).isFalse();
    assertThat(allow("r", number.build())).isTrue();
    role.clearGroups().addGroupsBuilder().addAttributeConstraints(matches("rack", ".*", true));
    assertThat(allow("r", nothing)).isTrue();
    assertThat(allow("r", number.build())).isTrue();
  }
}
