package org.meseta.itests.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The seven laws of the design. They are kept here, and never loosened. */
class LawsTest {

  private static JavaClasses ours;

  @BeforeAll
  static void readClasses() {
    ours =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(LawsTest::isNotGenerated)
            .importPackages("org.meseta");
  }

  private static boolean isNotGenerated(Location location) {
    return !location.contains("/org/meseta/protocol/v1/");
  }

  @Test
  void everyClassBelongsToABundleOfTheTable() {
    classes()
        .that(describe("are not tests", c -> !c.getPackageName().contains(".itests.")))
        .should(
            condition(
                "belong to a bundle",
                (c, events) -> {
                  if (Bundle.of(c.getPackageName()).isEmpty()) {
                    violated(c, c.getName() + " lies in no bundle of the table", events);
                  }
                }))
        .check(ours);
  }

  /** Law 1, and law 2 for plugins: arrows point down only, as the table says. */
  @Test
  void bundlesImportOnlyWhatTheTableAllows() {
    classes().should(importOnlyAllowedBundles()).check(ours);
  }

  /** Law 2: plugins never import each other. */
  @Test
  void pluginsDoNotImportEachOther() {
    slices()
        .matching("org.meseta.plugins.(*.*)..")
        .should()
        .notDependOnEachOther()
        .allowEmptyShould(true)
        .check(ours);
  }

  /** Law 3. */
  @Test
  void packagesHaveNoCycles() {
    slices().assignedFrom(PACKAGES).should().beFreeOfCycles().check(ours);
  }

  /** Law 4: the clock, threads and unseeded randomness belong to runtime. */
  @Test
  void onlyRuntimeTouchesClockThreadsAndRandomness() {
    noClasses()
        .that()
        .resideOutsideOfPackages("org.meseta.runtime..", "org.apache.mesos..")
        .should(useClockThreadsOrRandomness())
        .check(ours);
  }

  /** Law 5: OSGi stays in osgi packages and in component classes of plugins and edges. */
  @Test
  void osgiStaysAtItsPlace() {
    noClasses()
        .that(describe("are no place for OSGi", LawsTest::isNoPlaceForOsgi))
        .should()
        .dependOnClassesThat(
            describe(
                "are OSGi",
                c ->
                    c.getPackageName().startsWith("org.osgi.")
                        && !c.getPackageName().startsWith("org.osgi.annotation")))
        .check(ours);
  }

  /** Law 6: state and concepts are pure. */
  @Test
  void stateAndConceptsArePure() {
    noClasses()
        .that(describe("are state or concepts of master or agent", LawsTest::isPure))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.util.concurrent..", "java.net..", "java.io..")
        .check(ours);
  }

  /** Law 7: what is not exported is nobody else's business. */
  @Test
  void onlyExportedPackagesAreUsedByOtherBundles() {
    classes().should(useOnlyExportedPackages()).check(ours);
  }

