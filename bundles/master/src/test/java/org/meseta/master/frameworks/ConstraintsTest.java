package org.meseta.master.frameworks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.meseta.plugin.allocator.OfferFilter;
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

  private OfferFilter filter() {
    return Constraints.filter(
        OfferConstraints.newBuilder().putRoleConstraints("r", role.build()).build());
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
    OfferFilter filter = filter();

    assertThat(filter.allows("r", agent("a"))).isTrue();
    assertThat(filter.allows("r", agent("b"))).isFalse();
    assertThat(filter.unmet("r", agent("b")))
        .isEqualTo("attribute rack is 'a', or hostname is not 'host'");
    assertThat(filter.unmet("r", agent("c")))
        .isEqualTo("attribute rack is 'a', or attribute rack is 'b'");
  }

  @Test
  void concernTheirRoleOnly() {
    AttributeConstraint.Builder ssd = attribute("ssd");
    ssd.getPredicateBuilder().getExistsBuilder();
    role.addGroupsBuilder().addAttributeConstraints(ssd);

    assertThat(filter().allows("r", agent("a"))).isFalse();
    assertThat(filter().allows("s", agent("a"))).isTrue();
    assertThat(Constraints.filter(OfferConstraints.getDefaultInstance()))
        .isSameAs(OfferFilter.NONE);
  }
}
