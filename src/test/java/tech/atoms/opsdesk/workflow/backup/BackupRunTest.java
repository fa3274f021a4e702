package tech.atoms.opsdesk.workflow.backup;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.atoms.opsdesk.audit.Audit;
import tech.atoms.opsdesk.backup.BackedUp;
import tech.atoms.opsdesk.backup.Copies;
import tech.atoms.opsdesk.backup.Drill;
import tech.atoms.opsdesk.backup.store.Drills;
import tech.atoms.opsdesk.backup.store.Stored;
import tech.atoms.opsdesk.checklist.Me;
import tech.atoms.opsdesk.database.MonitoredDatabase;
import tech.atoms.opsdesk.environment.BackupCopy;
import tech.atoms.opsdesk.postgres.TestPostgres;
import tech.atoms.opsdesk.postgres.TransactionPooler;
import tech.atoms.opsdesk.postgres.Wire;
import tech.atoms.opsdesk.sandbox.server.SpecificationTables;
import tech.atoms.opsdesk.store.Store;
import tech.atoms.opsdesk.store.TestStores;
import tech.atoms.opsdesk.workflow.Engine;
import tech.atoms.opsdesk.workflow.Guards;
import tech.atoms.opsdesk.workflow.Journal;
import tech.atoms.opsdesk.workflow.Pause;
import tech.atoms.opsdesk.workflow.Plan;
import tech.atoms.opsdesk.workflow.Run;
import tech.atoms.opsdesk.workflow.RunState;
import tech.atoms.opsdesk.workflow.Start;
import tech.atoms.opsdesk.workflow.StepState;

/** Backups by the engine: journal, lock, cancel and resume, on a real database. */
class BackupRunTest {
  private static final Me OPERATOR = new Me("Operator", "operator", List.of("operator"));
  private static final Start BECAUSE = Start.of("nightly", "");

  /** A dump takes real time; the engine looks as often as it does in the product, and faster. */
  private static final Pause SOON = time -> Thread.sleep(Duration.ofMillis(20));

  private final AtomicReference<Duration> later = new AtomicReference<>(Duration.ZERO);
  private final InstantSource clock = () -> InstantSource.system().instant().plus(later.get());
  private @TempDir Path directory = Path.of(".");
  private BackedUp shop;
  private Store store;
  private Journal journal;
  private MonitoredDatabase database;

  @BeforeEach
  void open() throws InterruptedException {
    BackedUp.needsClient();
    shop = new BackedUp(directory);
    shop.fill(200);
    store = TestStores.open(TestStores.in(TestPostgres.createDatabase()));
    journal = new Journal(store);
    database =
        new MonitoredDatabase(
            requireNonNull(shop.environment().database()), 2, shop.secrets(), clock);
  }

  @AfterEach
  void close() {
    if (database != null) {
      database.close();
      store.close();
    }
  }

  private Engine engine() {
    return new Engine(
        shop.environment(),
        journal,
        new Guards(store),
        new Audit(store, directory, "here"),
        OPERATOR,
        "here",
        clock,
        SOON);
  }

  private BackupSteps steps() {
    return new BackupSteps(
        shop.environment(), shop.secrets(), directory.resolve("work"), "here", List.of(), clock);
  }

  private Backup workflow(Backup.Kind kind) {
    return new Backup(kind, shop.environment(), steps(), database);
  }

  private Run take() throws InterruptedException {
    Backup take = workflow(Backup.Kind.TAKE);
    return engine().start(take, take.plan(""), BECAUSE, each -> {});
  }

  private List<Stored> all() {
    return shop.catalogue().all();
  }

  private Instant proven() {
    return requireNonNull(all().getFirst().proof()).at();
  }

  @Test
  void aBackupIsTakenProvenAndFoundAgainByItsRun() throws Exception {
    Run run = take();
    assertThat(run.state()).as(run.why()).isEqualTo(RunState.DONE);
    assertThat(all()).singleElement().matches(one -> one.state() == Stored.State.VERIFIED);
    assertThat(shop.catalogue().ofRun(run.id())).isPresent();
    assertThat(run.steps().get(1).detail()).contains("2 tables, 400 rows");

    Backup verify = workflow(Backup.Kind.VERIFY);
    Instant first = proven();
    Run again = engine().start(verify, verify.plan(all().getFirst().id()), BECAUSE, each -> {});
    assertThat(again.state()).as(again.why()).isEqualTo(RunState.DONE);
    assertThat(proven()).isAfter(first);
    assertThatThrownBy(() -> verify.plan("bk-none")).hasMessageContaining("no such backup");
  }

  @Test
  void aYoungVerifiedOneWillDoWhereThatIsEnoughAndAnOldOneWillNot() throws Exception {
    take();
    TakeStep enough = new TakeStep(steps(), TakeStep.ID, "another", "Operator", true);
    assertThat(enough.observe().detail()).startsWith(all().getFirst().id());
    TakeStep own = new TakeStep(steps(), TakeStep.ID, "another", "Operator", false);
    assertThat(own.observe().detail()).contains("no backup of this run");
    later.set(Duration.ofHours(25));
    assertThat(enough.observe().detail()).contains("no verified backup that is young enough");
  }

