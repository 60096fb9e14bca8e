package org.meseta.testkit.cluster.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.meseta.master.api.Outcome;
import org.meseta.plugin.authorizer.Principal;
import org.meseta.protocol.v1.Value;
import org.meseta.protocol.v1.WeightInfo;
import org.meseta.protocol.v1.quota.QuotaConfig;
import org.meseta.testkit.cluster.journal.Occurrence;
import org.meseta.testkit.cluster.world.World;

/**
 * An operator sets, changes and removes quotas of roles, or weighs roles. Some of it is too much
 * for the cluster, contradicts itself, or is less than a role has already.
 */
public record QuotaChange(RandomGenerator random) {
  private static final List<String> ROLES = List.of("eng", "eng/web", "ads", "ads/video");
  private static final double[] WEIGHTS = {0.5, 1, 2, 10};

  private static final List<Kind> KINDS =
      List.of(new Kind("cpus", 8), new Kind("disk", 400), new Kind("mem", 2048));

  /**
   * A resource that quotas are about.
   *
   * @param most that is ever guaranteed, twice over; some agents have less
   */
  private record Kind(String name, double most) {}

  /** Changes quotas. */
  static Optional<String> strike(World world, RandomGenerator random) {
    QuotaChange change = new QuotaChange(random);
    List<String> set = List.copyOf(world.cluster().quotas().keySet());
    if (!set.isEmpty() && random.nextInt(3) == 0) {
      String role = set.get(random.nextInt(set.size()));
      note(world, world.master().removeQuota(Principal.ANONYMOUS, role));
      return Optional.of("none for " + role);
    }
    boolean force = random.nextInt(4) == 0;
    List<QuotaConfig> quotas = change.quotas();
    note(
        world,
        quotas.size() == 1 && random.nextBoolean()
            ? world.master().addQuota(Principal.ANONYMOUS, force, quotas.get(0))
            : world.master().updateQuotas(Principal.ANONYMOUS, force, quotas));
    return Optional.of(text(quotas) + (force ? " by force" : ""));
  }

  /** Changes weights. */
  static Optional<String> weigh(World world, RandomGenerator random) {
    String role = ROLES.get(random.nextInt(ROLES.size()));
    double weight = WEIGHTS[random.nextInt(WEIGHTS.length)];
    WeightInfo info = WeightInfo.newBuilder().setRole(role).setWeight(weight).build();
    note(world, world.master().updateWeights(Principal.ANONYMOUS, List.of(info)));
    return Optional.of(role + " " + weight);
  }

  /** There are no quotas any more. */
  public static void endAll(World world) {
    List<QuotaConfig> none =
        world.cluster().quotas().keySet().stream()
            .map(role -> QuotaConfig.newBuilder().setRole(role).build())
            .toList();
    if (!none.isEmpty()) {
      note(world, world.master().updateQuotas(Principal.ANONYMOUS, true, none));
    }
  }

  private static void note(World world, CompletionStage<Outcome> answer) {
    answer.thenAccept(
        outcome -> {
          String text = outcome instanceof Outcome.Refused no ? "is told: " + no.message() : "may";
          world.journal().add(new Occurrence.Note("operator", text));
        });
  }

  private List<QuotaConfig> quotas() {
    List<QuotaConfig> quotas = new ArrayList<>();
    int first = random.nextInt(ROLES.size());
    for (int i = 0; i < 1 + random.nextInt(2); i++) {
      quotas.add(quota(ROLES.get((first + i) % ROLES.size())));
    }
    return quotas;
  }

  private QuotaConfig quota(String role) {
    QuotaConfig.Builder quota = QuotaConfig.newBuilder().setRole(role);
    for (Kind kind : KINDS) {
      double guarantee = kind.most() * random.nextInt(9) / 16;
      if (random.nextInt(3) == 0) {
        quota.putGuarantees(kind.name(), scalar(guarantee));
      }
      if (random.nextInt(3) == 0) {
        quota.putLimits(kind.name(), scalar(guarantee + kind.most() * random.nextInt(9) / 8));
      }
    }
    return quota.build();
  }

  private static Value.Scalar scalar(double value) {
    return Value.Scalar.newBuilder().setValue(value).build();
  }

  private static String text(List<QuotaConfig> quotas) {
    return quotas.stream()
        .map(quota -> quota.getRole() + KINDS.stream().map(k -> text(quota, k.name())).toList())
        .collect(Collectors.joining(" "));
  }

  private static String text(QuotaConfig quota, String name) {
    Value.Scalar least = quota.getGuaranteesOrDefault(name, Value.Scalar.getDefaultInstance());
    String most = quota.containsLimits(name) ? "" + quota.getLimitsOrThrow(name).getValue() : "any";
    return name + " " + least.getValue() + " to " + most;
  }
}
