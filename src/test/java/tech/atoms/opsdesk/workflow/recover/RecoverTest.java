package tech.atoms.opsdesk.workflow.recover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.atoms.opsdesk.audit.Audit;
import tech.atoms.opsdesk.backup.BackedUp;
import tech.atoms.opsdesk.backup.Content;
import tech.atoms.opsdesk.backup.Proof;
import tech.atoms.opsdesk.backup.dump.ContentReader;
import tech.atoms.opsdesk.backup.dump.Taking;
import tech.atoms.opsdesk.backup.store.Stored;
import tech.atoms.opsdesk.checklist.Me;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.PlatformSettings;
import tech.atoms.opsdesk.environment.Policy;
import tech.atoms.opsdesk.environment.SecretRef;
import tech.atoms.opsdesk.environment.ServerSettings;
import tech.atoms.opsdesk.postgres.TestPostgres;
import tech.atoms.opsdesk.provider.vercel.Vercel;
import tech.atoms.opsdesk.server.ServerClient;
import tech.atoms.opsdesk.store.Store;
import tech.atoms.opsdesk.store.TestStores;
import tech.atoms.opsdesk.workflow.AtGate;
import tech.atoms.opsdesk.workflow.Engine;
import tech.atoms.opsdesk.workflow.GateView;
import tech.atoms.opsdesk.workflow.Guards;
import tech.atoms.opsdesk.workflow.Journal;
import tech.atoms.opsdesk.workflow.Observed;
import tech.atoms.opsdesk.workflow.Plan;
import tech.atoms.opsdesk.workflow.Run;
import tech.atoms.opsdesk.workflow.RunState;
import tech.atoms.opsdesk.workflow.Start;
import tech.atoms.opsdesk.workflow.backup.BackupSteps;
import tech.atoms.opsdesk.workflow.backup.Configured;
import tech.atoms.opsdesk.workflow.deploy.AtWork;
import tech.atoms.opsdesk.workflow.deploy.Deploy;
import tech.atoms.opsdesk.workflow.restore.Restoring;

/** Everything is brought back, also where the database is gone. */
class RecoverTest {
  private static final Me OPERATOR = new Me("Operator", "operator", List.of("operator"));
  private static final Duration DEADLINE = Duration.ofSeconds(5);

  private final AtomicReference<Duration> later = new AtomicReference<>(Duration.ZERO);
  private final InstantSource clock = () -> InstantSource.system().instant().plus(later.get());
  private @TempDir Path directory = Path.of(".");
  private BackedUp shop;
  private AtWork world;
  private Environment environment;
  private Vercel vercel;
  private ServerClient server;
  private Store store;
  private Journal journal;

  @BeforeEach
  void open() throws Exception {
    BackedUp.needsClient();
    shop = new BackedUp(directory);
    shop.fill(100);
    world = new AtWork(directory);
    world.sets("LOG_LEVEL", "info");
    PlatformSettings settings =
        new PlatformSettings(world.platformUrl(), "atoms-mcp", "team_1", SecretRef.parse("env:T"));
    Environment plain = shop.environment();
    environment =
        new Environment(
            plain.name(),
            plain.kind(),
            new ServerSettings(
                world.productionUrl(),
                "/health",
                "/metrics",
                "/api/mcp",
                null,
                AtWork.authority(directory)),
            plain.database(),
            settings,
            new Policy(List.of("operator"), true, false, 0, new Policy.Budgets(2, 60)),
            plain.contacts(),
            plain.samplingInterval(),
            plain.source(),
            List.of(),
            plain.backup(),
            plain.notices());
    vercel = new Vercel(settings, shop.secrets(), DEADLINE, Duration.ZERO);
    server = new ServerClient(environment.server(), shop.secrets(), clock, DEADLINE, false);
    store = TestStores.open(TestStores.in(TestPostgres.createDatabase()));
    journal = new Journal(store);
  }

  @AfterEach
  void close() {
    if (store != null) {
      store.close();
      server.close();
      vercel.close();
      world.close();
    }
  }

