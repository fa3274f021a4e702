package tech.atoms.opsdesk.workflow.trouble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tech.atoms.opsdesk.audit.Audit;
import tech.atoms.opsdesk.checklist.LiveReadiness;
import tech.atoms.opsdesk.checklist.Me;
import tech.atoms.opsdesk.checklist.ReadinessSetting;
import tech.atoms.opsdesk.checklist.state.Deployment;
import tech.atoms.opsdesk.checklist.template.Templates;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.metric.SystemScheduler;
import tech.atoms.opsdesk.postgres.TestPostgres;
import tech.atoms.opsdesk.sandbox.platform.Busy;
import tech.atoms.opsdesk.sandbox.platform.PlatformState;
import tech.atoms.opsdesk.store.Store;
import tech.atoms.opsdesk.store.TestStores;
import tech.atoms.opsdesk.workflow.AtGate;
import tech.atoms.opsdesk.workflow.Engine;
import tech.atoms.opsdesk.workflow.GateView;
import tech.atoms.opsdesk.workflow.Guards;
import tech.atoms.opsdesk.workflow.Journal;
import tech.atoms.opsdesk.workflow.Plan;
import tech.atoms.opsdesk.workflow.Run;
import tech.atoms.opsdesk.workflow.RunState;
import tech.atoms.opsdesk.workflow.Start;
import tech.atoms.opsdesk.workflow.StepState;
import tech.atoms.opsdesk.workflow.Workflow;
import tech.atoms.opsdesk.workflow.deploy.Deploy;
import tech.atoms.opsdesk.workflow.deploy.Evidence;
import tech.atoms.opsdesk.workflow.deploy.Wanted;
import tech.atoms.opsdesk.workflow.rollback.Rollback;
import tech.atoms.opsdesk.workflow.variables.SetVariables;

