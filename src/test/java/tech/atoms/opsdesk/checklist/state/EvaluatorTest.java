package tech.atoms.opsdesk.checklist.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tech.atoms.opsdesk.Cases;
import tech.atoms.opsdesk.check.CheckSpec;
import tech.atoms.opsdesk.check.Finding;
import tech.atoms.opsdesk.check.Outcome;
import tech.atoms.opsdesk.checklist.template.Checklist;
import tech.atoms.opsdesk.checklist.template.Item;
import tech.atoms.opsdesk.checklist.template.Kind;
import tech.atoms.opsdesk.checklist.template.Templates;

class EvaluatorTest {
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  private static final Deployment LIVE = new Deployment("dpl_2", "v1.5.0");
  private static final Checklist CHECKLIST = Templates.shipped();

  private final List<CheckSpec> specs = new ArrayList<>();
  private final List<Recorded> findings = new ArrayList<>();
  private final Map<String, Tick> ticks = new HashMap<>();
  private final Map<String, Waiver> waivers = new HashMap<>();
  private final Map<String, Signature> signatures = new HashMap<>();
  private @Nullable Deployment live = LIVE;

  @Test
  void anItemWithoutAnyCheckIsUnknownAndSaysSo() {
    assertThat(result("DB-06").state()).isEqualTo(State.UNKNOWN);
    assertThat(result("DB-06").reason()).isEqualTo("no check answers it yet");
    assertThat(result("PRE-06").reason())
        .isEqualTo(
            "no check answers it yet: there is nothing here yet that gives a run of the performance"
                + " baselines");
  }

  @Test
  void aPassUnticksItselfWhenItsEvidenceIsTooOldOrOfAnotherDeployment() {
    specs.add(CheckSpec.of("db.one", "One", "DB-06").validFor(Duration.ofHours(1)).build());
    specs.add(CheckSpec.of("sec.two", "Two", "SEC-05").ofDeployment().build());
    assertThat(result("DB-06").state()).isEqualTo(State.NOT_EVALUATED);

    found("db.one", Outcome.PASS, NOW.minusSeconds(3599), null);
    found("sec.two", Outcome.PASS, NOW, "dpl_1");
    assertThat(result("DB-06").state()).isEqualTo(State.PASS);
    assertThat(result("DB-06").until()).isEqualTo(NOW.plusSeconds(1));
    assertThat(at(NOW.plusSeconds(1)).of("DB-06").state()).isEqualTo(State.STALE);
    assertThat(result("SEC-05").state()).isEqualTo(State.STALE);

    found("sec.two", Outcome.PASS, NOW.minusSeconds(60), "dpl_2");
    assertThat(result("SEC-05").state()).isEqualTo(State.PASS);
    live = null;
    assertThat(result("SEC-05").state()).isEqualTo(State.UNKNOWN);
  }

  @Test
  void whatFailedWhileNoDeploymentWasKnownIsNotHiddenByAnOlderPass() {
    specs.add(CheckSpec.of("sec.two", "Two", "SEC-05").ofDeployment().build());
    found("sec.two", Outcome.PASS, NOW.minusSeconds(60), "dpl_2");
    found("sec.two", Outcome.FAIL, NOW.minusSeconds(30), null);
    assertThat(result("SEC-05").state()).isEqualTo(State.FAIL);
    found("sec.two", Outcome.UNKNOWN, NOW.minusSeconds(30), null);
    assertThat(result("SEC-05").state()).isEqualTo(State.UNKNOWN);
    found("sec.two", Outcome.PASS, NOW.minusSeconds(30), null);
    assertThat(result("SEC-05").state()).isEqualTo(State.PASS);
    found("sec.two", Outcome.FAIL, NOW.minusSeconds(90), null);
    assertThat(result("SEC-05").state()).isEqualTo(State.PASS);
  }

  @Test
  void evidenceOfATimeThatIsYetToComeGivesWayToAnyOther() {
    specs.add(CheckSpec.of("db.one", "One", "DB-06").build());
    found("db.one", Outcome.PASS, NOW.plusSeconds(3600), "dpl_1");
    assertThat(result("DB-06").state()).isEqualTo(State.UNKNOWN);
    found("db.one", Outcome.FAIL, NOW, "dpl_2");
    assertThat(result("DB-06").state()).isEqualTo(State.FAIL);
  }