  private Stored backup(boolean verified) throws InterruptedException {
    Stored taken =
        new Taking(
                shop.catalogue(),
                shop.target(),
                "shop",
                List.of(new Configured(environment, vercel.variables(), clock)),
                clock)
            .take("", "Operator", "here");
    if (verified) {
      shop.catalogue()
          .prove(taken, new Proof(taken.id(), clock.instant(), "O", "here", "a test", 200, 1));
    }
    return taken;
  }

  private Recover recover() {
    Deploy deploy =
        new Deploy(environment, vercel, server, null, shop.secrets(), null, null, clock);
    return new Recover(
        environment,
        new BackupSteps(
            environment, shop.secrets(), directory.resolve("work"), "here", List.of(), clock),
        new Restoring(environment, shop.secrets(), clock),
        vercel,
        deploy,
        server,
        clock);
  }

  private Engine engine() {
    return new Engine(
        environment,
        journal,
        new Guards(store),
        new Audit(store, directory, "here"),
        OPERATOR,
        "here",
        clock,
        time -> {
          later.updateAndGet(time::plus);
          answer();
          Thread.sleep(5); // the restore takes real time
        });
  }

  /** A person who confirms everything. */
  private void answer() {
    Run run = journal.runs("shop", 1, clock.instant()).getFirst();
    GateView gate = run.gate();
    if (gate != null && run.state() == RunState.NEEDS_YOU) {
      AtGate at =
          new AtGate(
              environment,
              journal,
              new Guards(store),
              new Audit(store, directory, "here"),
              OPERATOR,
              clock);
      for (String missing : gate.waitsFor()) {
        if (missing.startsWith("tick: ")) {
          at.tick(run.id(), missing.substring("tick: ".length()));
        }
      }
    }
  }

  private Run run() throws InterruptedException {
    Recover recover = recover();
    Plan plan = recover.plan("");
    return engine().start(recover, plan, Start.of("all is gone", plan.confirmation()), each -> {});
  }

  private Content content() throws Exception {
    try (Connection connection = shop.database.dataSource().getConnection()) {
      connection.setAutoCommit(false);
      ContentReader.pin(connection);
      return ContentReader.read(connection, List.of("public"), (table, done, of) -> {});
    }
  }

  private static String detail(Run run, String step) {
    return run.steps().stream()
        .filter(one -> one.id().equals(step))
        .findFirst()
        .orElseThrow()
        .detail();
  }

  @Test
  void whereTheDatabaseIsGoneEverythingComesBackFromTheBackup() throws Exception {
    Content whole = content();
    backup(true);
    TestPostgres.execute(
        TestPostgres.server().dataSource("postgres"),
        "drop database " + shop.database.name() + " with (force)");
    world.loses("LOG_LEVEL");
    assertThat(recover().plan("").facts()).containsEntry("the database now", "no database");

    Run run = run();
    assertThat(run.state()).as(run.why()).isEqualTo(RunState.DONE);
    assertThat(content()).isEqualTo(whole);
    assertThat(world.value("LOG_LEVEL")).isEqualTo("info");
    assertThat(world.made()).hasSize(1);
    assertThat(world.live()).isEqualTo(world.made().getFirst());
    assertThat(detail(run, "sign-off")).contains("Somebody has signed in", "by Operator");
    assertThat(run.toString() + journal.log(run.id(), 0, 1000)).doesNotContain("info\"");
  }

  @Test
  void whereRowsAreLostTheTablesStayAndTheRowsComeBack() throws Exception {
    Content whole = content();
    backup(true);
    TestPostgres.execute(shop.database.dataSource(), "delete from public.orders");
    Run run = run();
    assertThat(run.state()).as(run.why()).isEqualTo(RunState.DONE);
    assertThat(content()).isEqualTo(whole);
    assertThat(shop.catalogue().ofRun(run.id()).orElseThrow().state())
        .as("what was there is kept")
        .isEqualTo(Stored.State.VERIFIED);
  }

  private void connections(boolean allowed) {
    TestPostgres.execute(
        TestPostgres.server().dataSource("postgres"),
        "alter database " + shop.database.name() + " allow_connections " + allowed);
  }