/**
 * Every workflow that asks the platform for something, under every trouble that the platform can
 * have: what is shown is what has happened, it is said in words with what to do, and nothing stays
 * locked that is over. The table stands in docs/troubles.md; by itself each trouble meets one
 * workflow, with {@code -Dopsdesk.test.troubles=everywhere} all of them.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TroublesTest {
  /** Two builds at once take a loaded machine longer than the engine waits: not in the suite. */
  private static final String TWO_BUILDS = "done twice";

  private static final Me OPERATOR = new Me("Operator", "operator", List.of("operator"));
  private static final Duration SOON = Duration.ofMillis(10);
  private static final int MOST_TURNS = 20_000;
  private static final Path DOCUMENT = Path.of("docs/troubles.md");
  private static final List<String> DOCUMENTED = documented();
  private static final boolean EVERYWHERE =
      "everywhere".equals(System.getProperty("opsdesk.test.troubles"));

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-22T09:00:00Z"));
  private final InstantSource clock = now::get;
  private final TestPostgres.Database database = TestPostgres.createDatabase();
  private final Store store = TestStores.open(TestStores.in(database));
  private final Journal journal = new Journal(store);
  private final Guards guards = new Guards(store);
  private final SystemScheduler scheduler = new SystemScheduler("test");
  private final List<String> lines = new ArrayList<>();

  @AfterAll
  void close() throws Exception {
    scheduler.close();
    store.close();
    Files.writeString(Path.of("target", "troubles.md"), String.join("\n", lines) + "\n");
  }

  private static List<String> documented() {
    try {
      return Files.readAllLines(DOCUMENT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Each trouble once, with another workflow than the one before; or all. */
  static List<Cell> cells() {
    List<Cell> all = Cell.all();
    if (EVERYWHERE) {
      return all;
    }
    Map<String, List<Cell>> troubles =
        all.stream()
            .filter(cell -> !cell.trouble().words().equals(TWO_BUILDS))
            .collect(
                Collectors.groupingBy(
                    cell -> cell.trouble().words(), LinkedHashMap::new, Collectors.toList()));
    List<Cell> part = new ArrayList<>();
    troubles.values().forEach(each -> part.add(each.get(part.size() % each.size())));
    return part;
  }

  @ParameterizedTest
  @MethodSource("cells")
  void whatIsShownIsWhatHasHappened(Cell cell, @TempDir Path directory) throws Exception {
    TestPostgres.execute(
        database.dataSource(), "delete from opsdesk.change_lock", "delete from opsdesk.run");
    try (Troubled world =
        new Troubled(
            directory,
            clock,
            time -> pass(time.multipliedBy(cell.trouble().haste())),
            cell.trouble())) {
      new Trial(world, directory, cell).go();
    }
  }

  private void pass(Duration time) {
    now.updateAndGet(at -> at.plus(time));
  }

  /** One workflow under one trouble. */
  private final class Trial {
    private final Troubled world;
    private final Cell cell;
    private final Audit audit;
    private final LiveReadiness readiness;
    private final Workflow workflow;
    private boolean begun;
    private boolean cured;
    private int turns;
    private int before;

    Trial(Troubled world, Path directory, Cell cell) throws Exception {
      this.world = world;
      this.cell = cell;
      audit = new Audit(store, directory, "here");
      readiness =
          new LiveReadiness(
              new ReadinessSetting(
                  world.environment,
                  Templates.shipped(),
                  List.of(),
                  store,
                  audit,
                  () -> new Deployment("dpl", ""),
                  OPERATOR,
                  clock,
                  scheduler));
      readiness.look();
      workflow =
          switch (cell.workflow()) {
            case DEPLOY_BUILD, DEPLOY_MOVE ->
                new Deploy(
                    world.environment,
                    world.vercel,
                    world.server,
                    null,
                    world.secrets,
                    new Evidence(() -> readiness, guards, store),
                    null,
                    clock);
            case ROLLBACK -> rollback(Rollback.Kind.ROLLBACK);
            case UNDO -> rollback(Rollback.Kind.UNDO);
            case SET -> new SetVariables(world.environment, world.vercel, world.secrets, Map.of());
          };
    }

    private Rollback rollback(Rollback.Kind kind) {
      return new Rollback(
          kind, world.environment, world.vercel, world.server, world.server, null, clock);
    }

    private String target() {
      return switch (cell.workflow()) {
        case DEPLOY_BUILD, DEPLOY_MOVE ->
            Wanted.ref(
                    cell.trouble().target().isEmpty() ? "main" : cell.trouble().target(),
                    "",
                    Duration.ZERO)
                .target();
        case ROLLBACK, UNDO -> cell.trouble().target();
        case SET -> SetVariables.target(world.missing());
      };
    }

    void go() throws Exception {
      try (readiness) {
        if (cell.workflow() == Cell.Of.UNDO && isKnown()) {
          world.vercel.traffic().rollBack(rollback(Rollback.Kind.ROLLBACK).plan("").target());
          settle();
        }
        before = happened();
        Outcome outcome = begin();
        Run run = outcome.run();
        boolean over = run == null || run.state().isOver();
        boolean done = run != null && run.isVerified();
        int once = cell.trouble().words().equals(TWO_BUILDS) ? 2 : 1;
        assertThat(outcome.happened()).as("%s: %s", cell, outcome).isIn(0, once);
        assertThat(!done || outcome.happened() == once).as("%s: %s", cell, outcome).isTrue();
        assertThat(outcome.words()).as(cell.toString()).isNotBlank();
        assertThat(journal.holder("shop").isEmpty()).as(cell + ": the lock").isEqualTo(over);
        String then = over ? "" : afterwards(Objects.requireNonNull(run));
        assertThat(journal.holder("shop")).as(cell + ": the lock afterwards").isEmpty();
        String line =
            "| %s | %s | %s | %s | %s |"
                .formatted(
                    cell.trouble().words(),
                    cell.workflow().words(),
                    outcome.shown(),
                    outcome.happened() == 0 ? "no" : outcome.happened() == 1 ? "yes" : "twice",
                    then);
        lines.add(line);
        assertThat(DOCUMENTED).as("docs/troubles.md and target/troubles.md differ").contains(line);
      }
    }

    private boolean isKnown() {
      return cell.trouble().project().equals(PlatformState.PROJECT_NAME);
    }

    /** What was shown, and what had happened by then. */
    private record Outcome(@Nullable Run run, String state, String words, int happened) {
      String shown() {
        return "**"
            + state
            + "** "
            + words
                .replaceAll("dpl_[A-Za-z0-9]+", "dpl_…")
                .replaceAll("(127\\.0\\.0\\.1):\\d+", "$1:…")
                .replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "…")
                .replace("|", "\\|");
      }
    }

    private Outcome begin() throws Exception {
      if (cell.trouble().when() == Cell.When.PLAN) {
        trouble();
      }
      Plan plan;
      try {
        plan = workflow.plan(target());
      } catch (ProblemException e) {
        return new Outcome(null, "no plan", e.problem().advice(), happened());
      }
      if (cell.trouble().when() == Cell.When.START) {
        trouble();
      }
      Run run =
          engine().start(workflow, plan, Start.of("because", plan.confirmation()), this::heard);
      String detail =
          run.steps().stream()
              .filter(step -> step.id().equals(cell.workflow().step()))
              .findFirst()
              .orElseThrow()
              .detail();
      return new Outcome(
          run, run.state().words(), run.why().isEmpty() ? detail : run.why(), happened());
    }

    private void heard(Run run) {
      if (cell.trouble().when() == Cell.When.ASKED
          && run.steps().stream()
              .anyMatch(
                  step ->
                      step.state() == StepState.APPLYING
                          && step.id().equals(cell.workflow().step()))) {
        trouble();
      }
    }

    private void trouble() {
      if (!begun) {
        begun = true;
        cell.trouble().begin().accept(world);
      }
    }

    /** The trouble is over, and a person says: go on; or gives it up. */
    private String afterwards(Run paused) throws Exception {
      world.faults.list().forEach(one -> world.faults.clear(one.fault()));
      cured = true;
      int already = happened();
      boolean anew = cell.trouble().words().equals("the build fails");
      Run run = engine().resume(workflow, paused.id(), false, "", any -> {});
      if (run.isVerified()) {
        assertThat(happened()).as(cell + ": " + run).isEqualTo(anew ? already + 1 : 1);
        return anew ? "done, built anew" : "done";
      }
      assertThat(run.why()).as(cell.toString()).isEqualTo(paused.why());
      assertThat(happened()).as(cell.toString()).isZero();
      engine().abandon(run.id(), "no way");
      return "refused again; given up";
    }

    /** How often the change has happened since the beginning. */
    private int happened() {
      return switch (cell.workflow()) {
            case DEPLOY_BUILD -> world.deployments();
            case DEPLOY_MOVE, ROLLBACK, UNDO -> world.served.size();
            case SET -> world.isSet() ? 1 : 0;
          }
          - before;
    }

    private Engine engine() {
      return new Engine(
          world.environment, journal, guards, audit, OPERATOR, "here", clock, this::pause);
    }

    /** What takes the platform real time has all it needs. */
    private void settle() {
      if (Busy.is(world.state)) {
        await().pollInterval(SOON).until(() -> !Busy.is(world.state));
      }
    }

    private void pause(Duration time) {
      pass(time.multipliedBy(cell.trouble().haste()));
      if (cured || cell.trouble().isQuick()) {
        settle();
      }
      if (turns++ > MOST_TURNS) {
        throw new IllegalStateException("it waits for ever");
      }
      Run run = journal.runs("shop", 1, now.get()).getFirst();
      GateView gate = run.gate();
      if (gate == null || run.state() != RunState.NEEDS_YOU) {
        return;
      }
      AtGate person = new AtGate(world.environment, journal, guards, audit, OPERATOR, clock);
      for (String missing : gate.waitsFor()) {
        if (missing.startsWith("tick: ")) {
          person.tick(run.id(), missing.substring("tick: ".length()));
        } else if (missing.equals("typed text")) {
          person.type(run.id(), gate.typed());
        }
      }
    }
  }
}