  @Test
  void factsAwaitAPersonAndAreShown() {
    specs.add(CheckSpec.of("e.a", "A", "SEC-12").build());
    found("e.a", Outcome.FACTS, NOW, null);
    assertThat(result("SEC-12").state()).isEqualTo(State.AWAITING);
    assertThat(result("SEC-12").reason()).startsWith("a person has to look; evidence: ");
    assertThat(result("SEC-12").findings()).hasSize(1);
    ticks.put("SEC-12", tick("SEC-12", NOW, LIVE));
    assertThat(result("SEC-12").state()).isEqualTo(State.ATTESTED);
    found("e.a", Outcome.FAIL, NOW.plusSeconds(1), null);
    assertThat(result("SEC-12").state()).isEqualTo(State.FAIL);

    // Nor do facts make a machine's item pass.
    specs.add(CheckSpec.of("e.b", "B", "DB-06").build());
    found("e.b", Outcome.FACTS, NOW, null);
    assertThat(result("DB-06").state()).isEqualTo(State.AWAITING);
  }

  @Test
  void theWorstOfSeveralChecksCounts() {
    specs.add(CheckSpec.of("a.a", "A", "DB-06").build());
    specs.add(CheckSpec.of("a.b", "B", "DB-06").build());
    found("a.a", Outcome.PASS, NOW, null);
    assertThat(result("DB-06").state()).isEqualTo(State.NOT_EVALUATED);
    found("a.b", Outcome.NOT_APPLICABLE, NOW, null);
    assertThat(result("DB-06").state()).isEqualTo(State.PASS);
    found("a.b", Outcome.UNKNOWN, NOW, null);
    assertThat(result("DB-06").state()).isEqualTo(State.UNKNOWN);
    found("a.a", Outcome.FAIL, NOW, null);
    assertThat(result("DB-06").state()).isEqualTo(State.FAIL);
    assertThat(result("DB-06").findings()).hasSize(2);
  }

  @Test
  void aRollUpFollowsItsParts() {
    everythingPasses();
    assertThat(result("PRE-01").state()).isEqualTo(State.PASS);
    found("all.env-07", Outcome.FAIL, NOW, "dpl_2");
    assertThat(result("PRE-01").state()).isEqualTo(State.FAIL);
    assertThat(result("PRE-01").reason()).contains("29 of 30", "ENV-07");
    waive("ENV-07", NOW);
    assertThat(result("PRE-01").state()).isEqualTo(State.WAIVED);
  }

  @Test
  void aPersonsWordAgesAndBelongsToItsDeployment() {
    assertThat(result("SEC-15").state()).isEqualTo(State.AWAITING);
    ticks.put("SEC-15", tick("SEC-15", NOW.minus(Duration.ofDays(89)), LIVE));
    ticks.put("PRE-10", tick("PRE-10", NOW, new Deployment("dpl_1", "v1.4.2")));
    assertThat(result("SEC-15").state()).isEqualTo(State.ATTESTED);
    assertThat(at(NOW.plus(Duration.ofDays(1))).of("SEC-15").state()).isEqualTo(State.STALE);
    assertThat(result("PRE-10").state()).isEqualTo(State.STALE);
  }

  @Test
  void evidenceThatSpeaksAgainstATickGoesBeforeIt() {
    specs.add(CheckSpec.of("rbac.roles", "Roles", "SEC-09").build());
    ticks.put("SEC-09", tick("SEC-09", NOW, LIVE));
    found("rbac.roles", Outcome.UNKNOWN, NOW, null);
    assertThat(result("SEC-09").state()).isEqualTo(State.ATTESTED);
    found("rbac.roles", Outcome.FAIL, NOW, null);
    assertThat(result("SEC-09").state()).isEqualTo(State.FAIL);
  }

  @Test
  void aWaiverHoldsUntilItsDayIsOverAndThenBlocksAgain() {
    waive("DB-06", NOW);
    assertThat(result("DB-06").state()).isEqualTo(State.WAIVED);
    assertThat(result("DB-06").under()).isEqualTo(State.UNKNOWN);
    Instant midnight = Instant.parse("2026-11-21T00:00:00Z");
    assertThat(at(midnight.minusNanos(1)).of("DB-06").state()).isEqualTo(State.WAIVED);
    assertThat(at(midnight).of("DB-06").state()).isEqualTo(State.WAIVER_EXPIRED);
  }

