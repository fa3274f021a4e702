package tech.atoms.opsdesk.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import javafx.animation.AnimationTimer;
import javafx.event.Event;
import javafx.scene.Parent;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Stage;
import tech.atoms.opsdesk.desktop.ChosenFile;
import tech.atoms.opsdesk.desktop.FedMonitor;
import tech.atoms.opsdesk.desktop.FxTest;
import tech.atoms.opsdesk.desktop.PlatformWorld;
import tech.atoms.opsdesk.desktop.Worlds;
import tech.atoms.opsdesk.desktop.run.RunOperations;
import tech.atoms.opsdesk.desktop.run.RunView;
import tech.atoms.opsdesk.desktop.run.Runs;
import tech.atoms.opsdesk.desktop.run.Workflows;
import tech.atoms.opsdesk.desktop.shell.Theme;
import tech.atoms.opsdesk.desktop.task.FxJobs;
import tech.atoms.opsdesk.workflow.Observed;
import tech.atoms.opsdesk.workflow.Plan;
import tech.atoms.opsdesk.workflow.PlannedStep;
import tech.atoms.opsdesk.workflow.Run;
import tech.atoms.opsdesk.workflow.RunLog;
import tech.atoms.opsdesk.workflow.Start;
import tech.atoms.opsdesk.workflow.Step;
import tech.atoms.opsdesk.workflow.Workflow;

/**
 * The log of a run on its screen, drawn without a display: a short one and one of 100,000 lines, in
 * turns. Until it is read and shown, what a frame costs while somebody jumps about in it, what
 * finding costs, and the time between frames while lines come at 1,000 a second. Arguments: lines
 * of the long one (100,000), of the short one (1,000).
 */
public final class LogBench {
  private static final int ROUNDS = 5;
  private static final int JUMPS = 200;
  private static final int COMING = 100;
  private static final InstantSource CLOCK = InstantSource.system();

  private LogBench() {}

  /**
   * Runs it.
   *
   * @param args lines of the long log, of the short one
   */
  public static void main(String[] args) throws Exception {
    System.setProperty("glass.platform", "Headless");
    System.setProperty("prism.order", "sw");
    int many = args.length > 0 ? Integer.parseInt(args[0]) : 100_000;
    int few = args.length > 1 ? Integer.parseInt(args[1]) : 1_000;
    FxTest.start();
    try (PlatformWorld world = new PlatformWorld();
        FxJobs jobs = new FxJobs(CLOCK)) {
      Runs runs = world.runs(jobs, List.of("operator"), new Saying());
      String shortRun = run(world, runs, few);
      String longRun = run(world, runs, many);
      RunView view =
          FxTest.call(
              () ->
                  new RunView(
                      runs,
                      new FedMonitor(
                          world.environment(),
                          Worlds.down(CLOCK.instant()),
                          new FedMonitor.FixedHistory(Worlds.history(CLOCK.instant()))),
                      new RunOperations(runs, () -> ""),
                      new ChosenFile(),
                      () -> {},
                      () -> {}));
      Stage stage = FxTest.show(view.root(), 1440, 900, Theme.DARK);
      measure(view, shortRun, new Figures(), world); // warms up
      Figures small = new Figures();
      Figures large = new Figures();
      for (int i = 0; i < ROUNDS; i++) {
        measure(view, shortRun, small, world);
        measure(view, longRun, large, world);
      }
      small.tell(few + " lines");
      large.tell(many + " lines");
      FxTest.run(stage::close);
    }
    System.exit(0);
  }

  private static String run(PlatformWorld world, Runs runs, int lines) throws Exception {
    FxTest.run(
        () ->
            runs.start(
                new Said().plan(""),
                Start.of("bench", ""),
                run -> {},
                problem -> {
                  throw new IllegalStateException(problem.line());
                }));
    List<Run> done = new ArrayList<>();
    FxTest.until(
        "it is done",
        () -> {
          done.clear();
          world.journal().runs("shop", 1, CLOCK.instant()).stream()
              .filter(run -> run.state().isOver())
              .forEach(done::add);
          return !done.isEmpty() && runs.holder() == null;
        });
    String id = done.getFirst().id();
    say(world, id, lines - world.journal().log(id, 0, lines).size());
    return id;
  }

  private static void say(PlatformWorld world, String run, int lines) throws Exception {
    try (Connection connection = world.store().dataSource().orElseThrow().getConnection();
        PreparedStatement insert =
            connection.prepareStatement(
                "insert into run_log (run_id, at, level, step, text) values (?, ?, ?, ?, ?)")) {
      for (int i = 0; i < lines; i++) {
        insert.setString(1, run);
        insert.setObject(2, Instant.now().atOffset(java.time.ZoneOffset.UTC));
        insert.setString(3, i % 50 == 0 ? "WARN" : "INFO");
        insert.setString(4, "said");
        insert.setString(
            5, "[%06d] Installing package-%d from the lock file".formatted(i, i % 977));
        insert.addBatch();
        if (i % 1_000 == 999) {
          insert.executeBatch();
        }
      }
      insert.executeBatch();
    }
  }