  private void tablesOfTheSpecification() {
    TestPostgres.execute(
        shop.database.dataSource(), "drop schema public cascade", "create schema public");
    TestPostgres.execute(shop.database.dataSource(), SpecificationTables.all());
    for (String table :
        List.of(
            "atoms_users",
            "atoms_workspaces",
            "atoms_entities",
            "atoms_relationships",
            "atoms_sessions")) {
      TestPostgres.execute(
          shop.database.dataSource(),
          "alter table public." + table + " enable row level security",
          "create policy own on public." + table + " using (current_user = 'nobody')");
    }
    TestPostgres.execute(
        shop.database.dataSource(), "insert into public.atoms_users (email) values ('a@x.org')");
  }

  private Run drill() throws InterruptedException {
    Backup drill = workflow(Backup.Kind.DRILL);
    return engine().start(drill, drill.plan(""), BECAUSE, each -> {});
  }

  @Test
  void aDrillBringsTheNewestBackToLifeAndIsRecorded() throws Exception {
    assertThatThrownBy(() -> workflow(Backup.Kind.DRILL).plan(""))
        .hasMessageContaining("no backup to practise with");
    tablesOfTheSpecification();
    take();
    later.set(Duration.ofHours(2));
    Run run = drill();
    assertThat(run.state()).as(run.why()).isEqualTo(RunState.DONE);
    Drill recorded = new Drills(shop.catalogue()).newest().orElseThrow();
    assertThat(recorded.run()).isEqualTo(run.id());
    assertThat(recorded.rows()).isEqualTo(1);
    assertThat(recorded.lostSeconds()).isBetween(7200L, 7300L);
    assertThat(recorded.recoveryMillis()).isPositive();
    assertThat(recorded.looks())
        .extracting(Drill.Look::what)
        .contains(
            "Table atoms_users",
            "Index on atoms_sessions(user_id)",
            "public.atoms_sessions is read, and its rows can be changed");
    assertThat(run.steps().getFirst().detail()).contains("1 rows back in", "would be lost");
  }

  @Test
  void aDrillThatBringsNothingBackIsRecordedAsNotPassed() throws Exception {
    take();
    Path archive = all().getFirst().directory().resolve("dump.pgdump.age");
    byte[] bytes = Files.readAllBytes(archive);
    bytes[bytes.length / 2] ^= 1;
    Files.write(archive, bytes);
    Run run = drill();
    assertThat(run.state()).isEqualTo(RunState.PAUSED);
    assertThat(new Drills(shop.catalogue()).newest().orElseThrow().failed())
        .singleElement()
        .matches(one -> one.detail().contains("SHA-256 differs"));
    assertThat(all().getFirst().state()).isEqualTo(Stored.State.TAKEN);
  }

  @Test
  void aDrillThatFindsWhatIsMissingPausesAndIsRecordedAsNotPassed() throws Exception {
    tablesOfTheSpecification();
    TestPostgres.execute(shop.database.dataSource(), "drop index public.idx_entities_type");
    take();
    Run run = drill();
    assertThat(run.state()).isEqualTo(RunState.PAUSED);
    assertThat(run.steps().getFirst().detail()).contains("Index on atoms_entities(type)");
    assertThat(new Drills(shop.catalogue()).newest().orElseThrow().failed()).hasSize(1);
  }

