package tech.atoms.opsdesk;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Keeps what {@code docs/architecture.md} says about packages true. */
class ArchitectureTest {
  private static final String ROOT = "tech.atoms.opsdesk";

  /** Top floor first; the first is the root package with the launcher. */
  private static final List<String> FLOORS =
      List.of(
          "",
          "app",
          "desktop",
          "cli",
          "workflow",
          "checklist",
          "check",
          "monitor",
          "metric",
          "server",
          "backup",
          "database",
          "provider",
          "notify",
          "http",
          "audit",
          "store",
          "postgres",
          "environment",
          "common");

  private static final Set<String> SANDBOX_MAY_IMPORT =
      Set.of("sandbox", "environment", "postgres", "common");
  private static final Set<String> MAY_IMPORT_SANDBOX = Set.of("sandbox", "cli");

  private static final JavaClasses DESK =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @Test
  void importsPointDownwards() {
    classes().should(importOnlyFloorsBelow()).check(DESK);
  }

  @Test
  void everyPackageHasItsFloor() {
    classes()
        .should(
            new ArchCondition<JavaClass>("live in a package of docs/architecture.md") {
              @Override
              public void check(JavaClass item, ConditionEvents events) {
                String floor = floor(item);
                boolean known = FLOORS.contains(floor) || floor.equals("sandbox");
                events.add(new SimpleConditionEvent(item, known, item + " is on floor " + floor));
              }
            })
        .check(DESK);
  }

  @Test
  void packagesHaveNoCircles() {
    slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(DESK);
  }

  @Test
  void javaFxIsForTheWindowOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + ".desktop..", ROOT + ".app..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "javafx..", "atlantafx..", "eu.hansolo..", "org.controlsfx..", "org.kordamp..")
        .check(DESK);
  }

  @Test
  void onePackageHandsWorkToTheJavaFxThread() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".desktop.task..")
        .should()
        .callMethod("javafx.application.Platform", "runLater", "java.lang.Runnable")
        .allowEmptyShould(true)
        .check(DESK);
  }

  @Test
  void onlyCommandsWriteToTheStandardStreams() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT, ROOT + ".cli..")
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .callMethod(Throwable.class, "printStackTrace")
        .check(DESK);
  }

  @Test
  void timeIsInjected() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + ".app..", ROOT + ".cli..")
        .should()
        .callCodeUnitWhere(target(describe("that reads the system's clock", this::readsTheClock)))
        .check(DESK);
  }

  private boolean readsTheClock(CodeUnitCallTarget call) {
    String owner = call.getOwner().getName();
    boolean now =
        owner.startsWith("java.time.")
            && call.getName().equals("now")
            && call.getRawParameterTypes().isEmpty();
    boolean system =
        (owner.equals("java.time.InstantSource") || owner.equals("java.time.Clock"))
            && call.getName().startsWith("system");
    boolean date =
        call.getOwner().isEquivalentTo(Date.class)
            && call.getName().equals("<init>")
            && call.getRawParameterTypes().isEmpty();
    boolean millis = owner.equals("java.lang.System") && call.getName().equals("currentTimeMillis");
    return now || system || date || millis;
  }

  private static ArchCondition<JavaClass> importOnlyFloorsBelow() {
    return new ArchCondition<>("import only what is on a lower floor of docs/architecture.md") {
      @Override
      public void check(JavaClass item, ConditionEvents events) {
        for (Dependency dependency : item.getDirectDependenciesFromSelf()) {
          JavaClass used = dependency.getTargetClass().getBaseComponentType();
          if ((used.getPackageName() + ".").startsWith(ROOT + ".")) {
            boolean fits = mayImport(floor(item), floor(used));
            events.add(new SimpleConditionEvent(item, fits, dependency.getDescription()));
          }
        }
      }
    };
  }

  private static boolean mayImport(String from, String to) {
    if (from.equals("sandbox")) {
      return SANDBOX_MAY_IMPORT.contains(to);
    }
    if (to.equals("sandbox")) {
      return MAY_IMPORT_SANDBOX.contains(from);
    }
    return FLOORS.indexOf(from) <= FLOORS.indexOf(to);
  }

  private static String floor(JavaClass item) {
    String below = item.getPackageName().substring(ROOT.length());
    return below.isEmpty() ? "" : below.substring(1).split("\\.", -1)[0];
  }
}
