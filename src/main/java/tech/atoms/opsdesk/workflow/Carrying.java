package tech.atoms.opsdesk.workflow;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Carries the steps of one run out, forward or back, as its owner. */
final class Carrying {
  private final Journal journal;
  private final Workflow workflow;
  private final Journal.Owner owner;
  private final InstantSource clock;
  private final Pause pause;
  private final Consumer<Run> progress;
  private boolean stopping;
  private volatile boolean over;

  Carrying(
      Journal journal,
      Workflow workflow,
      Journal.Owner owner,
      InstantSource clock,
      Pause pause,
      Consumer<Run> progress) {
    this.journal = journal;
    this.workflow = workflow;
    this.owner = owner;
    this.clock = clock;
    this.pause = pause;
    this.progress = progress;
  }

  /** Carries on from where the run is until it is over, or waits for a person. */
  void carryOut(String id) throws InterruptedException {
    try {
      carry(id);
    } finally {
      over = true;
    }
  }

  private void carry(String id) throws InterruptedException {
    Run run = known(id);
    List<Step> steps = workflow.steps(run, (level, step, text) -> line(id, level, step, text));
    journal.define(id, owner, steps.stream().map(StepDefinition::of).toList(), clock.instant());
    Turn turn =
        new Turn(
            id,
            () -> isCancelled(id),
            (seq, step) -> {
              journal.step(id, owner, seq, step, clock.instant());
              progress.accept(known(id));
              if (step.state() == StepState.APPLYING || step.state() == StepState.TAKING_BACK) {
                // Whoever was held up for long, and taken over, finds that out before it asks.
                journal.beat(id, owner, clock.instant());
              }
            });
    if (run.back()) {
      goBack(steps, turn);
    } else {
      goForward(steps, turn);
    }
  }

  /**
   * What still follows something once the run has ended or belongs to another desk is not heard.
   */
  private void line(String id, RunLog.Level level, String step, String text) {
    if (!over) {
      journal.line(id, level, step, text, clock.instant());
    }
  }

  /** How the turns of a run are told. */
  private record Turn(
      String id, BooleanSupplier cancelled, BiConsumer<Integer, Run.RunStep> told) {}

  private void goForward(List<Step> steps, Turn turn) throws InterruptedException {
    String id = turn.id();
    boolean noReturn = false;
    for (int i = 0; i < steps.size(); i++) {
      Run.RunStep before = known(id).steps().get(i);
      // What was asked for may have happened, also where that was not seen, or was left out.
      noReturn |= steps.get(i).pointOfNoReturn() && before.attempts() > 0;
      if (before.state() != StepState.DONE && before.state() != StepState.SKIPPED) {
        if (endedBefore(noReturn, turn)) {
          return;
        }
        boolean none = noReturn;
        Run.RunStep after = oneStep(steps.get(i), i, before, turn, none);
        if (after.state() == StepState.FAILED) {
          say(id, RunState.PAUSED, after.name() + ": " + after.detail());
          return;
        }
        if (after.state() != StepState.DONE) {
          stop(turn);
          return;
        }
      }
      noReturn |= steps.get(i).pointOfNoReturn() && before.state() != StepState.SKIPPED;
    }
    boolean skipped =
        known(id).steps().stream().anyMatch(step -> step.state() == StepState.SKIPPED);
    say(id, RunState.DONE, skipped ? "with steps left out" : "");
  }

