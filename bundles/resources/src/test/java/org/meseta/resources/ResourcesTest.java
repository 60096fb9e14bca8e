package org.meseta.resources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meseta.protocol.v1.Resource;
import org.meseta.protocol.v1.Resource.DiskInfo;
import org.meseta.protocol.v1.Resource.ReservationInfo;
import org.meseta.protocol.v1.Value;

@SuppressWarnings("deprecation") // the format before refinement uses deprecated fields
class ResourcesTest {

  private static Resources parse(String text) {
    return Resources.parse(text, "*");
  }

  private static Resource scalar(String name, double value) {
    return Resource.newBuilder()
        .setName(name)
        .setType(Value.Type.SCALAR)
        .setScalar(Value.Scalar.newBuilder().setValue(value))
        .build();
  }

  private static Resource volume(String id, double size) {
    DiskInfo.Persistence persistence = DiskInfo.Persistence.newBuilder().setId(id).build();
    return scalar("disk", size).toBuilder()
        .addReservations(reservation(ReservationInfo.Type.STATIC, "eng"))
        .setDisk(DiskInfo.newBuilder().setPersistence(persistence))
        .build();
  }

  private static Resource diskOn(DiskInfo.Source.Type type, double size) {
    DiskInfo.Source source = DiskInfo.Source.newBuilder().setType(type).build();
    return scalar("disk", size).toBuilder()
        .setDisk(DiskInfo.newBuilder().setSource(source))
        .build();
  }

  private static ReservationInfo reservation(ReservationInfo.Type type, String role) {
    return ReservationInfo.newBuilder().setType(type).setRole(role).build();
  }

  private static Resources of(Resource... resources) {
    return Resources.of(List.of(resources));
  }

  @Test
  void addsScalarsExactly() {
    Resources sum = parse("cpus:0.1").plus(parse("cpus:0.2"));
    assertThat(sum).isEqualTo(parse("cpus:0.3"));
    assertThat(sum.scalar("cpus")).contains(0.3);
  }

  @Test
  void doesNotJoinWhatDiffersInRoleReservationOrRevocability() {
    Resources sum =
        parse("cpus:1;cpus(eng):2")
            .plus(parse("cpus:1").allocatedTo("eng"))
            .plus(of(scalar("cpus", 1).toBuilder().setRevocable(revocable()).build()));
    assertThat(sum.toList()).hasSize(4);
    assertThat(sum.scalar("cpus")).contains(5.0);
    assertThat(sum.revocable().scalar("cpus")).contains(1.0);
    assertThat(sum.nonRevocable().scalar("cpus")).contains(4.0);
  }

  private static Resource.RevocableInfo revocable() {
    return Resource.RevocableInfo.getDefaultInstance();
  }

  @Test
  void joinsTouchingRangesAndCutsThemApart() {
    Resources ports = parse("ports:[1-5,6-10,20-30]");
    assertThat(ports).hasToString("ports:[1-10,20-30]");
    assertThat(ports.minus(parse("ports:[3-25]"))).hasToString("ports:[1-2,26-30]");
    assertThat(ports.plus(parse("ports:[11-19]"))).hasToString("ports:[1-30]");
    assertThat(ports.contains(parse("ports:[2-4,21-21]"))).isTrue();
    assertThat(ports.contains(parse("ports:[2-11]"))).isFalse();
  }

  @Test
  void rangesReachTheLargestUnsignedNumber() {
    Resources all = parse("n:[0-18446744073709551615]");
    Resources last = parse("n:[18446744073709551615-18446744073709551615]");
    assertThat(all.contains(last)).isTrue();
    assertThat(all.minus(last)).hasToString("n:[0-18446744073709551614]");
    assertThat(all.minus(last).plus(last)).isEqualTo(all);
    assertThat(last.plus(all)).isEqualTo(all);
  }

  @Test
  void keepsVolumesApartAndTakesThemAwayOnlyWhole() {
    Resources two = of(volume("a", 10), volume("b", 10));
    assertThat(two.toList()).hasSize(2);
    assertThat(two.minus(of(volume("a", 5)))).isEqualTo(two);
    assertThat(two.minus(of(volume("a", 10)))).isEqualTo(of(volume("b", 10)));
    assertThat(two.contains(of(volume("a", 5)))).isFalse();
  }

  @Test
  void joinsPathDisksButNotWholeOnes() {
    Resource path = diskOn(DiskInfo.Source.Type.PATH, 10);
    Resource mount = diskOn(DiskInfo.Source.Type.MOUNT, 10);
    assertThat(of(path, path).toList()).hasSize(1);
    assertThat(of(mount, mount).toList()).hasSize(2);
    assertThat(of(mount, mount).minus(of(mount))).isEqualTo(of(mount));
    assertThat(of(mount).contains(of(mount, mount))).isFalse();
  }

