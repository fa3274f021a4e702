package tech.atoms.opsdesk.workflow.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tech.atoms.opsdesk.audit.Audit;
import tech.atoms.opsdesk.checklist.LiveReadiness;
import tech.atoms.opsdesk.checklist.Me;
import tech.atoms.opsdesk.checklist.ReadinessSetting;
import tech.atoms.opsdesk.checklist.state.Deployment;
import tech.atoms.opsdesk.checklist.template.Templates;
import tech.atoms.opsdesk.desktop.Worlds;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.EnvironmentKind;
import tech.atoms.opsdesk.environment.PlatformSettings;
import tech.atoms.opsdesk.environment.Secret;
import tech.atoms.opsdesk.environment.SecretRef;
import tech.atoms.opsdesk.environment.SecretResolver;
import tech.atoms.opsdesk.environment.ServerSettings;
import tech.atoms.opsdesk.metric.SystemScheduler;
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
import tech.atoms.opsdesk.workflow.PlannedStep;
import tech.atoms.opsdesk.workflow.Run;
import tech.atoms.opsdesk.workflow.RunState;
import tech.atoms.opsdesk.workflow.Start;
import tech.atoms.opsdesk.workflow.StepState;
import tech.atoms.opsdesk.workflow.traffic.MoveStep;

