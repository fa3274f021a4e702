package tech.atoms.opsdesk.workflow.trouble;

import static tech.atoms.opsdesk.sandbox.fault.Fault.BUILD_FAILS;
import static tech.atoms.opsdesk.sandbox.fault.Fault.BUILD_HANGS;
import static tech.atoms.opsdesk.sandbox.fault.Fault.PLATFORM_ANSWER_LOST;
import static tech.atoms.opsdesk.sandbox.fault.Fault.PLATFORM_CONFLICT;
import static tech.atoms.opsdesk.sandbox.fault.Fault.PLATFORM_DONE_BUT_500;
import static tech.atoms.opsdesk.sandbox.fault.Fault.PLATFORM_DONE_TWICE;
import static tech.atoms.opsdesk.sandbox.fault.Fault.PLATFORM_ERRORS;
import static tech.atoms.opsdesk.sandbox.fault.Fault.PLATFORM_FLAPPING;
import static tech.atoms.opsdesk.sandbox.fault.Fault.PLATFORM_MOVE_FAILS;
import static tech.atoms.opsdesk.sandbox.fault.Fault.PLATFORM_NEVER_DONE;
import static tech.atoms.opsdesk.sandbox.fault.Fault.PLATFORM_RATE_LIMITED;
import static tech.atoms.opsdesk.sandbox.fault.Fault.PLATFORM_REFUSES;
import static tech.atoms.opsdesk.sandbox.fault.Fault.PLATFORM_SLOW;
import static tech.atoms.opsdesk.sandbox.fault.Fault.PLATFORM_TOKEN_EXPIRED;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import tech.atoms.opsdesk.sandbox.fault.Fault;
import tech.atoms.opsdesk.sandbox.platform.PlatformState;

/**
 * One line of the table.
 *
 * @param trouble what the platform does
 * @param workflow whose change it meets
 */
record Cell(Trouble trouble, Of workflow) {
  private static final String UNKNOWN_PROJECT = "unknown project (404)";

  /** Workflows, by the step that asks. */
  enum Of {
    DEPLOY_BUILD("deploy: build", "build"),
    DEPLOY_MOVE("deploy: promote", "move"),
    ROLLBACK("rollback", "move"),
    UNDO("undo", "move"),
    SET("env set", Troubled.MISSING);

    private final String words;
    private final String step;

    Of(String words, String step) {
      this.words = words;
      this.step = step;
    }

    String words() {
      return words;
    }

    String step() {
      return step;
    }
  }

  /** Since when. */
  enum When {
    PLAN,
    START,
    ASKED
  }

  /**
   * What the platform does.
   *
   * @param begin switches it on
   * @param haste how much quicker time passes than the engine thinks
   * @param target of the workflow; empty: the usual one
   */
  record Trouble(String words, When when, Consumer<Troubled> begin, int haste, String target) {
    /** The project that the profile names. */
    String project() {
      return words.equals(UNKNOWN_PROJECT) ? "nowhere" : PlatformState.PROJECT_NAME;
    }

    /** Whether what the platform has in hand ends by itself. */
    boolean isQuick() {
      return !words.equals("accepted, never done") && !words.equals("the build hangs");
    }

    /** How long the desk waits for an answer. */
    Duration deadline() {
      return haste == 1 ? Duration.ofSeconds(5) : Duration.ofMillis(300);
    }
  }

  @Override
  public String toString() {
    return trouble.words() + ", " + workflow.words();
  }

  /** The whole table. */
  static List<Cell> all() {
    Of[] every = Of.values();
    Of[] moves = {Of.DEPLOY_MOVE, Of.ROLLBACK, Of.UNDO};
    Of[] others = {Of.DEPLOY_MOVE, Of.ROLLBACK, Of.UNDO, Of.SET};
    List<Cell> all = new ArrayList<>();
    add(all, fault("accepted, never done", When.ASKED, PLATFORM_NEVER_DONE, 1), others);
    add(all, fault("done, but answered 500", When.ASKED, PLATFORM_DONE_BUT_500, 1), every);
    add(all, fault("done, and its answer lost", When.ASKED, PLATFORM_ANSWER_LOST, 1), every);
    add(all, fault("done twice", When.ASKED, PLATFORM_DONE_TWICE, 1), Of.DEPLOY_BUILD);
    add(all, slow(), every);
    add(all, fault("2 s well, 2 s 503", When.START, PLATFORM_FLAPPING, 2), every);
    add(all, fault("500 to everything", When.ASKED, PLATFORM_ERRORS, 100), every);
    add(all, fault("409 conflict", When.ASKED, PLATFORM_CONFLICT, 1), every);
    add(all, fault("422", When.ASKED, PLATFORM_REFUSES, 422), every);
    add(all, limited(), every);
    add(all, fault("429, Retry-After 1 h", When.ASKED, PLATFORM_RATE_LIMITED, 3600), every);
    add(all, fault("token without rights (403)", When.ASKED, PLATFORM_REFUSES, 403), every);
    add(all, fault("token expired (401)", When.ASKED, PLATFORM_REFUSES, 401), every);
    add(all, fault("token expires meanwhile", When.ASKED, PLATFORM_TOKEN_EXPIRED, 1), every);
    add(all, fault("token expires before the start", When.START, PLATFORM_TOKEN_EXPIRED, 1), every);
    add(all, fault("token expired before the plan", When.PLAN, PLATFORM_TOKEN_EXPIRED, 1), every);
    add(all, fault("quota (402)", When.ASKED, PLATFORM_REFUSES, 402), every);
    add(all, new Trouble(UNKNOWN_PROJECT, When.PLAN, world -> {}, 1, ""), every);
    add(
        all,
        new Trouble("no such version or branch", When.PLAN, world -> {}, 1, "v9.9.9"),
        Of.DEPLOY_BUILD,
        Of.ROLLBACK,
        Of.UNDO);
    add(all, fault("the build fails", When.ASKED, BUILD_FAILS, 1), Of.DEPLOY_BUILD);
    add(all, fault("the build hangs", When.ASKED, BUILD_HANGS, 1), Of.DEPLOY_BUILD);
    add(all, fault("the move fails", When.ASKED, PLATFORM_MOVE_FAILS, 1), moves);
    add(all, fault("the name is taken (409)", When.ASKED, PLATFORM_REFUSES, 409), Of.DEPLOY_BUILD);
    add(
        all,
        new Trouble("somebody else sets it", When.ASKED, Troubled::setByOthers, 1, ""),
        Of.SET);
    return all;
  }

  private static void add(List<Cell> all, Trouble trouble, Of... workflows) {
    for (Of workflow : workflows) {
      all.add(new Cell(trouble, workflow));
    }
  }

  private static Trouble fault(String words, When when, Fault fault, double value) {
    return new Trouble(words, when, world -> world.faults.set(fault, value, null), 1, "");
  }

  /** Beyond the desk's deadline, for a minute: what was asked for happens later. */
  private static Trouble slow() {
    return new Trouble(
        "slow by 60 s",
        When.ASKED,
        world -> world.faults.set(PLATFORM_SLOW, 0.6, Duration.ofMinutes(1)),
        10,
        "");
  }

  private static Trouble limited() {
    return new Trouble(
        "429, Retry-After 5 s, for 10 s",
        When.ASKED,
        world -> world.faults.set(PLATFORM_RATE_LIMITED, 5.0, Duration.ofSeconds(10)),
        1,
        "");
  }
}