  private long dumps() {
    try (Connection connection = shop.database.dataSource().getConnection();
        Statement statement = connection.createStatement();
        var row =
            statement.executeQuery(
                "select count(*) from pg_stat_activity where application_name like"
                    + " 'atoms-backup-%' and datname = current_database()")) {
      row.next();
      return row.getLong(1);
    } catch (java.sql.SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aConnectionThatIsCutIsNoReasonToAskAPerson() throws Exception {
    TestPostgres.execute(
        shop.database.dataSource(),
        "insert into public.orders (user_id, note) select (select min(id::text) from"
            + " public.users)::uuid, repeat(md5(i::text), 3) from generate_series(1, 3000) i");
    try (Wire wire = new Wire(shop.database.port())) {
      shop.through(wire.port());
      wire.befalls(Wire.Trouble.CUT, 60_000);
      List<Duration> waited = new ArrayList<>();
      Pause heals =
          time -> {
            waited.add(time);
            wire.befalls(Wire.Trouble.NONE, 0);
            while (dumps() > 0) { // the server gives its lock back within those 5 s
              Thread.onSpinWait();
            }
          };
      BackupSteps steps =
          new BackupSteps(
              shop.environment(),
              shop.secrets(),
              directory.resolve("work"),
              "here",
              List.of(),
              clock,
              heals);
      new TakeStep(steps, TakeStep.ID, "run", "Operator", false).make();
      assertThat(waited).containsExactly(Duration.ofSeconds(5));
      assertThat(all()).hasSize(1);
    }
  }

  @Test
  void whatIsCancelledLeavesNothingAndWhatDiedIsTakenOnceMore() throws Exception {
    try (Connection connection = shop.database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      // Its snapshot waits for this lock for 5 s at the most: time to ask for the end.
      statement.execute("lock table public.users in access exclusive mode");
      Backup take = workflow(Backup.Kind.TAKE);
      Run cancelled =
          engine()
              .start(
                  take,
                  take.plan(""),
                  BECAUSE,
                  run -> {
                    if (run.state() == RunState.RUNNING
                        && run.steps().get(1).state() == StepState.APPLYING) {
                      engine().cancel(run.id(), "not now");
                    }
                  });
      assertThat(cancelled.state()).as(cancelled.why()).isEqualTo(RunState.STOPPED);
    }
    assertThat(all()).isEmpty();

    Path left = shop.catalogue().directory().resolve("bk-2026-11-30-0000-dead.partial");
    Files.createDirectories(left);
    Run run = take();
    assertThat(run.state()).as(run.why()).isEqualTo(RunState.DONE);
    assertThat(left).doesNotExist();
    assertThat(all()).hasSize(1);
  }

  @Test
  void aDamagedArchivePausesTheRunAndIsNeverVerified() throws Exception {
    take();
    Stored backup = all().getFirst();
    assertThat(backup.state()).isEqualTo(Stored.State.VERIFIED);
    Path archive = backup.directory().resolve("dump.pgdump.age");
    byte[] bytes = Files.readAllBytes(archive);
    bytes[bytes.length / 2] ^= 1;
    Files.write(archive, bytes);
    Backup verify = workflow(Backup.Kind.VERIFY);
    Plan plan = verify.plan(backup.id());
    Run run = engine().start(verify, plan, BECAUSE, each -> {});
    assertThat(run.state()).isEqualTo(RunState.PAUSED);
    assertThat(run.why()).contains("SHA-256 differs");
    assertThat(all().getFirst().state())
        .as("it was verified, and is not any more")
        .isEqualTo(Stored.State.TAKEN);
  }

  @Test
  void throughAPoolerOfTransactionsNothingIsDumped() throws Exception {
    try (TransactionPooler pooler = new TransactionPooler(shop.database.port())) {
      shop.through(pooler.port());
      try (MonitoredDatabase pooled =
          new MonitoredDatabase(
              requireNonNull(shop.environment().database()), 2, shop.secrets(), clock)) {
        Backup take = new Backup(Backup.Kind.TAKE, shop.environment(), steps(), pooled);
        Run run = engine().start(take, take.plan(""), BECAUSE, each -> {});
        assertThat(run.state()).isEqualTo(RunState.PAUSED);
        assertThat(run.why()).contains("a pooler of transactions", "Name the direct address");
      }
      assertThat(all()).isEmpty();
    }
  }

  @Test
  void aPlaceThatIsGoneLosesNeitherTheBackupNorTheOtherCopy() throws Exception {
    Path eu = Files.createDirectory(directory.resolve("eu"));
    Path us = directory.resolve("us");
    shop.copyTo(
        new BackupCopy.InDirectory("us-east-1", us), new BackupCopy.InDirectory("eu-west-1", eu));
    Backup take = workflow(Backup.Kind.TAKE);
    Plan plan = take.plan("");
    assertThat(plan.steps().getLast().name())
        .isEqualTo("Copy it to us-east-1, eu-west-1, and read every file back");
    Run run = engine().start(take, plan, BECAUSE, each -> {});
    assertThat(run.state()).isEqualTo(RunState.PAUSED);
    assertThat(run.why()).contains("not at us-east-1", "there is nothing at " + us);
    assertThat(all()).singleElement().matches(one -> one.state() == Stored.State.VERIFIED);
    Copies known = shop.catalogue().copies(all().getFirst());
    assertThat(known.at("eu-west-1")).isPresent();
    assertThat(known.at("us-east-1")).isEmpty();

    Files.createDirectory(us);
    Run whole = engine().resume(workflow(Backup.Kind.TAKE), run.id(), false, "", each -> {});
    assertThat(whole.state()).as(whole.why()).isEqualTo(RunState.DONE);
    assertThat(whole.steps().getLast().detail())
        .isEqualTo(all().getFirst().id() + " is at us-east-1, eu-west-1, read back and compared");

    // Verified anew, the proof goes to the copies.
    Backup verify = workflow(Backup.Kind.VERIFY);
    Run again = engine().start(verify, verify.plan(all().getFirst().id()), BECAUSE, each -> {});
    assertThat(again.state()).as(again.why()).isEqualTo(RunState.DONE);
    Path proof = all().getFirst().directory().resolve("verified.json");
    for (Path place : List.of(eu, us)) {
      assertThat(place.resolve("shop").resolve(all().getFirst().id()).resolve("verified.json"))
          .hasSameBinaryContentAs(proof);
    }
  }
}
