package tech.atoms.opsdesk.workflow.pitr;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import mockwebserver3.MockWebServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tech.atoms.opsdesk.audit.Audit;
import tech.atoms.opsdesk.checklist.Me;
import tech.atoms.opsdesk.database.MonitoredDatabase;
import tech.atoms.opsdesk.environment.Contacts;
import tech.atoms.opsdesk.environment.DatabaseSettings;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.EnvironmentKind;
import tech.atoms.opsdesk.environment.Notices;
import tech.atoms.opsdesk.environment.Policy;
import tech.atoms.opsdesk.environment.SecretRef;
import tech.atoms.opsdesk.environment.SecretResolver;
import tech.atoms.opsdesk.environment.ServerSettings;
import tech.atoms.opsdesk.environment.Source;
import tech.atoms.opsdesk.environment.SslMode;
import tech.atoms.opsdesk.postgres.TestPostgres;
import tech.atoms.opsdesk.provider.supabase.Supabase;
import tech.atoms.opsdesk.sandbox.database.Accounts;
import tech.atoms.opsdesk.sandbox.fault.Fault;
import tech.atoms.opsdesk.sandbox.supabase.SupabaseWorld;
import tech.atoms.opsdesk.server.ServerClient;
import tech.atoms.opsdesk.store.Store;
import tech.atoms.opsdesk.store.TestStores;
import tech.atoms.opsdesk.workflow.Engine;
import tech.atoms.opsdesk.workflow.Guards;
import tech.atoms.opsdesk.workflow.HealthyServer;
import tech.atoms.opsdesk.workflow.Journal;
import tech.atoms.opsdesk.workflow.Observed;
import tech.atoms.opsdesk.workflow.Plan;
import tech.atoms.opsdesk.workflow.PlannedStep;
import tech.atoms.opsdesk.workflow.Run;
import tech.atoms.opsdesk.workflow.RunState;
import tech.atoms.opsdesk.workflow.Start;
import tech.atoms.opsdesk.workflow.StepState;

