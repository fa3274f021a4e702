package tech.atoms.opsdesk.workflow;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;

/**
 * Steps of any kind in a world where anything happens; what must never be is kept as a violation.
 */
final class RandomWorkflow implements Workflow {
  private static final Problem TROUBLE = new Problem("It fails", "here", "it is so", "look");

  final List<Any> steps = new ArrayList<>();
  final List<String> violations = new ArrayList<>();
  private final Random random;

  /** Happens at any moment of a run: nothing, the desk's death, or what people do. */
  Runnable anything = () -> {};

  /** Happens when a request is about to leave: nothing, or the desk's death. */
  Runnable death = () -> {};

  RandomWorkflow(Random random) {
    this.random = random;
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      steps.add(new Any("step" + i));
    }
  }

  @Override
  public String id() {
    return "random";
  }

  @Override
  public Plan plan(String target) {
    return new Plan(
        "random",
        "shop",
        target,
        "Anything",
        "shop",
        Map.of(),
        List.of(),
        steps.stream().map(s -> new PlannedStep(s.name, s.name, "no", "yes", "by hand")).toList());
  }

  @Override
  public List<Step> steps(Plan plan, RunLog log) {
    return List.copyOf(steps);
  }

  private boolean one(int of) {
    return random.nextInt(of) == 0;
  }

  /** Where what was asked for is in the world. */
  enum Is {
    ABSENT,
    UNDER_WAY,
    FAILED,
    PRESENT
  }

  /** A step of any kind. */
  final class Any implements Step, Gate {
    final String name;
    final boolean looks = one(5);
    final boolean gate = !looks && one(6);
    final boolean repeatable = !one(4);
    final boolean noReturn = one(5);
    private final int retries = random.nextInt(2);
    private final boolean back = !one(3);
    private final Cancellation cancellation = List.of(Cancellation.values()).get(random.nextInt(3));
    private final Back compensation = new Back(this);
    Is is = Is.ABSENT;

    Any(String name) {
      this.name = name;
    }

    /** Whether it was taken back by what must not be asked for twice. */
    boolean takenBackAtOnce() {
      return !repeatable && compensation.asked == 1 && is == Is.ABSENT;
    }

    boolean happened() {
      return is == Is.PRESENT;
    }

    @Override
    public String id() {
      return name;
    }

    @Override
    public Duration timeout() {
      return Duration.ofSeconds(2);
    }

    @Override
    public boolean changes() {
      return !looks;
    }

    @Override
    public boolean repeatable() {
      return repeatable;
    }

    @Override
    public int retries() {
      return retries;
    }

    @Override
    public boolean pointOfNoReturn() {
      return noReturn && !gate;
    }

    @Override
    public Cancellation cancellation() {
      return cancellation;
    }

    @Override
    public @Nullable Gate gate() {
      return gate ? this : null;
    }

    @Override
    public @Nullable Step compensation() {
      return back && !looks && !gate ? compensation : null;
    }

    @Override
    public Observed observe() {
      anything.run();
      if (one(12)) {
        throw new ProblemException(TROUBLE);
      }
      if (looks) {
        return one(3) ? Observed.notDone("not yet") : Observed.done("well");
      }
      if (is == Is.UNDER_WAY && one(3)) {
        is = one(4) ? Is.FAILED : Is.PRESENT;
      }
      return switch (is) {
        case ABSENT -> Observed.notDone("it is not there");
        case UNDER_WAY -> Observed.underWay("it takes its time");
        case FAILED -> Observed.failed("it has failed");
        case PRESENT -> Observed.done("it is there");
      };
    }

    @Override
    public void apply() {
      death.run();
      if (is == Is.PRESENT || is == Is.UNDER_WAY) {
        violations.add(name + " was asked for although it was " + is);
      }
      switch (random.nextInt(8)) {
        case 0 -> throw new Refused(TROUBLE);
        case 1 -> throw new ProblemException(TROUBLE);
        case 2 -> {
          is = Is.PRESENT;
          throw new ProblemException(TROUBLE);
        }
        case 3 -> {}
        case 4 -> is = Is.UNDER_WAY;
        default -> is = Is.PRESENT;
      }
      anything.run();
    }

    @Override
    public void cancelApplied() {
      anything.run();
      if (is == Is.UNDER_WAY) {
        is = Is.FAILED;
      }
    }

    @Override
    public String question() {
      return "Go on?";
    }

    @Override
    public List<GateCheck> checks() {
      GateCheck.State state = one(2) ? GateCheck.State.PASS : GateCheck.State.UNKNOWN;
      return List.of(new GateCheck("something", state, "", Instant.EPOCH));
    }

    @Override
    public List<String> ticks() {
      return List.of("I looked");
    }
  }

  /** Takes a step out of the world again. */
  private final class Back implements Step {
    private final Any step;
    private int asked;

    Back(Any step) {
      this.step = step;
    }

    @Override
    public String id() {
      return step.name;
    }

    @Override
    public Duration timeout() {
      return Duration.ofSeconds(2);
    }

    @Override
    public boolean changes() {
      return true;
    }

    @Override
    public boolean repeatable() {
      return step.repeatable;
    }

    @Override
    public Observed observe() {
      anything.run();
      return step.is == Is.PRESENT || step.is == Is.UNDER_WAY
          ? Observed.notDone("it is there")
          : Observed.done("it is gone");
    }

    @Override
    public void apply() {
      death.run();
      if (!repeatable() && asked++ > 0) {
        violations.add(step.name + " was taken back twice");
      }
      if (step.is != Is.PRESENT && step.is != Is.UNDER_WAY) {
        violations.add(step.name + " was taken back although it was " + step.is);
      }
      if (one(4)) {
        throw new ProblemException(TROUBLE);
      }
      step.is = Is.ABSENT;
      anything.run();
    }
  }
}
