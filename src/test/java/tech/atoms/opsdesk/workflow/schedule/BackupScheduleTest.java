package tech.atoms.opsdesk.workflow.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.atoms.opsdesk.audit.Audit;
import tech.atoms.opsdesk.backup.BackedUp;
import tech.atoms.opsdesk.backup.Shelf;
import tech.atoms.opsdesk.backup.store.Stored;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.environment.DueTimes;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.EnvironmentKind;
import tech.atoms.opsdesk.environment.Policy;
import tech.atoms.opsdesk.postgres.TestPostgres;
import tech.atoms.opsdesk.store.Store;
import tech.atoms.opsdesk.store.TestStores;
import tech.atoms.opsdesk.workflow.Cancellation;
import tech.atoms.opsdesk.workflow.Journal;
import tech.atoms.opsdesk.workflow.Observed;
import tech.atoms.opsdesk.workflow.Plan;
import tech.atoms.opsdesk.workflow.PlannedStep;
import tech.atoms.opsdesk.workflow.Run;
import tech.atoms.opsdesk.workflow.RunLog;
import tech.atoms.opsdesk.workflow.RunState;
import tech.atoms.opsdesk.workflow.Step;
import tech.atoms.opsdesk.workflow.UnderWay;
import tech.atoms.opsdesk.workflow.Workflow;
import tech.atoms.opsdesk.workflow.backup.Backup;

/** Who takes a backup when it is due, on one real store. */
class BackupScheduleTest {
  private static final DueTimes DAILY = DueTimes.parse("0 20 * * *");
  private static final Instant DUE = Instant.parse("2026-11-19T20:00:00Z");

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-19T20:00:10Z"));
  private final InstantSource clock = now::get;
  private final Store store = TestStores.open(TestStores.in(TestPostgres.createDatabase()));
  private final List<String> taken = new ArrayList<>();
  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicInteger stops = new AtomicInteger();
  private final AtomicInteger pruned = new AtomicInteger();
  private @TempDir Path directory = Path.of(".");

  @AfterEach
  void close() {
    store.close();
  }

  /** Production as it is: read-only, with typed confirmation, and with roles that nobody holds. */
  private Environment production(BackedUp shop) {
    Environment plain = shop.environment(DAILY);
    return new Environment(
        plain.name(),
        EnvironmentKind.PRODUCTION,
        plain.server(),
        plain.database(),
        plain.platform(),
        new Policy(List.of("lead"), true, true, 30, new Policy.Budgets(1, 30)),
        plain.contacts(),
        plain.samplingInterval(),
        plain.source(),
        plain.people(),
        plain.backup(),
        plain.notices());
  }

  private BackupSchedule desk(BackedUp shop, String host, BackupSchedule.Open open) {
    return new BackupSchedule(
        production(shop),
        shop.secrets(),
        store,
        new Audit(store, directory, host),
        open,
        new UnderWay(),
        host,
        time -> Thread.sleep(Duration.ofMillis(2)),
        clock,
        words -> {});
  }

  /** Puts a backup on the shelf, where a real one takes its time; fails as often as it is told. */
  private final class Shelving implements Workflow, BackupSchedule.Open {
    private final BackedUp shop;

    Shelving(BackedUp shop) {
      this.shop = shop;
    }

    @Override
    public void with(String workflow, BackupSchedule.Work work) throws Exception {
      if (!workflow.equals(id())) {
        pruned.incrementAndGet();
        throw new ProblemException(new Problem("Not here", workflow, "a test has none", "-"));
      }
      work.go(this);
    }

    @Override
    public String id() {
      return Backup.Kind.TAKE.id();
    }

    @Override
    public Plan plan(String target) {
      return new Plan(
          id(),
          "shop",
          target,
          "Back up",
          "",
          Map.of("backups", String.valueOf(shop.catalogue().all().size())),
          List.of(),
          List.of(new PlannedStep("take", "Take one", "", "", "")));
    }

    @Override
    public List<Step> steps(Plan plan, RunLog log) {
      throw new IllegalStateException();
    }

    @Override
    public List<Step> steps(Run run, RunLog log) {
      return List.of(new Putting(shop, run.id()));
    }
  }

  private final class Putting implements Step {
    private final BackedUp shop;
    private final String run;
    private boolean failed;

    Putting(BackedUp shop, String run) {
      this.shop = shop;
      this.run = run;
    }

    @Override
    public String id() {
      return "take";
    }

