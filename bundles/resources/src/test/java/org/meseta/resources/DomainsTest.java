package org.meseta.resources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meseta.protocol.v1.AgentInfo;
import org.meseta.protocol.v1.DomainInfo;

class DomainsTest {

  @Test
  void readsRegionAndZone() {
    DomainInfo domain =
        Domains.parse("{\"fault_domain\":{\"region\":{\"name\":\"x\"},\"zone\":{\"name\":\"y\"}}}");
    assertThat(domain.getFaultDomain().getZone().getName()).isEqualTo("y");
    assertThat(Domains.region(domain)).contains("x");
    assertThat(Domains.region(AgentInfo.newBuilder().setDomain(domain).buildPartial()))
        .contains("x");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | fault_domain",
        "{\"fault_domain\":{}} | region",
        "{\"fault_domain\":{\"region\":{\"name\":\"x\"}}} | zone",
        "{\"fault_domain\":{\"region\":{\"name\":\" \"},\"zone\":{\"name\":\"y\"}}} | region",
        "{\"fault_domain\":{\"region\":{\"name\":\"x\"},\"zone\":{\"name\":\"\"}}} | zone",
        "{\"fault_domain\":{\"region\":\"x\",\"zone\":\"y\"}} | region",
        "x | no domain",
        "[] | no domain",
      })
  void saysWhatIsWrong(String json, String what) {
    assertThatThrownBy(() -> Domains.parse(json))
        .isInstanceOf(ResourceException.class)
        .hasMessageContaining(what);
  }

  @Test
  void agentsNeedNotBeInARegion() {
    assertThat(Domains.region(AgentInfo.getDefaultInstance())).isEmpty();
    assertThat(Domains.region(DomainInfo.getDefaultInstance())).isEmpty();
  }
}
