package org.meseta.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.meseta.resources.Conversions;
import org.meseta.resources.Resources;

class HoldingsTest {
  private static final Resources STARTED =
      Resources.parse("cpus:4;mem:1024;disk:100;ports:[1-9];cpus(eng):1", "*");
  private static final Optional<String> OLGA = Optional.of("olga");

  private static Holdings of(Resources total) {
    return new Holdings(total, "eng");
  }

  private static Resources reserved(String text) {
    return Conversions.of(of(STARTED).reserve(text, OLGA)).apply(STARTED);
  }

  @Test
  void findsWhatIsReservedAgain() {
    Resources total = reserved("cpus:2;disk:60;ports:[2-4]");
    assertThat(Conversions.of(of(total).unreserve("disk:20;ports:[3-4];cpus:1.5")).apply(total))
        .isEqualTo(reserved("disk:40;ports:[2-2];cpus:0.5"));
  }

  @Test
  void saysWhatIsNotReserved() {
    Resources total = reserved("disk:60");
    assertThatThrownBy(() -> of(total).unreserve("disk:61"))
        .hasMessage("The agent has no disk:61 that is reserved to eng");
    assertThatThrownBy(() -> of(total).unreserve("cpus:1")).hasMessageContaining("no cpus:1");
    assertThatThrownBy(() -> of(total).unreserve("mem:1")).hasMessageContaining("no mem:1");
    assertThatThrownBy(() -> of(total).destroy("v"))
        .hasMessage("The role eng has no volume v on the agent");
  }

  @Test
  void makesAVolumeOfReservedSpaceAndDestroysIt() {
    Resources total = reserved("disk:60");
    Resources with = Conversions.of(of(total).create("v", 40, "data", true, OLGA)).apply(total);
    assertThat(with.volumes().shared().scalar("disk")).contains(40.0);
    assertThat(with.volumes().toList().get(0).getDisk().getPersistence().getPrincipal())
        .isEqualTo("olga");
    assertThat(Conversions.of(of(with).destroy("v")).apply(with)).isEqualTo(total);
    assertThatThrownBy(() -> of(with).unreserve("disk:40")).hasMessageContaining("no disk:40");
  }
}
