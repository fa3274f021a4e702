package tech.atoms.opsdesk.workflow.recover;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.backup.Configuration;
import tech.atoms.opsdesk.backup.Enclosed;
import tech.atoms.opsdesk.backup.Manifest;
import tech.atoms.opsdesk.backup.store.Archived;
import tech.atoms.opsdesk.backup.store.Stored;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.provider.vercel.Deployment;
import tech.atoms.opsdesk.provider.vercel.Listed;
import tech.atoms.opsdesk.provider.vercel.Vercel;
import tech.atoms.opsdesk.server.Health;
import tech.atoms.opsdesk.server.ServerClient;
import tech.atoms.opsdesk.workflow.GateStep;
import tech.atoms.opsdesk.workflow.Observed;
import tech.atoms.opsdesk.workflow.Plan;
import tech.atoms.opsdesk.workflow.PlanText;
import tech.atoms.opsdesk.workflow.PlannedStep;
import tech.atoms.opsdesk.workflow.Run;
import tech.atoms.opsdesk.workflow.RunLog;
import tech.atoms.opsdesk.workflow.Step;
import tech.atoms.opsdesk.workflow.StepState;
import tech.atoms.opsdesk.workflow.Workflow;
import tech.atoms.opsdesk.workflow.backup.BackupSteps;
import tech.atoms.opsdesk.workflow.deploy.Deploy;
import tech.atoms.opsdesk.workflow.restore.Restoring;
import tech.atoms.opsdesk.workflow.traffic.LookStep;
import tech.atoms.opsdesk.workflow.traffic.LookSteps;
import tech.atoms.opsdesk.workflow.traffic.Smoke;
import tech.atoms.opsdesk.workflow.traffic.SmokeLook;

/**
 * The specification's recovery (10.2): database, its check, variables, deployment, health, smoke,
 * and a person who says that it is over. Works when the database is gone entirely. The target is a
 * backup's id; empty: the newest that was verified.
 */
public final class Recover implements Workflow {
  /** The workflow's name. */
  public static final String ID = "recover";

  private static final String VERIFY = "verify";
  private static final String HEALTH = "health";
  private static final String DATABASE_NOW = "the database now";
  private static final String DEPLOYMENT = "deployment that is built anew";
  private static final Duration LOOK = Duration.ofMinutes(2);
  private static final int LISTED = 100;
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private final Environment environment;
  private final BackupSteps backups;
  private final Restoring restoring;
  private final Lost lost;
  private final Vercel platform;
  private final Deploy deploy;
  private final ServerClient server;
  private final InstantSource clock;