  @Test
  void aSignatureIsVoidWhileResultsDiffer() {
    everythingPasses();
    sign("SIGN-02");
    assertThat(result("SIGN-02").state()).isEqualTo(State.ATTESTED);

    found("all.sec-17", Outcome.FAIL, NOW, "dpl_2");
    assertThat(result("SIGN-02").state()).isEqualTo(State.STALE);
    assertThat(result("SIGN-02").reason())
        .startsWith("void: ")
        .contains("SEC-17 was pass, is fail");

    found("all.sec-17", Outcome.PASS, NOW.plusSeconds(1), "dpl_2");
    assertThat(result("SIGN-02").state()).isEqualTo(State.ATTESTED);
    live = new Deployment("dpl_3", "v1.6.0");
    assertThat(result("SIGN-02").reason()).startsWith("void: ").contains("v1.6.0 is live now");
  }

  @Test
  void aSignatureWhoseResultsWereChangedIsVoid() {
    everythingPasses();
    sign("SIGN-02");
    Signature given = Objects.requireNonNull(signatures.get("SIGN-02"));
    Map<String, String> other = new HashMap<>(given.results());
    other.put("SEC-01", "fail");
    signatures.put(
        "SIGN-02",
        new Signature("SIGN-02", "security", "P", "p", NOW, LIVE, other, given.hash(), ""));
    assertThat(result("SIGN-02").reason()).contains("do not match its hash");
  }

  @Test
  void allPassAllSignedIsGo() {
    everythingPasses();
    CHECKLIST.signOffs().forEach(item -> sign(item.id()));
    Verdict verdict = Gate.evaluate(at(NOW), LIVE);
    assertThat(verdict.blockers()).isEmpty();
    assertThat(verdict.go()).isTrue();
    assertThat(Gate.evaluate(at(NOW), new Deployment("dpl_9", "")).go()).isFalse();
    assertThat(Gate.evaluate(at(NOW), null).go()).isFalse();
  }

  @Test
  void blockersComeWorstFirstWithWhyAndOwner() {
    everythingPasses();
    found("all.sec-17", Outcome.FAIL, NOW, "dpl_2");
    found("all.db-06", Outcome.UNKNOWN, NOW, "dpl_2");
    List<Blocker> blockers = Gate.evaluate(at(NOW), LIVE).blockers();
    assertThat(blockers).extracting(Blocker::item).startsWith("SEC-17", "PRE-07", "DB-06");
    assertThat(blockers.getFirst().owner()).isEqualTo("security");
    assertThat(blockers.getFirst().why()).contains("expected");
    assertThat(blockers).isSortedAccordingTo(Comparator.comparing(Blocker::state));
  }

  @Test
  void unknownIsNeverPassAndAWaiverNeverOutlivesItsEnd() {
    Cases.check(
        60,
        random -> {
          EvaluatorTest world = madeUp(random);
          Instant when = NOW.plusSeconds(Cases.number(random, -90_000, 90_000_000));
          for (Result result : world.at(when).results()) {
            boolean anyUnknown =
                result.findings().stream()
                    .anyMatch(one -> one.finding().outcome() == Outcome.UNKNOWN);
            boolean anyFails =
                result.findings().stream().anyMatch(one -> one.finding().outcome() == Outcome.FAIL);
            boolean anyFacts =
                result.findings().stream()
                    .anyMatch(one -> one.finding().outcome() == Outcome.FACTS);
            if (anyUnknown || anyFails || anyFacts) {
              assertThat(result.state()).isNotEqualTo(State.PASS);
            }
            if (anyFails) {
              assertThat(result.under()).isEqualTo(State.FAIL);
            }
            if (result.state() == State.PASS && result.item().kind() != Kind.ROLL_UP) {
              assertThat(result.findings()).isNotEmpty();
            }
            if (result.state() == State.WAIVED && result.waiver() != null) {
              assertThat(when).isBefore(result.waiver().ends());
            }
            assertThat(result.reason()).isNotBlank();
          }
        });
  }

  @Test
  void aFailingFindingNeverMakesGoAndNeverRemovesABlocker() {
    Cases.check(
        30,
        random -> {
          EvaluatorTest world = madeUp(random);
          if (random.nextInt(4) == 0) {
            world.everythingPasses();
            CHECKLIST.signOffs().forEach(item -> world.sign(item.id()));
          }
          Verdict before = Gate.evaluate(world.at(NOW), world.live);
          CheckSpec hit = Cases.one(random, world.specs);
          world.found(hit.id(), Outcome.FAIL, NOW, "dpl_2");
          Evaluation after = world.at(NOW);
          Verdict verdict = Gate.evaluate(after, world.live);
          if (!before.go()) {
            assertThat(verdict.go()).isFalse();
          }
          for (String item : hit.items()) {
            Result result = after.of(item);
            assertThat(result.state().done()).isFalse();
            assertThat(result.state()).isNotEqualTo(State.NOT_APPLICABLE);
          }
        });
  }

