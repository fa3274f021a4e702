package tech.atoms.opsdesk.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import tech.atoms.opsdesk.audit.Audit;
import tech.atoms.opsdesk.checklist.Me;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.Profiles;
import tech.atoms.opsdesk.environment.Secrets;
import tech.atoms.opsdesk.store.Store;
import tech.atoms.opsdesk.store.StoreSettings;
import tech.atoms.opsdesk.workflow.Engine;
import tech.atoms.opsdesk.workflow.Guards;
import tech.atoms.opsdesk.workflow.Journal;
import tech.atoms.opsdesk.workflow.Observed;
import tech.atoms.opsdesk.workflow.Pause;
import tech.atoms.opsdesk.workflow.Plan;
import tech.atoms.opsdesk.workflow.PlannedStep;
import tech.atoms.opsdesk.workflow.Run;
import tech.atoms.opsdesk.workflow.RunLog;
import tech.atoms.opsdesk.workflow.Start;
import tech.atoms.opsdesk.workflow.Step;
import tech.atoms.opsdesk.workflow.StepState;
import tech.atoms.opsdesk.workflow.Workflow;
import tech.atoms.opsdesk.workflow.catalogue.Workflows;
import tech.atoms.opsdesk.workflow.traffic.LookSteps;

/**
 * What engine and journal add to a step, in an embedded store of its own; and how long a rollback
 * of a running sandbox takes from the confirmation until it is verified. Arguments: the sandbox's
 * profile, rounds (11).
 */
public final class EngineBench {
  private static final int STEPS = 20;
  private static final int RUNS = 15;
  private static final InstantSource CLOCK = InstantSource.system();

  private EngineBench() {}

  /**
   * Runs it.
   *
   * @param args profile, rounds
   */
  public static void main(String[] args) throws Exception {
    Path profile = Path.of(args[0]);
    int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 11;
    Environment environment = Profiles.load(profile).environments().getFirst();
    Path directory = Files.createTempDirectory(Path.of("target"), "engine");
    try (Store store = Store.open(new StoreSettings.Embedded(directory.resolve("store")))) {
      if (store.awaitOpened(Duration.ofMinutes(1)) != Store.State.UP) {
        throw new IllegalStateException(String.valueOf(store.trouble()));
      }
      Engine engine =
          new Engine(
              environment,
              new Journal(store),
              new Guards(store),
              new Audit(store, directory, "bench"),
              Me.of(environment, System.getProperty("user.name", "")),
              "bench",
              CLOCK,
              Pause.REAL);
      steps(engine, environment, "that changes something", true);
      steps(engine, environment, "that only looks", false);
      try (Workflows workflows = new Workflows(environment, Secrets.of(profile), null, CLOCK)) {
        rollbacks(engine, workflows, rounds);
      }
    }
    System.exit(0);
  }

  private static void steps(Engine engine, Environment environment, String what, boolean changes)
      throws Exception {
    List<Double> millis = new ArrayList<>();
    for (int i = 0; i < RUNS; i++) {
      Nothing nothing = new Nothing(environment.name(), changes);
      Plan plan = nothing.plan("");
      long begin = System.nanoTime();
      require(engine.start(nothing, plan, Start.of("bench", ""), run -> {}));
      millis.add((System.nanoTime() - begin) / 1e6 / STEPS);
    }
    tell("a step " + what, "ms", millis);
  }

  private static void rollbacks(Engine engine, Workflows workflows, int rounds) throws Exception {
    List<Double> back = new ArrayList<>();
    List<Double> forth = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      back.add(seconds(engine, workflows.of("rollback")));
      forth.add(seconds(engine, workflows.of("rollback-undo")));
    }
    tell("rollback, confirmed until verified", "s", back);
    tell("its undo", "s", forth);
  }

  private static double seconds(Engine engine, Workflow workflow) throws Exception {
    Plan plan = workflow.plan("");
    AtomicLong verified = new AtomicLong();
    long begin = System.nanoTime();
    require(
        engine.start(
            workflow,
            plan,
            Start.of("bench", plan.confirmation()),
            run -> {
              if (isDone(run, LookSteps.SMOKE)) {
                verified.compareAndSet(0, System.nanoTime());
              }
            }));
    return (verified.get() - begin) / 1e9;
  }

  /** The traffic has moved and the server answers well; whether its metrics recover comes later. */
  private static boolean isDone(Run run, String step) {
    return run.steps().stream()
        .anyMatch(one -> one.id().equals(step) && one.state() == StepState.DONE);
  }

  private static void require(Run run) {
    if (!run.isVerified()) {
      throw new IllegalStateException(run.toString());
    }
  }

  private static void tell(String what, String unit, List<Double> all) {
    all.sort(null);
    System.out.printf(
        Locale.ENGLISH,
        "%s: median %.2f %s, longest %.2f, of %d%n",
        what,
        all.get(all.size() / 2),
        unit,
        all.getLast(),
        all.size());
  }

  /** Steps that take no time themselves. */
  private record Nothing(String environment, boolean changes) implements Workflow {
    @Override
    public String id() {
      return "nothing";
    }

    @Override
    public Plan plan(String target) {
      List<PlannedStep> steps = new ArrayList<>();
      for (int i = 0; i < STEPS; i++) {
        steps.add(new PlannedStep("step" + i, "Step " + i, "no", "yes", "none"));
      }
      return new Plan("nothing", environment, "", "Nothing", "", Map.of(), List.of(), steps);
    }

    @Override
    public List<Step> steps(Plan plan, RunLog log) {
      return plan.steps().stream().<Step>map(step -> new One(step.id(), changes)).toList();
    }
  }

  /** One of them. */
  private static final class One implements Step {
    private final String id;
    private final boolean changes;
    private boolean done;

    One(String id, boolean changes) {
      this.id = id;
      this.changes = changes;
      this.done = !changes;
    }

    @Override
    public String id() {
      return id;
    }

    @Override
    public Duration timeout() {
      return Duration.ofSeconds(10);
    }

    @Override
    public boolean changes() {
      return changes;
    }

    @Override
    public Observed observe() {
      return done ? Observed.done("") : Observed.notDone("");
    }

    @Override
    public void apply() {
      done = true;
    }
  }
}