  private static void measure(RunView view, String run, Figures figures, PlatformWorld world)
      throws Exception {
    int lines = world.journal().log(run, 0, Integer.MAX_VALUE).size();
    long begin = System.nanoTime();
    FxTest.run(
        () -> {
          view.open(run);
          view.shown();
        });
    ListView<?> list = FxTest.call(() -> (ListView<?>) view.root().lookup(".log-list"));
    until(() -> list.getItems().size() == lines);
    FxTest.pulses();
    figures.opened.add(millis(begin));
    Random random = new Random(7);
    Parent root = view.root();
    for (int i = 0; i < JUMPS; i++) {
      int at = random.nextInt(lines);
      figures.frames.add(
          FxTest.call(
              () -> {
                long frame = System.nanoTime();
                list.scrollTo(at);
                root.applyCss();
                root.layout();
                return millis(frame);
              }));
    }
    TextField find = FxTest.call(() -> (TextField) root.lookup(".log-find"));
    figures.finding.add(
        FxTest.call(
            () -> {
              long found = System.nanoTime();
              find.setText("package-976");
              return millis(found);
            }));
    FxTest.run(find::clear);
    FxTest.run(
        () ->
            Event.fireEvent(
                list,
                new KeyEvent(
                    KeyEvent.KEY_PRESSED, "", "", KeyCode.END, false, false, false, false)));
    comes(view, list, run, figures, world);
    FxTest.run(view::close);
  }

  /** Lines come at 1,000 a second for two seconds, and the screen follows them. */
  private static void comes(
      RunView view, ListView<?> list, String run, Figures figures, PlatformWorld world)
      throws Exception {
    int before = FxTest.call(() -> list.getItems().size());
    List<Double> between = new ArrayList<>();
    AnimationTimer timer =
        FxTest.call(
            () ->
                new AnimationTimer() {
                  private long last;

                  @Override
                  public void handle(long now) {
                    if (last != 0) {
                      between.add((now - last) / 1e6);
                    }
                    last = now;
                  }
                });
    FxTest.run(timer::start);
    for (int i = 0; i < 20; i++) {
      long due = System.nanoTime() + Duration.ofMillis(100).toNanos();
      say(world, run, COMING);
      FxTest.run(view::refresh);
      Thread.sleep(Math.max(0, (due - System.nanoTime()) / 1_000_000));
    }
    FxTest.run(timer::stop);
    figures.between.addAll(FxTest.call(() -> List.copyOf(between)));
    figures.came += FxTest.call(() -> list.getItems().size()) - before;
  }

  private static void until(Callable<Boolean> holds) {
    FxTest.until("the log is read", holds);
  }

  private static double millis(long since) {
    return (System.nanoTime() - since) / 1e6;
  }

  /** What was measured of one log, in milliseconds. */
  private static final class Figures {
    private final List<Double> opened = new ArrayList<>();
    private final List<Double> frames = new ArrayList<>();
    private final List<Double> finding = new ArrayList<>();
    private final List<Double> between = new ArrayList<>();
    private int came;

    void tell(String what) {
      tell(what + ": read and shown", opened);
      tell(what + ": a frame after a jump", frames);
      tell(what + ": found", finding);
      tell(what + ": between frames while " + came + " lines came", between);
    }

    private static void tell(String what, List<Double> all) {
      all.sort(null);
      System.out.printf(
          Locale.ENGLISH,
          "%s: median %.1f ms, 95 %% %.1f, longest %.1f, of %d%n",
          what,
          all.get(all.size() / 2),
          all.get((int) (all.size() * 0.95)),
          all.getLast(),
          all.size());
    }
  }

  /** Opens the only workflow that there is. */
  private static final class Saying implements Workflows {
    @Override
    public <T> T with(String workflow, Work<T> work) throws Exception {
      return work.with(new Said());
    }
  }

  /** One step that says nothing. */
  private static final class Said implements Workflow {
    @Override
    public String id() {
      return "said";
    }

    @Override
    public Plan plan(String target) {
      return new Plan(
          "said",
          "shop",
          target,
          "Says much",
          "",
          Map.of(),
          List.of(),
          List.of(new PlannedStep("said", "Says it", "", "", "nothing is changed")));
    }

    @Override
    public List<Step> steps(Plan plan, RunLog log) {
      return List.of(new Quiet());
    }
  }

  /** Done at once. */
  private static final class Quiet implements Step {
    @Override
    public String id() {
      return "said";
    }

    @Override
    public Duration timeout() {
      return Duration.ofSeconds(10);
    }

    @Override
    public boolean changes() {
      return false;
    }

    @Override
    public Observed observe() {
      return Observed.done("");
    }

    @Override
    public void apply() {}
  }
}