/** A recovery by the engine: it is asked for once, and done is what the database itself tells. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PitrTest {
  private static final InstantSource CLOCK = InstantSource.system();
  private static final Me OPERATOR = new Me("Operator", "operator", List.of("operator"));
  private static final SecretResolver SECRETS =
      ref -> ref.toString().equals("env:SUPABASE") ? SupabaseWorld.TOKEN : SupabaseWorld.PASSWORD;

  private final MockWebServer web = new MockWebServer();
  private Path directory = Path.of(".");
  private SupabaseWorld world;
  private Store store;
  private Supabase supabase;
  private MonitoredDatabase database;
  private ServerClient server;

  @BeforeAll
  void start(@TempDir Path temporary) throws Exception {
    directory = temporary;
    world = new SupabaseWorld(temporary, CLOCK);
    web.setDispatcher(new HealthyServer(() -> "v1.0.0"));
    web.start(InetAddress.getLoopbackAddress(), 0);
    store = TestStores.open(TestStores.in(TestPostgres.createDatabase()));
    supabase =
        new Supabase(world.settings(), SECRETS, Duration.ofSeconds(5), Duration.ofSeconds(2));
    database =
        new MonitoredDatabase(requireNonNull(environment(false).database()), 2, SECRETS, CLOCK);
    server =
        new ServerClient(environment(false).server(), SECRETS, CLOCK, Duration.ofSeconds(5), false);
  }

  @AfterAll
  void stop() {
    server.close();
    database.close();
    supabase.close();
    store.close();
    web.close();
    world.close();
  }

  @AfterEach
  void well() {
    for (Fault fault : Fault.values()) {
      world.faults.clear(fault);
    }
    await()
        .atMost(Duration.ofSeconds(20))
        .ignoreExceptions()
        .until(() -> supabase.status().isHealthy());
  }

  private Environment environment(boolean fourEyes) {
    return new Environment(
        "atoms",
        EnvironmentKind.PRODUCTION,
        new ServerSettings(
            URI.create("http://127.0.0.1:" + web.getPort()), "/health", "", "/mcp", null, null),
        new DatabaseSettings(
            world.database.url(),
            Accounts.READER,
            SecretRef.parse("env:READER"),
            SslMode.DISABLE,
            null,
            null),
        null,
        new Policy(List.of("operator"), true, fourEyes, 0, new Policy.Budgets(2, 60)),
        Contacts.NONE,
        Duration.ofSeconds(5),
        Source.NONE,
        List.of(),
        null,
        Notices.NONE,
        world.settings());
  }

  private Pitr workflow(boolean fourEyes) {
    return new Pitr(environment(fourEyes), supabase, database, null, server, CLOCK);
  }

  private Engine engine() {
    return new Engine(
        environment(false),
        new Journal(store),
        new Guards(store),
        new Audit(store, directory, "here"),
        OPERATOR,
        "here",
        CLOCK,
        time -> Thread.sleep(Duration.ofMillis(20)));
  }

  private Run run(Plan plan) throws InterruptedException {
    return engine()
        .start(workflow(false), plan, Start.of("rows are gone", plan.confirmation()), run -> {});
  }

  private static Instant ago(Duration time) {
    return CLOCK.instant().minus(time).truncatedTo(ChronoUnit.SECONDS);
  }

  private static Run.RunStep step(Run run, String id) {
    return run.steps().stream().filter(one -> one.id().equals(id)).findFirst().orElseThrow();
  }

  private void write(String name) throws Exception {
    world.run("insert into atoms_users(email) values ('" + name + "')");
  }

  private RecoverStep asked(Instant at, InstantSource clock) throws Exception {
    return new RecoverStep(
        new Ground(environment(false), supabase, database, clock),
        ago(Duration.ofMinutes(10)),
        Long.toString(world.timeline()),
        new Run.RunStep(RecoverStep.ID, "", StepState.APPLYING, 1, "", at, null));
  }

  @Test
  void aPlanTellsWhatIsLostAndHoldsWhileOthersWrite() throws Exception {
    write("plan-1");
    Plan plan = workflow(false).plan(ago(Duration.ofMinutes(1)).toString());
    assertThat(plan.confirmation()).isEqualTo("atoms " + plan.target());
    assertThat(plan.facts())
        .containsEntry("status", "ACTIVE_HEALTHY")
        .containsEntry("timeline", Long.toString(world.timeline()))
        .containsEntry("project", "atomsmcpsandboxworld in us-east-1");
    assertThat(plan.steps().stream().map(PlannedStep::id))
        .containsExactly("recover", "rows", "smoke");
    assertThat(plan.warnings())
        .anyMatch(line -> line.contains("public.atoms_users: 1 made"))
        .anyMatch(line -> line.contains("nothing ends it and nothing takes it back"))
        .anyMatch(line -> line.startsWith("Every connection breaks"))
        .anyMatch(line -> line.contains("(it keeps no times)"));
    write("plan-2");
    assertThat(plan.differences(workflow(false).plan(plan.target()))).isEmpty();
    assertThat(workflow(true).plan(plan.target()).steps().getFirst().id()).isEqualTo("approval");
  }

  @Test
  void timesThatCannotBeRecoveredToAreNotPlanned() {
    assertThatThrownBy(() -> workflow(false).plan(ago(Duration.ofDays(8)).toString()))
        .hasMessageContaining("the earliest time that can be recovered to is");
    assertThatThrownBy(() -> workflow(false).plan(ago(Duration.ofMinutes(-5)).toString()))
        .hasMessageContaining("the latest time");
    assertThatThrownBy(() -> workflow(false).plan("yesterday"))
        .hasMessageContaining("it is no time of the form");
    world.faults.set(Fault.PITR_OFF, null, null);
    assertThatThrownBy(() -> workflow(false).plan(ago(Duration.ofMinutes(5)).toString()))
        .hasMessageContaining("point-in-time recovery is off");
  }

  @Test
  void itIsDoneWhenTheDatabaseIsOnAnotherTimelineWithoutTheLaterRows() throws Exception {
    write("run-1");
    long before = world.timeline();
    Run run = run(workflow(false).plan(ago(Duration.ofMinutes(10)).toString()));
    assertThat(run.state()).as(run.why()).isEqualTo(RunState.DONE);
    assertThat(world.timeline()).isEqualTo(before + 1);
    assertThat(world.number("select count(*) from atoms_users where email = 'run-1'")).isZero();
    assertThat(step(run, RecoverStep.ID).detail())
        .isEqualTo(
            "the platform says ACTIVE_HEALTHY, and the timeline went from %d to %d"
                .formatted(before, before + 1));
    assertThat(step(run, RowsLook.ID).detail()).contains("5 tables hold nothing from between");
  }

  @Test
  void anAnswerThatIsLostIsNoReasonToAskTwice() throws Exception {
    world.faults.set(Fault.SUPABASE_ANSWER_LOST, null, null);
    long before = world.timeline();
    Run run = run(workflow(false).plan(ago(Duration.ofMinutes(10)).toString()));
    assertThat(run.state()).as(run.why()).isEqualTo(RunState.DONE);
    assertThat(step(run, RecoverStep.ID).attempts()).isEqualTo(1);
    assertThat(world.timeline()).as("once").isEqualTo(before + 1);
  }

  @Test
  void aRecoveryThatFailsPausesTheRunAndIsNotAskedForAgain() throws Exception {
    world.faults.set(Fault.PITR_FAILS, null, null);
    Plan plan = workflow(false).plan(ago(Duration.ofMinutes(10)).toString());
    Run run = run(plan);
    assertThat(run.state()).isEqualTo(RunState.PAUSED);
    assertThat(step(run, RecoverStep.ID).detail()).contains("RESTORE_FAILED", "support");
    Run again = engine().resume(workflow(false), run.id(), false, "once more", one -> {});
    assertThat(again.state()).isEqualTo(RunState.PAUSED);
    assertThat(step(again, RecoverStep.ID).attempts()).isEqualTo(1);
    engine().abandon(run.id(), "the test is over");
  }

  @Test
  void whatWasAskedForAndDidNothingIsNotKnownToHaveBegun() throws Exception {
    Instant now = CLOCK.instant();
    RecoverStep young = asked(now, CLOCK);
    assertThat(young.observe().state()).isEqualTo(Observed.State.UNDER_WAY);
    RecoverStep old = asked(now, InstantSource.fixed(now.plus(RecoverStep.BEGINS)));
    assertThat(old.observe().state()).isEqualTo(Observed.State.FAILED);
    assertThat(old.observe().detail()).startsWith("it is not known that it was ever started");
    assertThat(old.repeatable()).isFalse();
    assertThat(old.pointOfNoReturn()).isTrue();
  }

  @Test
  void aRecoveryOfSomebodyElseStandsInTheWay() throws Exception {
    Instant target = ago(Duration.ofMinutes(10));
    Ground ground = new Ground(environment(false), supabase, database, CLOCK);
    RecoverStep step = new RecoverStep(ground, target, "77", null);
    assertThat(step.observe().state()).isEqualTo(Observed.State.NOT_DONE);
    assertThat(step.precondition()).contains("was on 77", "somebody has recovered it");
    RecoverStep mine = new RecoverStep(ground, target, ground.timeline(), null);
    assertThat(mine.precondition()).isNull();
    world.faults.set(Fault.PITR_HANGS, null, null);
    supabase.startRecovery(target);
    assertThat(mine.precondition()).contains("RESTORING");
    assertThat(asked(CLOCK.instant(), target, "1").observe().detail())
        .contains("the platform says RESTORING");
  }

  private RecoverStep asked(Instant at, Instant target, String before) {
    return new RecoverStep(
        new Ground(environment(false), supabase, database, CLOCK),
        target,
        before,
        new Run.RunStep(RecoverStep.ID, "", StepState.APPLYING, 1, "", at, null));
  }

  @Test
  void rowsThatShouldBeGoneAreTold() throws Exception {
    Instant target = ago(Duration.ofMinutes(10));
    RecoverStep recovery = asked(CLOCK.instant(), target, "1");
    @Nullable MonitoredDatabase none = null;
    RowsLook blind =
        new RowsLook(new Ground(environment(false), supabase, none, CLOCK), target, recovery);
    assertThat(blind.get().state()).isEqualTo(Observed.State.NOT_DONE);
    world.run(
        "insert into atoms_users(email, created_at)"
            + " values ('left', pg_postmaster_start_time() - interval '1 second')");
    Ground ground = new Ground(environment(false), supabase, database, CLOCK);
    Observed seen = new RowsLook(ground, database.started().minusSeconds(5), recovery).get();
    assertThat(seen.state()).isEqualTo(Observed.State.NOT_DONE);
    assertThat(seen.detail()).contains("public.atoms_users: 1 made");
    world.run("delete from atoms_users where email = 'left'");
  }

  @Test
  void aRestorePointIsMadeOnce() throws Exception {
    MakePoint workflow = new MakePoint(environment(false), supabase, CLOCK);
    assertThatThrownBy(() -> workflow.plan("a-name-that-is-too-long"))
        .hasMessageContaining("1 to 20 characters");
    world.faults.set(Fault.SUPABASE_ANSWER_LOST, null, null);
    Plan plan = workflow.plan("before-upgrade");
    Run run = engine().start(workflow, plan, Start.of("an upgrade", ""), one -> {});
    assertThat(run.state()).as(run.why()).isEqualTo(RunState.DONE);
    assertThat(run.steps().getFirst().attempts()).isEqualTo(1);
    assertThatThrownBy(() -> workflow.plan("before-upgrade"))
        .hasMessageContaining("there is one of this name");
  }
}