    @Override
    public boolean changes() {
      return true;
    }

    @Override
    public Cancellation cancellation() {
      return Cancellation.BEFORE;
    }

    @Override
    public Duration timeout() {
      return Duration.ofSeconds(10);
    }

    @Override
    public Observed observe() {
      if (failed) {
        return Observed.failed("no space on the disk");
      }
      return shop.catalogue().ofRun(run).isPresent()
          ? Observed.done("it is there")
          : Observed.notDone("it is not there");
    }

    @Override
    public void apply() {
      if (stops.getAndDecrement() > 0) {
        Thread.currentThread().interrupt();
        return;
      }
      if (failures.getAndDecrement() > 0) {
        failed = true;
        return;
      }
      synchronized (taken) {
        taken.add(run);
        try {
          Shelf.put(shop.catalogue(), now.get(), Stored.State.VERIFIED, "Scheduled", run);
        } catch (IOException e) {
          throw new IllegalStateException(e);
        }
      }
    }
  }

  private List<Run> runs() {
    return new Journal(store).runs("shop", 50, clock.instant());
  }

  @Test
  void ofManyDesksOneTakesItInProductionWithNobodyThere() throws Exception {
    BackedUp shop = new BackedUp(directory);
    Shelving shelving = new Shelving(shop);
    List<Callable<Optional<Due>>> desks = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      BackupSchedule desk = desk(shop, "desk-" + i, shelving);
      desks.add(desk::look);
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < 3; round++) {
        int done = 0;
        for (Future<Optional<Due>> one : threads.invokeAll(desks)) {
          done += one.get().filter(due -> due.state() == Due.State.DONE).isPresent() ? 1 : 0;
        }
        assertThat(done).isEqualTo(round == 0 ? 1 : 0);
      }
    }
    assertThat(taken).hasSize(1);
    assertThat(pruned).hasValue(1);
    assertThat(runs())
        .singleElement()
        .matches(run -> run.by().equals("Scheduled") && run.state() == RunState.DONE)
        .matches(run -> run.reason().equals("due at 2026-11-19T20:00:00Z"));
  }

  @Test
  void whatWasMissedIsMadeGoodOnceAndWhatIsThereIsNotTakenAgain() throws Exception {
    BackedUp shop = new BackedUp(directory);
    BackupSchedule desk = desk(shop, "here", new Shelving(shop));
    desk.look();
    now.set(DUE.plus(Duration.ofDays(9)).plus(Duration.ofHours(3)));
    assertThat(desk.look()).get().extracting(Due::at).isEqualTo(DUE.plus(Duration.ofDays(9)));
    assertThat(desk.look()).isEmpty();
    assertThat(taken).hasSize(2);
    now.set(DUE.plus(Duration.ofDays(10)).minusMillis(1));
    assertThat(desk.look()).isEmpty();
    // Another store knows nothing; the catalogue does.
    now.set(DUE.plus(Duration.ofDays(10)));
    Shelf.put(
        shop.catalogue(), now.get().plusSeconds(20), Stored.State.TAKEN, "Scheduled", "other");
    now.set(now.get().plusSeconds(40));
    assertThat(desk.look()).isEmpty();
    assertThat(taken).hasSize(2);
  }

  @Test
  void whatFailsIsTriedAgainEverMoreSeldomAndHoldsTheEnvironmentForNobody() throws Exception {
    BackedUp shop = new BackedUp(directory);
    BackupSchedule desk = desk(shop, "here", new Shelving(shop));
    failures.set(2);
    Due first = desk.look().orElseThrow();
    assertThat(first.state()).isEqualTo(Due.State.FAILED);
    assertThat(first.why()).contains("disk");
    assertThat(first.again()).isEqualTo(now.get().plus(Duration.ofMinutes(5)));
    assertThat(runs()).singleElement().matches(run -> run.state() == RunState.ABANDONED);
    assertThat(new Journal(store).holder("shop")).isEmpty();
    assertThat(desk.look()).isEmpty();
    now.set(now.get().plus(Duration.ofMinutes(5)));
    Due second = desk.look().orElseThrow();
    assertThat(second.again()).isEqualTo(now.get().plus(Duration.ofMinutes(10)));
    now.set(now.get().plus(Duration.ofMinutes(10)));
    assertThat(desk.look()).get().extracting(Due::state).isEqualTo(Due.State.DONE);
    assertThat(runs().getFirst().reason()).endsWith("try 3");
    assertThat(BackupSchedule.backOff(6)).isEqualTo(Duration.ofHours(2));
    assertThat(BackupSchedule.backOff(60)).isEqualTo(Duration.ofHours(2));
  }

  @Test
  void theTurnOfADeskThatDiedIsAnothers() throws Exception {
    BackedUp shop = new BackedUp(directory);
    // It died with the turn taken, and nothing begun.
    DueRows rows = new DueRows(store, "shop");
    assertThat(rows.take(DUE, "dead", now.get())).contains(1);
    BackupSchedule desk = desk(shop, "here", new Shelving(shop));
    assertThat(desk.look()).isEmpty();
    now.set(now.get().plus(DueRows.UNBEGUN).plusSeconds(1));
    // It dies within its run: the desk that looks next gives that up and tries again in its time.
    stops.set(1);
    BackupSchedule killed = desk(shop, "killed", new Shelving(shop));
    assertThatThrownBy(killed::look).isInstanceOf(InterruptedException.class);
    assertThat(runs()).singleElement().matches(run -> run.state() == RunState.PAUSED);
    assertThat(desk.look()).isEmpty();
    assertThat(runs()).singleElement().matches(run -> run.state() == RunState.ABANDONED);
    now.set(now.get().plus(Duration.ofMinutes(10)));
    assertThat(desk.look()).get().extracting(Due::state).isEqualTo(Due.State.DONE);
    // What the first one says now is not heard any more.
    rows.settle(DUE, 1, Due.State.FAILED, now.get(), "late");
    assertThat(rows.at(DUE)).get().extracting(Due::state).isEqualTo(Due.State.DONE);
    assertThat(taken).hasSize(1);
  }

  @Test
  void nothingElseBeginsWithoutAPersonAndNothingIsDueWithoutASchedule() throws Exception {
    BackedUp shop = new BackedUp(directory);
    Shelving shelving = new Shelving(shop);
    BackupSchedule desk =
        desk(
            shop,
            "here",
            (workflow, work) ->
                work.go(
                    new Workflow() {
                      @Override
                      public String id() {
                        return "deploy";
                      }

                      @Override
                      public Plan plan(String target) {
                        Plan plan = shelving.plan(target);
                        return new Plan(
                            "deploy",
                            plan.environment(),
                            target,
                            "Deploy",
                            "",
                            plan.facts(),
                            List.of(),
                            plan.steps());
                      }

                      @Override
                      public List<Step> steps(Plan plan, RunLog log) {
                        throw new IllegalStateException();
                      }
                    }));
    assertThat(desk.look()).get().extracting(Due::why).asString().contains("may not change shop");
    assertThat(runs()).isEmpty();
    assertThatThrownBy(
            () ->
                new BackupSchedule(
                    shop.environment(),
                    shop.secrets(),
                    store,
                    new Audit(store, directory, "here"),
                    shelving,
                    new UnderWay(),
                    "here",
                    time -> {},
                    clock,
                    words -> {}))
        .hasMessageContaining("No backup is due");
  }

  @Test
  void aRealOneIsTakenProvenAndOldOnesGo() throws Exception {
    BackedUp.needsClient();
    BackedUp shop = new BackedUp(directory);
    shop.fill(20);
    now.set(InstantSource.system().instant());
    for (int i = 0; i < 3; i++) {
      Shelf.put(shop.catalogue(), now.get().minusSeconds(60 + 60 * i), Stored.State.VERIFIED);
    }
    Instant long1 = Instant.parse("2023-03-01T20:00:00Z");
    String old = Shelf.put(shop.catalogue(), long1, Stored.State.VERIFIED).id();
    InstantSource real = InstantSource.system();
    BackupSchedule desk =
        new BackupSchedule(
            production(shop),
            shop.secrets(),
            store,
            new Audit(store, directory, "here"),
            new OwnWorkflows(production(shop), shop.secrets(), store, real),
            new UnderWay(),
            "here",
            time -> Thread.sleep(Duration.ofMillis(20)),
            real,
            words -> {});
    Due due = desk.look().orElseThrow();
    assertThat(due.state()).as(due.why()).isEqualTo(Due.State.DONE);
    Stored newest = shop.catalogue().ofRun(due.run()).orElseThrow();
    assertThat(newest.state()).isEqualTo(Stored.State.VERIFIED);
    assertThat(newest.manifest()).matches(manifest -> manifest.made().isScheduled());
    assertThat(shop.catalogue().named(old)).isEmpty();
  }
}