  private static final SliceAssignment PACKAGES =
      new SliceAssignment() {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass c) {
          return c.getPackageName().startsWith("org.meseta")
              ? SliceIdentifier.of(c.getPackageName())
              : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
          return "packages";
        }
      };

  private static ArchCondition<JavaClass> importOnlyAllowedBundles() {
    return forEachForeign(
        "import only bundles that the table allows",
        (from, to, dependency, events) -> {
          if (!from.mayImport(to)) {
            violated(dependency.getOriginClass(), dependency.getDescription(), events);
          }
        });
  }

  private static ArchCondition<JavaClass> useOnlyExportedPackages() {
    return forEachForeign(
        "use only exported packages of other bundles",
        (from, to, dependency, events) -> {
          if (!to.exports(dependency.getTargetClass().getPackageName())) {
            violated(dependency.getOriginClass(), dependency.getDescription(), events);
          }
        });
  }

  private static ArchCondition<JavaClass> useClockThreadsOrRandomness() {
    Set<String> types =
        Set.of(
            "java.lang.Thread",
            "java.util.concurrent.Executors",
            "java.util.concurrent.ThreadLocalRandom",
            "java.util.Timer",
            "java.util.Random",
            "java.util.SplittableRandom",
            "java.security.SecureRandom");
    Pattern calls =
        Pattern.compile(
            "java\\.lang\\.(System\\.(currentTimeMillis|nanoTime)|Math\\.random)\\(.*"
                + "|java\\.time\\.(Instant|LocalDateTime|ZonedDateTime|LocalDate)\\.now\\(.*"
                + "|java\\.time\\.Clock\\.system.*"
                + "|java\\.util\\.UUID\\.randomUUID\\(.*");
    return condition(
        "use the clock, threads or randomness",
        (c, events) -> {
          c.getMethodCallsFromSelf().stream()
              .filter(call -> calls.matcher(call.getTarget().getFullName()).matches())
              .forEach(
                  call -> events.add(SimpleConditionEvent.satisfied(c, call.getDescription())));
          c.getDirectDependenciesFromSelf().stream()
              .filter(d -> types.contains(d.getTargetClass().getName()))
              .forEach(d -> events.add(SimpleConditionEvent.satisfied(c, d.getDescription())));
        });
  }

  private static boolean isNoPlaceForOsgi(JavaClass c) {
    String name = c.getPackageName();
    boolean osgiPackage = name.endsWith(".osgi");
    boolean edgeOrPlugin =
        Bundle.of(name)
            .filter(
                b ->
                    switch (b) {
                      case PLUGINS, MASTER_HTTP, AGENT_HTTP, CONTAINERIZER, SHELL, BOOTSTRAP ->
                          true;
                      default -> false;
                    })
            .isPresent();
    boolean component =
        edgeOrPlugin && (c.isAnnotatedWith(DS_COMPONENT) || c.isAnnotatedWith(METATYPE));
    return !osgiPackage && !component;
  }

  private static final String DS_COMPONENT = "org.osgi.service.component.annotations.Component";
  private static final String METATYPE =
      "org.osgi.service.metatype.annotations.ObjectClassDefinition";

  private static boolean isPure(JavaClass c) {
    return Bundle.of(c.getPackageName())
        .filter(b -> b == Bundle.MASTER || b == Bundle.AGENT)
        .map(b -> concept(b, c.getPackageName()))
        .filter(concept -> PURE.contains(concept))
        .isPresent();
  }

  /** The packages of master and agent that hold state and concepts. */
  private static final Set<String> PURE =
      Set.of(
          "state",
          "agents",
          "frameworks",
          "offers",
          "roles",
          "tasks",
          "ledger",
          "executors",
          "updates");

  private static String concept(Bundle bundle, String packageName) {
    String rest = packageName.substring(bundle.root().length());
    return rest.isEmpty() ? "" : rest.substring(1).split("\\.")[0];
  }

  private interface ForeignCheck {
    void check(Bundle from, Bundle to, Dependency dependency, ConditionEvents events);
  }

  private static ArchCondition<JavaClass> forEachForeign(String what, ForeignCheck check) {
    return condition(
        what,
        (c, events) ->
            c.getDirectDependenciesFromSelf()
                .forEach(
                    d -> {
                      Optional<Bundle> from = Bundle.of(c.getPackageName());
                      Optional<Bundle> to = Bundle.of(d.getTargetClass().getPackageName());
                      if (from.isPresent() && to.isPresent() && from.get() != to.get()) {
                        check.check(from.get(), to.get(), d, events);
                      }
                    }));
  }

  private interface Check {
    void check(JavaClass c, ConditionEvents events);
  }

  private static ArchCondition<JavaClass> condition(String description, Check check) {
    return new ArchCondition<>(description) {
      @Override
      public void check(JavaClass c, ConditionEvents events) {
        check.check(c, events);
      }
    };
  }

  private static void violated(JavaClass c, String message, ConditionEvents events) {
    events.add(SimpleConditionEvent.violated(c, message));
  }
}
