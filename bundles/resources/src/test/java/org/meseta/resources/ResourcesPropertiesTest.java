package org.meseta.resources;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.meseta.protocol.v1.Resource;
import org.meseta.protocol.v1.Resource.DiskInfo;
import org.meseta.protocol.v1.Resource.ReservationInfo;
import org.meseta.protocol.v1.Value;

class ResourcesPropertiesTest {

  @Property
  void takingAwayWhatWasAddedGivesTheSame(
      @ForAll("disjoint") Resources a, @ForAll("otherNumbers") Resources b) {
    assertThat(a.plus(b).minus(b)).isEqualTo(a);
  }

  @Property
  void orderOfAddingDoesNotMatter(
      @ForAll("any") Resources a, @ForAll("any") Resources b, @ForAll("any") Resources c) {
    assertThat(a.plus(b)).isEqualTo(b.plus(a)).hasSameHashCodeAs(b.plus(a));
    assertThat(a.plus(b).plus(c)).isEqualTo(a.plus(b.plus(c)));
  }

  @Property
  void aSumContainsItsParts(@ForAll("any") Resources a, @ForAll("any") Resources b) {
    assertThat(a.plus(b).contains(a)).isTrue();
    assertThat(a.plus(b).contains(b)).isTrue();
    assertThat(a.contains(a.minus(b))).isTrue();
  }

  @Property
  void containsGrowsWithWhatIsThere(
      @ForAll("any") Resources a, @ForAll("any") Resources b, @ForAll("any") Resources more) {
    if (a.contains(b)) {
      assertThat(a.plus(more).contains(b)).isTrue();
      assertThat(a.minus(b).plus(b)).isEqualTo(a);
    }
  }

  @Property
  void theWireFormKeepsEverything(@ForAll("any") Resources a) {
    List<Resource> wire = new ArrayList<>(a.toList());
    Collections.reverse(wire);
    assertThat(Resources.of(wire)).isEqualTo(a);
  }

  @Property
  void theOlderWireFormKeepsEverything(@ForAll("any") Resources a) {
    assertThat(Resources.of(a.toListBeforeRefinement())).isEqualTo(a);
  }

  @Property
  void theTextFormKeepsEverything(@ForAll("plain") Resources a) {
    assertThat(Resources.parse(a.toString(), "*")).isEqualTo(a);
  }

  @Property
  void allocatingAndBackGivesTheSame(@ForAll("any") Resources a) {
    assertThat(a.allocatedTo("r").unallocated()).isEqualTo(a);
    assertThat(a.allocatedTo("r").scalarQuantities()).isEqualTo(a.scalarQuantities());
  }

  @Property
  void quantitiesAddLikeResources(@ForAll("plain") Resources a, @ForAll("plain") Resources b) {
    ResourceQuantities sum = a.scalarQuantities().plus(b.scalarQuantities());
    assertThat(a.plus(b).scalarQuantities()).isEqualTo(sum);
    assertThat(sum.minus(b.scalarQuantities())).isEqualTo(a.scalarQuantities());
    assertThat(sum.contains(a.scalarQuantities())).isTrue();
    assertThat(ResourceQuantities.parse(sum.toString())).isEqualTo(sum);
  }

  @Provide
  Arbitrary<Resources> any() {
    return collection(Arbitraries.oneOf(plainResource(0), volume()));
  }

  @Provide
  Arbitrary<Resources> plain() {
    return collection(plainResource(0));
  }

  @Provide
  Arbitrary<Resources> disjoint() {
    return any();
  }

  /** Numbers and items that {@link #disjoint} never has: sets of them cannot hold one twice. */
  @Provide
  Arbitrary<Resources> otherNumbers() {
    return collection(Arbitraries.oneOf(plainResource(1000), volume()));
  }

  /** Up to forty, so that both ways of searching are used. */
  private static Arbitrary<Resources> collection(Arbitrary<Resource> resource) {
    return resource.list().ofMaxSize(40).map(Resources::of);
  }

  private static Arbitrary<Resource> plainResource(int from) {
    Arbitrary<String> roles = Arbitraries.of("*", "eng", "eng/web", "ops", "a", "b", "c", "d");
    Arbitrary<Resource> amounts = Arbitraries.oneOf(scalar(), ranges(from), items(from));
    return Combinators.combine(amounts, roles)
        .as((resource, role) -> Reservations.reserved(resource, role));
  }

  private static Arbitrary<Resource> scalar() {
    return Combinators.combine(
            Arbitraries.of("cpus", "mem", "disk", "x"), Arbitraries.longs().between(0, 100_000_000))
        .as(
            (name, milli) ->
                Resource.newBuilder()
                    .setName(name)
                    .setType(Value.Type.SCALAR)
                    .setScalar(Value.Scalar.newBuilder().setValue(milli / 1000.0))
                    .build());
  }

  private static Arbitrary<Resource> ranges(int from) {
    return Arbitraries.integers()
        .between(from, from + 30)
        .set()
        .ofMaxSize(20)
        .map(
            numbers -> {
              Value.Ranges.Builder ranges = Value.Ranges.newBuilder();
              numbers.forEach(n -> ranges.addRange(Value.Range.newBuilder().setBegin(n).setEnd(n)));
              return Resource.newBuilder()
                  .setName("ports")
                  .setType(Value.Type.RANGES)
                  .setRanges(ranges)
                  .build();
            });
  }

  private static Arbitrary<Resource> items(int from) {
    return Arbitraries.integers()
        .between(from, from + 5)
        .map(n -> "i" + n)
        .set()
        .ofMaxSize(4)
        .map(
            items ->
                Resource.newBuilder()
                    .setName("tags")
                    .setType(Value.Type.SET)
                    .setSet(Value.Set.newBuilder().addAllItem(items))
                    .build());
  }

  private static Arbitrary<Resource> volume() {
    return Combinators.combine(Arbitraries.of("v1", "v2", "v3"), Arbitraries.of(true, false))
        .as(
            (id, shared) -> {
              Resource.Builder volume =
                  Resource.newBuilder()
                      .setName("disk")
                      .setType(Value.Type.SCALAR)
                      .setScalar(Value.Scalar.newBuilder().setValue(10))
                      .setDisk(
                          DiskInfo.newBuilder()
                              .setPersistence(DiskInfo.Persistence.newBuilder().setId(id)))
                      .addReservations(
                          Reservations.reservation(ReservationInfo.Type.DYNAMIC, "eng"));
              if (shared) {
                volume.setShared(Resource.SharedInfo.getDefaultInstance());
              }
              return volume.build();
            });
  }
}
