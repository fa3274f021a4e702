package tech.atoms.opsdesk.workflow.pitr;

import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.http.HttpFailure;
import tech.atoms.opsdesk.provider.supabase.ProjectStatus;
import tech.atoms.opsdesk.provider.supabase.RestorePoint;
import tech.atoms.opsdesk.provider.supabase.Supabase;
import tech.atoms.opsdesk.workflow.ChangingStep;
import tech.atoms.opsdesk.workflow.Observed;
import tech.atoms.opsdesk.workflow.Plan;
import tech.atoms.opsdesk.workflow.PlannedStep;
import tech.atoms.opsdesk.workflow.Refused;
import tech.atoms.opsdesk.workflow.RunLog;
import tech.atoms.opsdesk.workflow.Step;
import tech.atoms.opsdesk.workflow.Workflow;
import tech.atoms.opsdesk.workflow.traffic.Paced;

/** Lets the platform keep the database of now under a name. The target is that name. */
public final class MakePoint implements Workflow {
  /** The workflow's name. */
  public static final String ID = "restore-point";

  private static final String STEP = "point";
  private static final String CANNOT = "The restore point cannot be made";
  private static final Duration TIMEOUT = Duration.ofMinutes(5);
  private static final Duration EVERY = Duration.ofSeconds(1);

  private final Environment environment;
  private final Supabase supabase;
  private final InstantSource clock;

  /**
   * Of an environment's database.
   *
   * @param supabase the platform; stays open
   */
  public MakePoint(Environment environment, Supabase supabase, InstantSource clock) {
    this.environment = environment;
    this.supabase = supabase;
    this.clock = clock;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Plan plan(String name) {
    if (name.isBlank() || name.length() > Supabase.LONGEST_NAME) {
      throw cannot(
          name, "a name has 1 to " + Supabase.LONGEST_NAME + " characters", "Choose another name");
    }
    if (supabase.restorePoint(name) != null) {
      throw cannot(name, "there is one of this name", "Choose another name");
    }
    ProjectStatus status = supabase.status();
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("name", name);
    facts.put("status", status.status());
    return new Plan(
        ID,
        environment.name(),
        name,
        "Make restore point " + name,
        "",
        facts,
        List.of("It lies at the platform, in the project's region, and goes with the project"),
        List.of(
            new PlannedStep(
                STEP,
                "Let Supabase keep the database of now as " + name,
                "there is none of the name",
                "it is available",
                "it stays until the platform removes it")));
  }

  private static ProblemException cannot(String name, String why, String next) {
    return new ProblemException(new Problem(CANNOT, name, why, next));
  }

  @Override
  public List<Step> steps(Plan plan, RunLog log) {
    return List.of(new PointStep(supabase, plan.target(), clock));
  }

  private static final class PointStep extends ChangingStep {
    private final Supabase supabase;
    private final String name;
    private final Paced look;

    PointStep(Supabase supabase, String name, InstantSource clock) {
      super(STEP, TIMEOUT);
      this.supabase = supabase;
      this.name = name;
      this.look = new Paced(EVERY, clock, this::seen);
    }

    @Override
    public Observed observe() {
      return look.get();
    }

    private Observed seen() {
      RestorePoint point = supabase.restorePoint(name);
      if (point == null) {
        return Observed.notDone("there is no restore point " + name);
      }
      if (point.hasFailed()) {
        return Observed.failed("the platform says " + point.status());
      }
      return point.isAvailable()
          ? Observed.done("the platform says " + point.status() + completed(point))
          : Observed.underWay("the platform says " + point.status());
    }

    private static String completed(RestorePoint point) {
      return point.completed() == null ? "" : " since " + point.completed();
    }

    @Override
    public void apply() {
      try {
        var _ = supabase.makeRestorePoint(name);
      } catch (HttpFailure e) {
        if (e.isRefusal()) {
          throw new Refused(e.problem());
        }
        throw e;
      }
    }
  }
}
