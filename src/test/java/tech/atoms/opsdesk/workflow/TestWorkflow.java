package tech.atoms.opsdesk.workflow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;

/** Three changes in a world of its own, which may be made to go wrong. */
final class TestWorkflow implements Workflow {
  static final List<String> STEPS = List.of("first", "second", "third");

  /** How often each change has really happened. */
  final Map<String, Integer> world = new ConcurrentHashMap<>();

  /** Changes under way at the same time, at most. */
  final AtomicInteger most = new AtomicInteger();

  private final AtomicInteger underWay = new AtomicInteger();
  volatile String fact = "as it was";
  volatile @Nullable Trouble trouble;

  /** Stands in place of the second change. */
  volatile @Nullable Gate gate;

  /** The step after which a run is not cancelled any more. */
  volatile String noReturn = "";

  /** What happens elsewhere while a change is made, or is under way. */
  volatile Runnable beside = () -> {};

  /** Whether a change is begun and never ends by itself. */
  volatile boolean slow;

  /** Whether the world cannot be looked at for now. */
  volatile boolean away;

  private volatile boolean begun;
  private volatile boolean ended;

  /** What goes wrong once, at a step. */
  record Trouble(String step, When when) {}

  /** When it goes wrong. */
  enum When {
    /** The desk dies before the request is sent. */
    KILLED_BEFORE,
    /** It dies with the request done and the answer not heard. */
    KILLED_DURING,
    /** It dies when it looks for what it has done. */
    KILLED_AFTER,
    /** The request is done and answered with an error. */
    ANSWER_LOST,
    /** The request is taken, and nothing comes of it. */
    NEVER_DONE,
    /** The request is refused. */
    REFUSED
  }

  /** Ends a run as SIGKILL would: nothing more is written. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  @Override
  public String id() {
    return "test";
  }

  @Override
  public Plan plan(String target) {
    return new Plan(
        "test",
        "shop",
        target,
        "Three changes",
        "shop",
        Map.of("fact", fact),
        List.of(),
        STEPS.stream().map(s -> new PlannedStep(s, "Change " + s, "no", "yes", "none")).toList());
  }

  @Override
  public List<Step> steps(Plan plan, RunLog log) {
    List<Step> steps = new ArrayList<>();
    STEPS.forEach(
        name ->
            steps.add(gate != null && name.equals("second") ? atGate(gate) : new OneStep(name)));
    return steps;
  }

  /** A gate in place of the second change. */
  private static Step atGate(Gate gate) {
    return new Step() {
      @Override
      public String id() {
        return "second";
      }

      @Override
      public Duration timeout() {
        return Duration.ofSeconds(10);
      }

      @Override
      public Observed observe() {
        throw new IllegalStateException("a gate is not observed");
      }

      @Override
      public Gate gate() {
        return gate;
      }
    };
  }

  /** Takes one change out of the world. */
  private final class Back implements Step {
    private final String name;

    Back(String name) {
      this.name = name;
    }

    @Override
    public String id() {
      return name;
    }

    @Override
    public Duration timeout() {
      return Duration.ofSeconds(10);
    }

    @Override
    public boolean changes() {
      return true;
    }

    @Override
    public Observed observe() {
      return world.containsKey(name)
          ? Observed.notDone("it is there")
          : Observed.done("it is gone");
    }

    @Override
    public void apply() {
      if (takes(When.KILLED_BEFORE)) {
        throw new Killed();
      }
      world.remove(name);
    }

    private boolean takes(When when) {
      return TestWorkflow.this.takes("back of " + name, when);
    }
  }

  private boolean takes(String step, When when) {
    Trouble now = trouble;
    if (now != null && now.step().equals(step) && now.when() == when) {
      trouble = null;
      return true;
    }
    return false;
  }

  private final class OneStep implements Step {
    private final String name;

    OneStep(String name) {
      this.name = name;
    }

    @Override
    public String id() {
      return name;
    }

    @Override
    public Duration timeout() {
      return Duration.ofSeconds(10);
    }

    @Override
    public boolean changes() {
      return true;
    }

    @Override
    public Observed observe() {
      if (away) {
        throw new ProblemException(new Problem("No answer", name, "it is away", "wait"));
      }
      if (slow && begun) {
        beside.run();
        return ended ? Observed.failed("it was ended") : Observed.underWay("it takes its time");
      }
      boolean done = world.containsKey(name);
      if (done && takes(When.KILLED_AFTER)) {
        throw new Killed();
      }
      return done ? Observed.done("it is there") : Observed.notDone("it is not there");
    }

    @Override
    public void apply() {
      if (takes(When.KILLED_BEFORE)) {
        throw new Killed();
      }
      Problem problem = new Problem("It fails", name, "so it was asked", "look");
      if (takes(When.REFUSED)) {
        throw new Refused(problem);
      }
      if (takes(When.NEVER_DONE)) {
        return;
      }
      if (slow) {
        begun = true;
        return;
      }
      beside.run();
      most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
      world.merge(name, 1, Integer::sum);
      underWay.decrementAndGet();
      if (takes(When.KILLED_DURING)) {
        throw new Killed();
      }
      if (takes(When.ANSWER_LOST)) {
        throw new ProblemException(problem);
      }
    }

    @Override
    public Step compensation() {
      return new Back(name);
    }

    @Override
    public boolean pointOfNoReturn() {
      return name.equals(noReturn);
    }

    @Override
    public Cancellation cancellation() {
      return slow ? Cancellation.DURING : Cancellation.BEFORE;
    }

    @Override
    public void cancelApplied() {
      ended = true;
    }

    private boolean takes(When when) {
      return TestWorkflow.this.takes(name, when);
    }
  }
}
