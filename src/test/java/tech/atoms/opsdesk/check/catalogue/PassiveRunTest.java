package tech.atoms.opsdesk.check.catalogue;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tech.atoms.opsdesk.check.CheckRun;
import tech.atoms.opsdesk.check.CheckSpec;
import tech.atoms.opsdesk.check.Cost;
import tech.atoms.opsdesk.check.Earlier;
import tech.atoms.opsdesk.check.Finding;
import tech.atoms.opsdesk.check.Outcome;
import tech.atoms.opsdesk.check.OwnNetwork;
import tech.atoms.opsdesk.checklist.template.Item;
import tech.atoms.opsdesk.checklist.template.Kind;
import tech.atoms.opsdesk.checklist.template.Templates;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.Profiles;
import tech.atoms.opsdesk.environment.Secrets;
import tech.atoms.opsdesk.provider.sandbox.FaultClient;
import tech.atoms.opsdesk.sandbox.Options;
import tech.atoms.opsdesk.sandbox.Sandbox;
import tech.atoms.opsdesk.sandbox.database.Size;
import tech.atoms.opsdesk.sandbox.fault.Fault;

/** All passive checks at once, in a sandbox that is well, and in one without its database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PassiveRunTest {
  /** What a busy machine turns by itself, and what remembers the faults of other tests. */
  private static final Set<String> UNSTEADY =
      Set.of(
          "health.response-time",
          "health.tools-list-time",
          "health.rules",
          "operation.logs",
          "operation.performance");

  private Sandbox sandbox;
  private Environment environment;
  private FaultClient faults;
  private Catalogue catalogue;

  @BeforeAll
  void start(@TempDir Path temp) {
    sandbox =
        Sandbox.start(
            new Options(temp.resolve("sandbox"), false, Size.ofScale(1), null, false),
            InstantSource.system(),
            line -> {});
    Path profile = Path.of(sandbox.ready().profile());
    Secrets secrets = Secrets.of(profile);
    environment = Profiles.load(profile).environments().getFirst();
    faults = new FaultClient(requireNonNull(environment.platform()), secrets);
    catalogue = new Catalogue(environment, secrets, null, InstantSource.system());
  }

  @AfterAll
  void stop() {
    catalogue.close();
    faults.close();
    sandbox.close();
  }

  private Map<String, Finding> run(Predicate<CheckSpec> wanted) throws InterruptedException {
    Map<String, Finding> findings = new TreeMap<>();
    new CheckRun(InstantSource.system(), Earlier.NOTHING, OwnNetwork.of(environment))
        .run(catalogue.matching(wanted), one -> {})
        .forEach(one -> findings.put(one.check(), one));
    return findings;
  }

  @Test
  void everythingPassesExceptWhatWaitsForSessionsOrAPerson() throws Exception {
    Map<String, Finding> findings = run(spec -> spec.cost() == Cost.PASSIVE);
    assertThat(findings).hasSizeGreaterThan(130);
    assertThat(findings.values())
        .filteredOn(one -> !UNSTEADY.contains(one.check()))
        .filteredOn(one -> one.outcome() == Outcome.FAIL || one.outcome() == Outcome.UNKNOWN)
        .extracting(Finding::check)
        // Nobody has signed in yet, and nothing was backed up yet.
        .isSubsetOf(
            "auth.session-duration",
            "auth.session-timeout",
            "recovery.archives",
            "recovery.daily",
            "recovery.drill",
            "recovery.retention",
            "recovery.variables");
    assertThat(requireNonNull(findings.get("deployment.tests")).found()).isEqualTo("0 of 1 failed");
    Set<String> assisted =
        Templates.shipped().items().stream()
            .filter(item -> item.kind() == Kind.ASSISTED)
            .map(Item::id)
            .collect(Collectors.toSet());
    assertThat(findings.values())
        .filteredOn(one -> one.check().startsWith("evidence."))
        .hasSize(8)
        .allSatisfy(
            one -> {
              assertThat(assisted).containsAll(one.items());
              assertThat(one.outcome()).isIn(Outcome.FACTS, Outcome.NOT_APPLICABLE);
            });
  }

  @Test
  void secretsAreSeenAtWorkAndNotAtWork() throws Exception {
    Predicate<CheckSpec> secrets = spec -> spec.subject().equals("secret");
    assertThat(run(secrets).values()).hasSize(3).allSatisfy(PassiveRunTest::isWell);
    try {
      faults.set(Fault.DATABASE_PAUSED.word(), null, null);
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () ->
                  assertThat(run(secrets).get("secret.supabase-service-role-key"))
                      .extracting(Finding::outcome)
                      .isEqualTo(Outcome.FAIL));
      Map<String, Finding> database =
          run(spec -> spec.subject().equals("database") && spec.cost() == Cost.PASSIVE);
      assertThat(database.values())
          .hasSizeGreaterThan(18)
          .allSatisfy(one -> assertThat(one.outcome()).isEqualTo(Outcome.UNKNOWN));
    } finally {
      faults.clear(Fault.DATABASE_PAUSED.word());
    }
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(run(secrets.or(spec -> spec.id().equals("database.pooler"))).values())
                    .allSatisfy(PassiveRunTest::isWell));
  }

  /** What answers no item may tell no more than facts. */
  private static void isWell(Finding one) {
    if (!one.items().isEmpty() || one.outcome() != Outcome.FACTS) {
      assertThat(one.outcome()).isEqualTo(Outcome.PASS);
    }
  }

  @Test
  void aToolThatIsCarelessWithTextsIsSeen() throws Exception {
    Predicate<CheckSpec> probe = spec -> spec.id().equals("security.injection");
    Finding well = requireNonNull(run(probe).get("security.injection"));
    assertThat(well.outcome()).as(well.toString()).isEqualTo(Outcome.PASS);
    assertThat(well.evidence().getFirst().text().lines()).hasSizeLessThanOrEqualTo(31);
    try {
      faults.set(Fault.INJECTION_OPEN.word(), null, null);
      Finding open = requireNonNull(run(probe).get("security.injection"));
      assertThat(open.outcome()).as(open.toString()).isEqualTo(Outcome.FAIL);
      assertThat(open.found())
          .contains("the answer tells of the database")
          .contains("rows for opsdesk-probe-7c1e' OR '1' LIKE '1, 0 for an honest text");
    } finally {
      faults.clear(Fault.INJECTION_OPEN.word());
    }
  }
}
