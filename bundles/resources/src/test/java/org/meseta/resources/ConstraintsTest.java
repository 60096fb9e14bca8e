package org.meseta.resources;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
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
    return Constraints.allow(constraints(), wanted, agent);
  }

  private String unmet(AgentInfo agent) {
    return Constraints.unmet(constraints(), "r", agent);
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
    assertThat(Constraints.allow(OfferConstraints.getDefaultInstance(), "r", agent("a"))).isTrue();
  }
}