  private Run.RunStep oneStep(Step step, int seq, Run.RunStep before, Turn turn, boolean noReturn)
      throws InterruptedException {
    BooleanSupplier cancelled = noReturn ? () -> false : turn.cancelled();
    Gate gate = step.gate();
    if (gate == null) {
      return new StepRunner(
              step, before, clock, pause, cancelled, now -> turn.told().accept(seq, now))
          .run();
    }
    String id = turn.id();
    // Past the point of no return a run does not end at a gate, but it does not hold people either.
    BooleanSupplier left = noReturn ? () -> journal.cancelAsked(id).isPresent() : cancelled;
    Instant began = clock.instant();
    Run.RunStep waiting =
        new Run.RunStep(
            before.id(), before.name(), StepState.OBSERVING, before.attempts(), "", began, null);
    turn.told().accept(seq, waiting);
    say(id, RunState.NEEDS_YOU, gate.question());
    Run run = known(id);
    String opened =
        new GateRunner(
                step.id(),
                gate,
                run.login(),
                () -> journal.said(run, clock.instant()),
                view -> {
                  journal.gate(id, owner, view, clock.instant());
                  progress.accept(known(id));
                },
                left,
                clock,
                pause)
            .pass();
    if (opened == null && noReturn) {
      journal.refuseCancel(
          id, owner, "the point of no return is passed: it pauses at the gate", clock.instant());
    }
    Run.RunStep over =
        new Run.RunStep(
            before.id(),
            before.name(),
            opened != null ? StepState.DONE : noReturn ? StepState.FAILED : StepState.CANCELLED,
            before.attempts(),
            opened == null ? "not opened: the run's end was asked for" : opened,
            began,
            clock.instant());
    turn.told().accept(seq, over);
    if (opened != null) {
      say(id, RunState.RUNNING, "");
    }
    return over;
  }

  /** Ends the run where that was asked for; tells where it cannot end any more. */
  private boolean endedBefore(boolean noReturn, Turn turn) {
    if (noReturn) {
      if (journal.cancelAsked(turn.id()).isPresent()) {
        journal.refuseCancel(
            turn.id(),
            owner,
            "the point of no return is passed: it goes on; a rollback is a run of its own",
            clock.instant());
        if (stopping) {
          stopping = false;
          say(turn.id(), RunState.RUNNING, "");
        }
      }
      return false;
    }
    if (!turn.cancelled().getAsBoolean()) {
      return false;
    }
    stop(turn);
    return true;
  }

  private void stop(Turn turn) {
    say(turn.id(), RunState.STOPPED, Remains.of(known(turn.id())));
  }

  private void goBack(List<Step> steps, Turn turn) throws InterruptedException {
    String id = turn.id();
    for (int i = steps.size() - 1; i >= 0; i--) {
      Run.RunStep before = known(id).steps().get(i);
      Step back = steps.get(i).compensation();
      boolean mayHaveHappened = before.attempts() > 0 && before.state() != StepState.TAKEN_BACK;
      if (back == null || !mayHaveHappened) {
        continue;
      }
      int seq = i;
      Run.RunStep after =
          new StepRunner(
                  back,
                  asksAnew(before),
                  clock,
                  pause,
                  () -> false,
                  now -> turn.told().accept(seq, takingBack(now, before.attempts())))
              .run();
      if (after.state() != StepState.DONE) {
        say(id, RunState.PAUSED, "taking back " + after.name() + ": " + after.detail());
        return;
      }
    }
    say(id, RunState.TAKEN_BACK, Remains.of(known(id)));
  }

  /** What takes a step back is asked for in its own right; it may have been, once it had begun. */
  private static Run.RunStep asksAnew(Run.RunStep before) {
    int attempts = before.state() == StepState.TAKING_BACK ? 1 : 0;
    return new Run.RunStep(
        before.id(),
        before.name(),
        before.state(),
        attempts,
        before.detail(),
        before.started(),
        before.ended());
  }

  private static Run.RunStep takingBack(Run.RunStep now, int attempts) {
    StepState state = now.state() == StepState.DONE ? StepState.TAKEN_BACK : StepState.TAKING_BACK;
    return new Run.RunStep(
        now.id(), now.name(), state, attempts, now.detail(), now.started(), now.ended());
  }

  private boolean isCancelled(String id) {
    Optional<String> who = journal.cancelAsked(id);
    if (who.isPresent() && !stopping) {
      stopping = true;
      say(id, RunState.STOPPING, who.get());
    }
    return stopping;
  }

  private void say(String id, RunState state, String why) {
    journal.state(id, owner, state, why, clock.instant());
    progress.accept(known(id));
  }

  private Run known(String id) {
    return journal.run(id, clock.instant()).orElseThrow(() -> Engine.unknown(id));
  }
}