  @Test
  void aServerThatComesBackWithItsRowsKeepsThem() throws Exception {
    backup(true);
    connections(false);
    Run paused = run();
    assertThat(paused.state()).isEqualTo(RunState.PAUSED);
    assertThat(detail(paused, DatabaseStep.ID)).contains("does not answer");
    connections(true);
    TestPostgres.execute(
        shop.database.dataSource(), "insert into public.users (email) values ('new@example.com')");
    Content newer = content();
    Run again = engine().resume(recover(), paused.id(), false, "", each -> {});
    assertThat(again.state()).isEqualTo(RunState.PAUSED);
    assertThat(detail(again, DatabaseStep.ID)).contains("it was not planned");
    assertThat(content()).isEqualTo(newer);
    Run without = engine().resume(recover(), paused.id(), true, "they are right", each -> {});
    assertThat(without.state()).isEqualTo(RunState.PAUSED);
    assertThat(detail(without, "verify")).contains("this run has not restored them");
    assertThat(content()).isEqualTo(newer);
  }

  @Test
  void aServerThatIsAwayIsWaitedForAndOtherTablesAreLeftAlone() throws Exception {
    backup(true);
    TestPostgres.execute(shop.database.dataSource(), "create table public.other (id int)");
    Run run = run();
    assertThat(run.state()).isEqualTo(RunState.PAUSED);
    assertThat(detail(run, DatabaseStep.ID)).contains("other tables than the backup");
    assertThat(world.made()).as("nothing is deployed before").isEmpty();
    shop.through(1);
    Environment gone = shop.environment();
    Lost lost = new Lost(new Restoring(gone, shop.secrets(), clock));
    assertThat(lost.look(shop.catalogue().all().getFirst().id()).state())
        .isEqualTo(Lost.State.AWAY);
  }

  @Test
  void fromABackupThatNobodyVerifiedNothingIsRecovered() throws Exception {
    assertThatThrownBy(() -> recover().plan("")).hasMessageContaining("nothing to recover from");
    Stored taken = backup(false);
    assertThatThrownBy(() -> recover().plan(taken.id())).hasMessageContaining("never verified");
  }

  @Test
  void whatThePlatformToldNobodyIsForAPersonToSet() throws Exception {
    Instant now = clock.instant();
    tech.atoms.opsdesk.backup.Configuration kept =
        new tech.atoms.opsdesk.backup.Configuration(
            1,
            "shop",
            now,
            List.of(
                new tech.atoms.opsdesk.backup.Configuration.Variable(
                    "HIDDEN", "sensitive", List.of("production"), now, null, null),
                new tech.atoms.opsdesk.backup.Configuration.Variable(
                    "TOLD", "plain", List.of("production"), now, "value", "00"),
                new tech.atoms.opsdesk.backup.Configuration.Variable(
                    "LOG_LEVEL", "plain", List.of("production"), now, "debug", "00")),
            List.of());
    VariablesStep step = new VariablesStep(vercel.variables(), () -> kept);
    assertThat(step.observe().detail()).isEqualTo("missing at the platform: TOLD of production");
    step.apply();
    assertThat(world.value("TOLD")).isEqualTo("value");
    assertThat(world.value("LOG_LEVEL")).as("is set, and left").isEqualTo("info");
    Observed hidden = step.observe();
    assertThat(hidden.detail()).contains("told nobody the values of HIDDEN");
    world.sets("HIDDEN", "from the vault");
    assertThat(step.observe().detail()).isEqualTo("3 variables are set");
  }

  @Test
  void whatPreviewHasAloneIsMissingInProduction() throws Exception {
    world.setsOf("preview", "LOG_LEVEL", "debug");
    tech.atoms.opsdesk.backup.Configuration kept =
        new tech.atoms.opsdesk.backup.Configuration(
            1,
            "shop",
            clock.instant(),
            List.of(
                new tech.atoms.opsdesk.backup.Configuration.Variable(
                    "LOG_LEVEL", "plain", List.of("production", "preview"), null, "info", "00")),
            List.of());
    VariablesStep step = new VariablesStep(vercel.variables(), () -> kept);
    assertThat(step.observe().detail())
        .isEqualTo("missing at the platform: LOG_LEVEL of production");
    step.apply();
    assertThat(world.value("LOG_LEVEL")).isEqualTo("info");
  }
}