  @Test
  void countsCopiesOfSharedVolumes() {
    Resource shared =
        volume("a", 10).toBuilder().setShared(Resource.SharedInfo.getDefaultInstance()).build();
    Resources two = of(shared, shared);
    assertThat(two.toList()).containsExactly(shared, shared);
    assertThat(two.minus(of(shared))).isEqualTo(of(shared));
    assertThat(two.scalar("disk")).contains(10.0);
    assertThat(of(shared).contains(two)).isFalse();
  }

  @Test
  void readsTheFormatBeforeRefinement() {
    Resource older = scalar("cpus", 1).toBuilder().setRole("eng").build();
    Resource dynamic =
        older.toBuilder().setReservation(ReservationInfo.newBuilder().setPrincipal("ops")).build();
    assertThat(of(older).toList().get(0).getReservationsList())
        .containsExactly(reservation(ReservationInfo.Type.STATIC, "eng"));
    assertThat(of(dynamic).toList().get(0).getReservations(0))
        .isEqualTo(
            reservation(ReservationInfo.Type.DYNAMIC, "eng").toBuilder()
                .setPrincipal("ops")
                .build());
    assertThat(of(dynamic).toList().get(0).hasRole()).isFalse();
    assertThat(of(dynamic).toListBeforeRefinement()).containsExactly(dynamic);
    assertThat(of(scalar("cpus", 1)).toListBeforeRefinement().get(0).getRole()).isEqualTo("*");
  }

  @Test
  void showsBothFormatsWhereItCan() {
    Resource both =
        scalar("cpus", 1).toBuilder()
            .setRole("eng")
            .addReservations(reservation(ReservationInfo.Type.STATIC, "eng"))
            .build();
    Resource refined =
        scalar("cpus", 1).toBuilder()
            .addReservations(reservation(ReservationInfo.Type.STATIC, "eng"))
            .addReservations(reservation(ReservationInfo.Type.DYNAMIC, "eng/web"))
            .build();
    assertThat(parse("cpus(eng):1").toListWithBothFormats()).containsExactly(both);
    assertThat(of(refined).toListWithBothFormats()).containsExactly(refined);
    assertThat(of(refined).toListBeforeRefinement()).isEmpty();
  }

  @Test
  void offersReservedResourcesToTheRoleAndThoseBelow() {
    Resources all = parse("cpus:1;cpus(eng):2;cpus(eng/web):4;cpus(ops):8");
    assertThat(all.allocatableTo("eng/web").scalar("cpus")).contains(7.0);
    assertThat(all.allocatableTo("eng").scalar("cpus")).contains(3.0);
    assertThat(all.allocatableTo("engineering").scalar("cpus")).contains(1.0);
    assertThat(all.reservationRoles()).containsExactly("eng", "eng/web", "ops");
    assertThat(all.unreserved()).isEqualTo(parse("cpus:1"));
    assertThat(all.reservedTo("eng")).isEqualTo(parse("cpus(eng):2"));
  }

  @Test
  void keepsWhatIsExplicitlyZeroInTheParsedList() {
    assertThat(Resources.parseList("cpus:0;mem:5", "eng"))
        .extracting(Resource::getName)
        .containsExactly("cpus", "mem");
    assertThat(Resources.parse("cpus:0;mem:5", "eng")).hasToString("mem(eng):5");
  }

