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
  public List<Step> steps(Plan plan) {
    List<Step> steps = new ArrayList<>();
    STEPS.forEach(name -> steps.add(new OneStep(name)));
    return steps;
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

    private boolean takes(When when) {
      Trouble now = trouble;
      if (now != null && now.step().equals(name) && now.when() == when) {
        trouble = null;
        return true;
      }
      return false;
    }
  }
}
