package org.meseta.testkit.cluster.invariant;

import java.util.List;
import java.util.function.Function;
import org.meseta.testkit.cluster.world.World;

/** All invariants. To add one, add it to {@link #ALL}. */
public final class Invariants {

  /** What makes each of them for a world. */
  public static final List<Function<World, Invariant>> ALL =
      List.of(
          ResourcesAreGivenOnce::new,
          ReservationsAreConserved::new,
          RolesHaveWhatWasOfferedToThem::new,
          OffersAreUsedOnce::new,
          OnlyWhoCanUseOffersHasThem::new,
          FiltersExpire::new,
          NobodyIsOfferedMoreThanItsLimit::new,
          NobodyIsOfferedWhatOthersAreOwed::new,
          WhoIsOwedComesFirst::new,
          OffersAreAllThatMayBe::new,
          OffersAreForRolesOfTheirFrameworks::new,
          SharesAreOfWhatRolesHave::new,
          TasksRunOnce::new,
          EndsAreFinal::new,
          EndedTasksStayEnded::new,
          UpdatesKeepTheirUuids::new,
          UpdatesComeOneByOne::new,
          ReturningAgentsKeepTheirTasks::new,
          GoneAgentsStayGone::new,
          ConstraintsAreMet::new,
          FrameworksHaveTheirFailoverTimeout::new,
          EverySchedulerLearnsEveryEnd::new,
          MasterAndAgentsAgree::new,
          NothingFails::new);

  private Invariants() {}

  /** Of all invariants the one of this name alone. */
  public static List<Function<World, Invariant>> only(String name) {
    return ALL.stream()
        .<Function<World, Invariant>>map(make -> world -> onlyIf(name, make.apply(world)))
        .toList();
  }

  private static Invariant onlyIf(String name, Invariant invariant) {
    return invariant.name().equals(name) ? invariant : new Invariant() {};
  }
}