/**
 * A deployment whose desk dies at each of its steps, before and after what the step asks for, and
 * which another desk brings to its end: built once, promoted once. By itself only where a change
 * has been made; with {@code -Dopsdesk.test.deaths=everywhere} at the beginning and the end of each
 * step too.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeployCrashTest {
  private static final Me OPERATOR = new Me("Operator", "operator", List.of("operator"));
  private static final Duration DEADLINE = Duration.ofSeconds(5);
  private static final int MOST_TURNS = 6_000;
  private static final boolean EVERYWHERE =
      "everywhere".equals(System.getProperty("opsdesk.test.deaths"));
  private static final String TARGET =
      Wanted.ref("main", "", EVERYWHERE ? Duration.ofMinutes(1) : Duration.ZERO).target();

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-22T09:00:00Z"));
  private final InstantSource clock = now::get;
  private final SecretResolver secrets = ref -> new Secret("token-of-the-test");
  private final TestPostgres.Database database = TestPostgres.createDatabase();
  private final Store store = TestStores.open(TestStores.in(database));
  private final Journal journal = new Journal(store);
  private final Guards guards = new Guards(store);
  private final SystemScheduler scheduler = new SystemScheduler("test");
  private @TempDir Path directory = Path.of(".");

  /** Ends a run as SIGKILL would: nothing more is written. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** When the desk dies. */
  private enum Point {
    BEGUN,
    ASKED,
    HEARD,
    OVER
  }

  @AfterAll
  void close() {
    scheduler.close();
    store.close();
  }

  @Test
  void whereverTheDeskDiesItIsBuiltOnceAndPromotedOnce() throws Exception {
    for (PlannedStep step : steps()) {
      boolean changes = step.id().equals(BuildStep.ID) || step.id().equals(MoveStep.ID);
      for (Point point : Point.values()) {
        boolean asks = point == Point.ASKED || point == Point.HEARD;
        if ((changes || !asks) && (EVERYWHERE || point == Point.HEARD)) {
          dies(step.id(), point);
        }
      }
    }
  }

  private List<PlannedStep> steps() throws Exception {
    try (Site site = new Site()) {
      return site.deploy.plan(TARGET).steps();
    }
  }

  private void dies(String step, Point point) throws Exception {
    String told = step + ", " + point;
    TestPostgres.execute(
        database.dataSource(), "delete from opsdesk.change_lock", "delete from opsdesk.run");
    try (Site site = new Site()) {
      Predicate<Run> dies = run -> is(site, run, step, point);
      InstantSource watched =
          () -> {
            if (point == Point.HEARD) {
              site.dieIf(dies);
            }
            return now.get();
          };
      assertThatThrownBy(
              () ->
                  site.engine(watched)
                      .start(
                          site.deploy,
                          site.deploy.plan(TARGET),
                          Start.of("because", ""),
                          run -> site.dieIf(dies)))
          .as(told)
          .isInstanceOf(Killed.class);
      now.updateAndGet(at -> at.plus(Journal.GONE).plusSeconds(1));
      Run found = site.newest();
      assertThat(found.state()).as(told).isEqualTo(RunState.INTERRUPTED);
      Run run = site.engine(clock).resume(site.deploy, found.id(), false, "", each -> {});
      assertThat(run.isVerified()).as("%s: %s", told, run).isTrue();
      assertThat(site.world.made()).as(told).hasSize(1);
      assertThat(site.world.live()).as(told).isEqualTo(site.world.made().getFirst());
      assertThat(journal.holder("shop")).as(told).isEmpty();
    }
  }

  private static boolean is(Site site, Run run, String id, Point point) {
    StepState state =
        run.steps().stream().filter(one -> one.id().equals(id)).findFirst().orElseThrow().state();
    return switch (point) {
      case BEGUN -> state == StepState.OBSERVING;
      case ASKED -> state == StepState.APPLYING;
      case HEARD ->
          state == StepState.APPLYING
              && (id.equals(BuildStep.ID)
                  ? !site.world.made().isEmpty()
                  : site.world.made().contains(site.world.live()));
      case OVER -> state == StepState.DONE;
    };
  }

  /** What one death needs. */
  private final class Site implements AutoCloseable {
    private final AtWork world = new AtWork(directory);
    private final Environment environment;
    private final Vercel vercel;
    private final ServerClient server;
    private final Audit audit = new Audit(store, directory, "here");
    private final LiveReadiness readiness;
    private final Deploy deploy;
    private int turns;

    Site() throws Exception {
      Environment plain = Worlds.environment(EnvironmentKind.PRODUCTION, "shop");
      PlatformSettings settings =
          new PlatformSettings(
              world.platformUrl(), "atoms-mcp", "team_1", SecretRef.parse("env:TOKEN"));
      environment =
          new Environment(
              "shop",
              plain.kind(),
              new ServerSettings(
                  world.productionUrl(),
                  "/health",
                  "/metrics",
                  "/api/mcp",
                  null,
                  AtWork.authority(directory)),
              null,
              settings,
              plain.policy(),
              plain.contacts(),
              plain.samplingInterval());
      vercel = new Vercel(settings, secrets, DEADLINE, Duration.ZERO);
      server = new ServerClient(environment.server(), secrets, clock, DEADLINE, false);
      readiness =
          new LiveReadiness(
              new ReadinessSetting(
                  environment,
                  Templates.shipped(),
                  List.of(),
                  store,
                  audit,
                  () -> new Deployment(world.live(), ""),
                  OPERATOR,
                  clock,
                  scheduler));
      readiness.look();
      deploy =
          new Deploy(
              environment,
              vercel,
              server,
              null,
              secrets,
              new Evidence(() -> readiness, guards, store),
              null,
              clock);
    }

    Engine engine(InstantSource time) {
      return new Engine(environment, journal, guards, audit, OPERATOR, "here", time, this::pause);
    }

    private void pause(Duration time) {
      now.updateAndGet(at -> at.plus(time));
      assertThat(turns++).as("it waits for ever: " + newest()).isLessThan(MOST_TURNS);
      Run run = newest();
      GateView gate = run.gate();
      if (gate != null && run.state() == RunState.NEEDS_YOU) {
        AtGate person = new AtGate(environment, journal, guards, audit, OPERATOR, clock);
        for (String missing : gate.waitsFor()) {
          if (missing.startsWith("tick: ")) {
            person.tick(run.id(), missing.substring("tick: ".length()));
          } else if (missing.equals("typed text")) {
            person.type(run.id(), gate.typed());
          }
        }
      }
    }

    void dieIf(Predicate<Run> dies) {
      List<Run> runs = journal.runs("shop", 1, now.get());
      if (!runs.isEmpty() && dies.test(runs.getFirst())) {
        throw new Killed();
      }
    }

    Run newest() {
      return journal.runs("shop", 1, now.get()).getFirst();
    }

    @Override
    public void close() {
      readiness.close();
      vercel.close();
      server.close();
      world.close();
    }
  }
}