  /**
   * The recovery of an environment.
   *
   * @param backups takes and proves what is there before it is replaced
   * @param restoring knows its backups and its database
   * @param platform has its variables and deployments; stays open
   * @param deploy builds anew
   * @param server is to answer in the end; stays open
   */
  public Recover(
      Environment environment,
      BackupSteps backups,
      Restoring restoring,
      Vercel platform,
      Deploy deploy,
      ServerClient server,
      InstantSource clock) {
    this.environment = environment;
    this.backups = backups;
    this.restoring = restoring;
    this.lost = new Lost(restoring);
    this.platform = platform;
    this.deploy = deploy;
    this.server = server;
    this.clock = clock;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Plan plan(String target) {
    Stored backup = target.isEmpty() ? newest() : restoring.named(target);
    Manifest manifest = new Archived(backup).manifest();
    if (backup.state() != Stored.State.VERIFIED) {
      throw new ProblemException(
          new Problem(
              "Nothing is recovered from this backup",
              backup.id(),
              "it was never verified",
              "Verify it first: opsdesk backup verify " + backup.id()));
    }
    Lost.Look look = lost.look(backup.id());
    Deployment live = live();
    String name = live.version().isEmpty() ? live.id() : live.version();
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("backup", backup.id());
    facts.put("taken", taken(manifest));
    facts.put("rows", "%,d".formatted(manifest.content().rows()));
    facts.put("database", restoring.target().jdbcUrl() + " as " + restoring.role());
    facts.put(DATABASE_NOW, look.state().word());
    facts.put("configuration in the backup", configuration(manifest));
    facts.put("live", name);
    facts.put(DEPLOYMENT, live.id());
    return new Plan(
        ID,
        environment.name(),
        backup.id(),
        "Recover " + environment.name() + " from " + backup.id(),
        environment.name() + " " + backup.id(),
        facts,
        warnings(manifest, look),
        planned(backup.id(), name, look));
  }

  private Stored newest() {
    return restoring
        .catalogue()
        .newestVerified()
        .orElseThrow(
            () ->
                new ProblemException(
                    new Problem(
                        "There is nothing to recover from",
                        environment.name(),
                        "no verified backup is in " + restoring.catalogue().directory(),
                        "See 'opsdesk backup list'")));
  }

  private Deployment live() {
    String id = platform.traffic().traffic().live();
    return platform.traffic().deployments(LISTED).stream()
        .map(Listed::deployment)
        .filter(one -> one.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new ProblemException(
                    new Problem(
                        "It is not clear what to deploy",
                        environment.name(),
                        "the platform does not tell what is live",
                        "Deploy by 'opsdesk deploy' once the database is back: opsdesk backup"
                            + " restore")));
  }

  private static String taken(Manifest manifest) {
    return manifest.at().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static String configuration(Manifest manifest) {
    return manifest.enclosed().stream()
        .filter(Recover::isConfiguration)
        .map(Enclosed::words)
        .findFirst()
        .orElse("none");
  }

  private static boolean isConfiguration(Enclosed one) {
    return one.isThere() && one.file().startsWith(Configuration.FILE);
  }

  private List<String> warnings(Manifest manifest, Lost.Look look) {
    List<String> all = new ArrayList<>();
    all.add(
        "What was written since the backup, %s ago, is lost"
            .formatted(PlanText.time(Duration.between(manifest.at(), clock.instant()))));
    all.add("The database: " + look.words());
    if (look.state() == Lost.State.OTHER_ROWS) {
      all.add("Its rows are backed up and proven first, then replaced in one transaction");
    } else if (look.state() == Lost.State.AWAY) {
      all.add(
          "The run waits at its first step until a server answers: bring it back, or make another"
              + " one, empty, and name it in the profile");
    }
    if (manifest.enclosed().stream().noneMatch(Recover::isConfiguration)) {
      all.add("The backup keeps no configuration: variables are left as they are");
    }
    return all;
  }

  private List<PlannedStep> planned(String backup, String live, Lost.Look look) {
    List<PlannedStep> steps = new ArrayList<>();
    if (look.state() == Lost.State.OTHER_ROWS) {
      steps.addAll(backups.planned(false));
    }
    steps.add(
        new PlannedStep(
            DatabaseStep.ID,
            "Restore the database from " + backup,
            look.words(),
            "it holds what the backup held",
            "empty the database"));
    steps.add(looks(VERIFY, "Every row and the schema are those of the manifest"));
    steps.add(
        new PlannedStep(
            VariablesStep.ID,
            "Set the platform's variables that are missing",
            "as they are",
            "every variable of the backup is set; those that are set are left",
            "remove them at the platform"));
    steps.addAll(Deploy.plannedAgain(live));
    steps.add(looks(HEALTH, "Health answers"));
    steps.add(looks(LookSteps.SMOKE, "Health, MCP endpoint and sign-in answer as they should"));
    steps.add(looks(SignOffGate.ID, "Gate: a person says that it is recovered"));
    return steps;
  }

  private static PlannedStep looks(String id, String name) {
    return new PlannedStep(id, name, "", "", "nothing is changed");
  }

  /** The steps of a plan that no run carries out: there are none without a run. */
  @Override
  public List<Step> steps(Plan plan, RunLog log) {
    return List.of();
  }

  @Override
  public List<Step> steps(Run run, RunLog log) {
    String backup = run.plan().target();
    boolean asked =
        run.steps().stream()
            .anyMatch(step -> step.id().equals(DatabaseStep.ID) && step.attempts() > 0);
    List<Step> steps = new ArrayList<>();
    boolean replaces = Lost.State.OTHER_ROWS.word().equals(run.plan().facts().get(DATABASE_NOW));
    if (replaces) {
      steps.addAll(backups.steps(run.id(), run.by(), false));
    }
    DatabaseStep database = new DatabaseStep(lost, backup, run.id(), asked, replaces);
    steps.add(database);
    boolean before =
        run.steps().stream()
            .anyMatch(step -> step.id().equals(DatabaseStep.ID) && step.state() == StepState.DONE);
    steps.add(new LookStep(VERIFY, LOOK, () -> verified(backup, before || database.isProven())));
    steps.add(new VariablesStep(platform.variables(), () -> kept(backup)));
    steps.addAll(deploy.again(run, run.plan().facts().getOrDefault(DEPLOYMENT, ""), log));
    steps.add(new LookStep(HEALTH, LOOK, this::health));
    steps.add(LookSteps.smoke(server, clock));
    steps.add(
        new GateStep(
            SignOffGate.ID,
            new SignOffGate(
                environment.name(),
                run.plan().facts().getOrDefault("taken", ""),
                new SmokeLook("Production", () -> Smoke.of(server, ""), clock))));
    return steps;
  }

  /** Others write as soon as rows are back: what they hold now is told, once it was compared. */
  private Observed verified(String backup, boolean proven) {
    Lost.Look look = lost.look(backup);
    return switch (look.state()) {
      case EQUAL -> Observed.done("tables, rows and schema are those of " + backup);
      case OTHER_ROWS ->
          proven
              ? Observed.done("compared when it was restored; others write since: " + look.words())
              : Observed.failed(
                  "they are not, and this run has not restored them: " + look.words());
      default -> Observed.notDone(look.words());
    };
  }

  private Observed health() {
    Health health = server.health();
    return health.statusCode() == 200
        ? Observed.done("health answers 200")
        : Observed.notDone("health answers " + health.statusCode());
  }

  private @Nullable Configuration kept(String backup) {
    Manifest manifest = new Archived(restoring.named(backup)).manifest();
    Enclosed enclosed =
        manifest.enclosed().stream().filter(Recover::isConfiguration).findFirst().orElse(null);
    if (enclosed == null) {
      return null;
    }
    try (InputStream plain = restoring.enclosed(backup, enclosed.file())) {
      return JSON.readValue(plain, Configuration.class);
    } catch (IOException e) {
      throw new ProblemException(
          new Problem(
              "The configuration cannot be read",
              backup,
              e.getClass().getSimpleName(),
              "Take the values from your vault"));
    }
  }
}