  private void everythingPasses() {
    specs.add(CheckSpec.of("health.seen", "Health").build());
    found("health.seen", Outcome.PASS, NOW, "dpl_2");
    waivers.clear();
    live = LIVE;
    for (Item item : CHECKLIST.items()) {
      if (item.kind().byPerson()) {
        ticks.put(item.id(), tick(item.id(), NOW, LIVE));
      } else {
        String check = "all." + item.id().toLowerCase(Locale.ROOT);
        specs.add(CheckSpec.of(check, item.text(), item.id()).expecting("it holds").build());
        found(check, Outcome.PASS, NOW, "dpl_2");
      }
    }
    findings.removeIf(one -> one.finding().check().startsWith("made."));
    specs.removeIf(spec -> spec.id().startsWith("made."));
  }

  private static EvaluatorTest madeUp(RandomGenerator random) {
    EvaluatorTest world = new EvaluatorTest();
    List<Item> items = CHECKLIST.items();
    int count = random.nextInt(1, 60);
    for (int i = 0; i < count; i++) {
      Item item = Cases.one(random, items);
      String id = "made." + i;
      CheckSpec.Builder spec =
          CheckSpec.of(id, "Made up", item.id())
              .validFor(Duration.ofSeconds(Cases.number(random, 1, 200_000)));
      world.specs.add((random.nextBoolean() ? spec : spec.ofDeployment()).build());
      if (random.nextInt(4) > 0) {
        world.found(
            id,
            Cases.one(random, List.of(Outcome.values())),
            NOW.plusSeconds(Cases.number(random, -200_000, 600)),
            Cases.one(random, List.of("dpl_1", "dpl_2")));
      }
      if (random.nextInt(5) == 0) {
        world.waive(item.id(), NOW.plusSeconds(Cases.number(random, -400_000, 30_000_000)));
      }
      if (random.nextInt(5) == 0) {
        world.ticks.put(
            item.id(), tick(item.id(), NOW.minusSeconds(random.nextInt(9_000_000)), LIVE));
      }
    }
    world.live = random.nextInt(8) == 0 ? null : LIVE;
    return world;
  }

  private void found(String check, Outcome outcome, Instant when, @Nullable String deployment) {
    findings.removeIf(
        one -> one.finding().check().equals(check) && Objects.equals(one.deployment(), deployment));
    List<String> items =
        specs.stream()
            .filter(s -> s.id().equals(check))
            .findFirst()
            .map(CheckSpec::items)
            .orElse(List.of());
    findings.add(
        new Recorded(
            new Finding(
                check,
                items,
                "Title",
                outcome,
                "it holds",
                "what is",
                List.of(),
                "test",
                when,
                Duration.ZERO),
            deployment));
  }

  private void waive(String item, Instant day) {
    LocalDate until = day.atZone(ZoneOffset.UTC).toLocalDate();
    waivers.put(item, new Waiver(item, "vendor is late", "Rui Castro", until, "Maya", "maya", NOW));
  }

  private static Tick tick(String item, Instant when, Deployment deployment) {
    return new Tick(item, "Maya Okafor", "maya", when, deployment, "seen", null);
  }

  private void sign(String id) {
    Item item = CHECKLIST.item(id).orElseThrow();
    Evaluation now = at(NOW);
    Map<String, String> seen = new HashMap<>();
    CHECKLIST.covered(item).forEach(one -> seen.put(one.id(), now.of(one.id()).state().word()));
    String role = Objects.requireNonNull(item.signedBy());
    signatures.put(
        id,
        new Signature(
            id, role, "Priya Raman", "priya", NOW, LIVE, seen, Results.hash(LIVE.id(), seen), ""));
  }

  private Result result(String item) {
    return at(NOW).of(item);
  }

  private Evaluation at(Instant when) {
    return Evaluator.evaluate(
        CHECKLIST, new Known(specs, findings, ticks, waivers, signatures, live), when);
  }
}