  @Test
  void readsJson() {
    String json =
        "[{\"name\":\"cpus\",\"type\":\"SCALAR\",\"scalar\":{\"value\":2.5}},"
            + "{\"name\":\"ports\",\"type\":\"RANGES\",\"role\":\"eng\","
            + "\"ranges\":{\"range\":[{\"begin\":1,\"end\":5}]}}]";
    assertThat(Resources.parse(json, "ops")).isEqualTo(parse("cpus(ops):2.5;ports(eng):[1-5]"));
    assertThatExceptionOfType(ResourceException.class)
        .isThrownBy(() -> parse("[{\"name\":\"cpus\"}]"))
        .withMessageContaining("type");
    assertThatExceptionOfType(ResourceException.class).isThrownBy(() -> parse("[1"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cpus | must have exactly one colon",
        "cpus:1:2 | must have exactly one colon",
        "cpus(a:1 | must begin with a name",
        ":1 | must begin with a name",
        "cpus:one | the value must be a number",
        "cpus:1d | the value must be a number",
        "cpus:-1 | is negative",
        "cpus:nan | is not a finite number",
        "cpus:inf | is not a finite number",
        "cpus:1e-310 | is subnormal",
        "cpus:0.0001 | is smaller than 0.001",
        "cpus:1e300 | is larger than",
        "gpus:1.5 | must be a whole number",
        "ports:[5-1] | ends before it begins",
        "ports:[1-5,3-8] | overlap",
        "ports:[1] | is not a range",
        "ports:[1-5 | is not of the form",
        "ports:[1-99999999999999999999] | more than 64 bits",
        "tags:{a,b,a} | has the item 'a' twice",
        "tags:{a | no closing brace",
        "cpus(/x):1 | cannot start with a slash",
      })
  void refusesWhatIsNotValidAndNamesIt(String text, String reason) {
    assertThatExceptionOfType(ResourceException.class)
        .isThrownBy(() -> parse("mem:5;" + text))
        .withMessageContaining(reason)
        .withMessageContaining(text.replaceAll("[:(].*", ""));
  }

  @Test
  void refusesReservationStacksThatMakeNoSense() {
    ReservationInfo eng = reservation(ReservationInfo.Type.STATIC, "eng");
    assertRefused("a role below 'eng'", eng, reservation(ReservationInfo.Type.DYNAMIC, "ops"));
    assertRefused("only the first", eng, reservation(ReservationInfo.Type.STATIC, "eng/web"));
    assertRefused("role '*'", reservation(ReservationInfo.Type.DYNAMIC, "*"));
    assertRefused("STATIC or DYNAMIC", ReservationInfo.newBuilder().setRole("eng").build());
  }

  private static void assertRefused(String reason, ReservationInfo... stack) {
    Resource wire = scalar("cpus", 1).toBuilder().addAllReservations(List.of(stack)).build();
    assertThatExceptionOfType(ResourceException.class)
        .isThrownBy(() -> of(wire))
        .withMessageContaining(reason);
  }

  @Test
  void refusesAnAmountOfAnotherType() {
    Resource wrong = scalar("cpus", 1).toBuilder().setType(Value.Type.RANGES).build();
    assertThatExceptionOfType(ResourceException.class)
        .isThrownBy(() -> of(wrong))
        .withMessageStartingWith("Resource 'cpus'");
    Resource shared =
        scalar("disk", 1).toBuilder().setShared(Resource.SharedInfo.getDefaultInstance()).build();
    assertThatExceptionOfType(ResourceException.class)
        .isThrownBy(() -> of(shared))
        .withMessageContaining("persistent volume");
  }

  @Test
  void summarises() {
    Resources all =
        parse("cpus:1.5;cpus(eng):1;ports:[1-5,8-9];tags:{b,a}")
            .plus(of(scalar("cpus", 2).toBuilder().setRevocable(revocable()).build()));
    assertThat(all.summary())
        .containsExactly(
            entry("disk", 0.0),
            entry("mem", 0.0),
            entry("gpus", 0.0),
            entry("cpus", 2.5),
            entry("cpus_revocable", 2.0),
            entry("ports", "[1-5, 8-9]"),
            entry("tags", "{a, b}"));
  }

  @Test
  void quantitiesCountNumbersAndItems() {
    Resources all = parse("cpus:1.5;ports:[1-5];tags:{a,b}");
    assertThat(all.scalarQuantities()).hasToString("cpus:1.5");
    assertThat(all.quantities()).hasToString("cpus:1.5;ports:5;tags:2");
  }

  @Test
  void keepsOfScalarsOnlyWhatLimitsAllow() {
    ResourceLimits limits = ResourceLimits.ofMilli(Map.of("cpus", 2500L, "gpus", 0L));
    assertThat(parse("cpus:2;cpus(eng):1;mem:5;gpus:1;ports:[1-3]").upTo(limits))
        .isEqualTo(parse("cpus:2;cpus(eng):0.5;mem:5;ports:[1-3]"));
    assertThat(parse("cpus:2").upTo(limits)).isEqualTo(parse("cpus:2"));
    assertThat(parse("gpus:2").upTo(limits).isEmpty()).isTrue();
  }

  @Test
  void leavesOutWhatCannotBeDividedAndIsTooLarge() {
    ResourceLimits limits = ResourceLimits.ofMilli(Map.of("disk", 25_000L));
    Resources disks =
        of(
            diskOn(DiskInfo.Source.Type.MOUNT, 10),
            diskOn(DiskInfo.Source.Type.MOUNT, 10),
            diskOn(DiskInfo.Source.Type.MOUNT, 10),
            volume("v", 9));
    assertThat(disks.upTo(limits))
        .isEqualTo(
            of(diskOn(DiskInfo.Source.Type.MOUNT, 10), diskOn(DiskInfo.Source.Type.MOUNT, 10)));
  }
}
