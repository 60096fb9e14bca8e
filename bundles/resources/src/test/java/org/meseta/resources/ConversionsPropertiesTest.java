package org.meseta.resources;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.meseta.protocol.v1.Offer;
import org.meseta.protocol.v1.Resource;
import org.meseta.protocol.v1.Resource.DiskInfo;

class ConversionsPropertiesTest {

  @Property
  void quantitiesAreConserved(@ForAll("operations") Offer.Operation operation) {
    Conversion conversion = Conversions.of(operation);
    assertThat(conversion.after().quantities()).isEqualTo(conversion.before().quantities());
    assertThat(conversion.after()).isNotEqualTo(conversion.before());
  }

  @Property
  void unreserveTakesBackReserve(@ForAll("reservable") Resource resource) {
    Conversion reserve = Conversions.of(Wire.reserve(resource));
    assertThat(Conversions.of(Wire.unreserve(resource))).isEqualTo(reserve.inverse());
  }

  @Property
  void destroyTakesBackCreate(@ForAll("volume") Resource volume) {
    Conversion create = Conversions.of(Wire.create(volume));
    assertThat(Conversions.of(Wire.destroy(volume))).isEqualTo(create.inverse());
  }

  @Property
  void shrinkTakesBackGrow(@ForAll("resizable") Resource volume, @ForAll("amount") double more) {
    Resource addition = Volumes.sized(Volumes.space(volume), Scalars.toMilli(more));
    Conversion grow = Conversions.of(Wire.grow(volume, addition));
    Resource grown = grow.after().toList().get(0);
    assertThat(Conversions.of(Wire.shrink(grown, more))).isEqualTo(grow.inverse());
  }

  @Property
  void whatIsNotConvertedStays(
      @ForAll("operations") Offer.Operation operation, @ForAll("amount") double more) {
    Conversion conversion = Conversions.of(operation);
    Resources others = Resources.of(List.of(Wire.scalar("gas", more)));
    Resources after = conversion.apply(conversion.before().plus(others));
    assertThat(after).isEqualTo(conversion.after().plus(others));
    assertThat(conversion.inverse().apply(after)).isEqualTo(conversion.before().plus(others));
  }

  @Property
  void allocationRolesStay(@ForAll("operations") Offer.Operation operation) {
    Conversion conversion = Conversions.of(operation);
    Conversion allocated =
        new Conversion(
            conversion.before().allocatedTo("eng"), conversion.after().allocatedTo("eng"));
    assertThat(allocated.unallocated()).isEqualTo(conversion);
  }

  @Property
  void conversionsAreReplayedOverTheirOrigin(@ForAll("operations") Offer.Operation operation) {
    Conversion conversion = Conversions.of(operation);
    Resources made = conversion.after().converted();
    Resources origin = Resources.empty();
    for (Resource one : made.toList()) {
      Resource.Builder plain = Volumes.space(one).toBuilder().clearReservations();
      one.getReservationsList().stream()
          .filter(level -> level.getType() == Resource.ReservationInfo.Type.STATIC)
          .forEach(plain::addReservations);
      origin = origin.plus(Resources.of(List.of(plain.build())));
    }
    assertThat(Conversions.replay(origin, made)).isEqualTo(made);
  }

  @Provide
  Arbitrary<Offer.Operation> operations() {
    return Arbitraries.oneOf(
        reservable().map(Wire::reserve),
        reservable().map(Wire::unreserve),
        volume().map(Wire::create),
        volume().map(Wire::destroy),
        resizable().map(v -> Wire.grow(v, Volumes.sized(Volumes.space(v), 5000))),
        resizable().map(v -> Wire.shrink(v, 0.001)));
  }

  @Provide
  Arbitrary<Double> amount() {
    return Arbitraries.longs().between(2, 100_000_000).map(milli -> milli / 1000.0);
  }

  /** With a dynamic reservation on top of up to two others. */
  @Provide
  Arbitrary<Resource> reservable() {
    Arbitrary<Resource> scalars =
        Combinators.combine(Arbitraries.of("cpus", "mem", "disk"), amount()).as(Wire::scalar);
    Arbitrary<Resource> disks =
        Combinators.combine(disk(), amount())
            .as((disk, amount) -> Volumes.sized(disk, Scalars.toMilli(amount)));
    return Combinators.combine(Arbitraries.oneOf(scalars, disks), stack()).as(this::reserved);
  }

  private Arbitrary<List<String>> stack() {
    return Arbitraries.of(
        List.of("a"), List.of("a", "a/b"), List.of("a", "a/b", "a/b/c"), List.of("=a", "a/b"));
  }

  private Resource reserved(Resource resource, List<String> stack) {
    String first = stack.get(0);
    return first.startsWith("=")
        ? Wire.reserved(
            Wire.statically(resource, first.substring(1)),
            stack.subList(1, stack.size()).toArray(String[]::new))
        : Wire.reserved(resource, stack.toArray(String[]::new));
  }

  private Arbitrary<Resource> disk() {
    Resource plain = Wire.scalar("disk", 1);
    return Arbitraries.of(
        plain,
        Wire.on(plain, DiskInfo.Source.Type.PATH),
        Wire.on(plain, DiskInfo.Source.Type.MOUNT));
  }

  @Provide
  Arbitrary<Resource> volume() {
    return Combinators.combine(disk(), amount(), stack(), Arbitraries.of(true, false))
        .as(
            (disk, amount, stack, shared) -> {
              Resource space = reserved(Volumes.sized(disk, Scalars.toMilli(amount)), stack);
              Resource volume = Wire.volume(space, "v");
              return shared ? Wire.shared(volume) : volume;
            });
  }

  @Provide
  Arbitrary<Resource> resizable() {
    return volume()
        .filter(
            v -> !v.hasShared() && v.getDisk().getSource().getType() != DiskInfo.Source.Type.MOUNT);
  }
}
