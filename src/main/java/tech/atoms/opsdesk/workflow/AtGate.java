package tech.atoms.opsdesk.workflow;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import tech.atoms.opsdesk.audit.Audit;
import tech.atoms.opsdesk.audit.Entry;
import tech.atoms.opsdesk.checklist.Me;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.environment.Environment;

/**
 * What a person says beside a run: ticks, typed confirmations and approvals, freezes and unlocks,
 * at any desk on the store. Everything stands in the audit trail. Safe on any thread; blocks on the
 * store.
 */
public final class AtGate {
  /** An approval counts for so long at the most. */
  public static final Duration APPROVAL = Duration.ofHours(8);

  private final Environment environment;
  private final Journal journal;
  private final Guards guards;
  private final Permits permits;
  private final Me me;
  private final InstantSource clock;

  /** A person at the gates of an environment. */
  public AtGate(
      Environment environment,
      Journal journal,
      Guards guards,
      Audit audit,
      Me me,
      InstantSource clock) {
    this.environment = environment;
    this.journal = journal;
    this.guards = guards;
    this.permits = new Permits(environment, guards, audit, me, clock);
    this.me = me;
    this.clock = clock;
  }

  /** Confirms a sentence of the gate that a run waits at. */
  public void tick(String run, String sentence) {
    Run found = atGate(run);
    if (!gate(found).ticks().contains(sentence)) {
      throw new ProblemException(
          new Problem(
              "The gate does not ask for that",
              sentence,
              "it asks for: " + String.join("; ", gate(found).ticks()),
              "Confirm one of these, word for word"));
    }
    say(found, Said.Kind.TICK, sentence);
  }

  /** Types the confirmation of the gate that a run waits at. */
  public void type(String run, String text) {
    Run found = atGate(run);
    String wanted = gate(found).typed();
    if (wanted.isEmpty() || !wanted.equals(text)) {
      throw new ProblemException(
          new Problem(
              "The confirmation is not the gate's",
              text.isEmpty() ? "nothing was typed" : text,
              wanted.isEmpty() ? "the gate asks for none" : "it must be: " + wanted,
              "Type it as it stands there"));
    }
    say(found, Said.Kind.TYPED, text);
  }

  /**
   * Agrees to the plan of a run, for a role that the person holds; never to one's own.
   *
   * @param lasts how long it counts, {@link #APPROVAL} at the most
   */
  public void approve(String run, String role, Duration lasts) {
    Run found = known(run);
    if (found.login().equals(me.login())) {
      permits.record("refuse-approval", run, Entry.Outcome.REFUSED, "their own plan");
      throw new ProblemException(
          new Problem(
              "Nobody approves their own plan",
              run,
              found.by() + " started it",
              "Another person who holds the role approves it"));
    }
    if (!me.holds(role)) {
      permits.record("refuse-approval", run, Entry.Outcome.REFUSED, "does not hold " + role);
      throw new ProblemException(
          new Problem(
              me.name() + " cannot approve for " + role,
              run,
              "that role is not theirs",
              "Name a role of yours, or ask one who holds it"));
    }
    Duration counts = lasts.compareTo(APPROVAL) > 0 ? APPROVAL : lasts;
    journal
        .people()
        .approve(environment.name(), found.plan().hash(), role, me, counts, clock.instant());
    permits.record(
        "approve",
        run,
        Entry.Outcome.DONE,
        "for " + role + ", until " + clock.instant().plus(counts) + "; " + found.plan().title());
  }

  /** Goes through a gate without the approvals that it asks for; stands out in every record. */
  public void bypass(String run, String reason) {
    Run found = atGate(run);
    GateView gate = found.gate();
    if (gate != null && gate.approvals().isEmpty()) {
      throw new ProblemException(
          new Problem(
              "There is nothing to bypass",
              run,
              "the gate asks for no approval; its checks, ticks and typed text are never left out",
              "See what it waits for: opsdesk runs show " + run));
    }
    if (reason.isBlank()) {
      throw new ProblemException(
          new Problem(
              "Approvals are not left out without a reason", run, "none is given", "Give one"));
    }
    say(found, Said.Kind.BYPASS, reason);
  }

  /** Lets this person change the environment for as long as its policy says; until when. */
  public Instant unlock(String reason) {
    permits.require("unlock", reason);
    return permits.unlock(reason);
  }

  /** Makes the environment read-only for this person again. */
  public void lock() {
    guards.lock(environment.name(), me, clock.instant());
    permits.record("lock", environment.name(), Entry.Outcome.DONE, "");
  }

  /** Keeps everybody from changing the environment for a time. */
  public void freeze(Instant from, Instant until, String reason) {
    permits.require("freeze", reason);
    if (!until.isAfter(from) || !until.isAfter(clock.instant())) {
      throw new ProblemException(
          new Problem(
              "The freeze would never hold",
              from + " to " + until,
              "its end is not after its beginning and now",
              "Give a later end"));
    }
    guards.freeze(environment.name(), from, until, reason, me);
    permits.record(
        "freeze", environment.name(), Entry.Outcome.DONE, from + " to " + until + "; " + reason);
  }

  /** The freezes of the environment that have not ended, the soonest first. */
  public List<Freeze> freezes() {
    return guards.freezes(environment.name(), clock.instant());
  }

  /** Ends the freezes of the environment; returns how many there were. */
  public int thaw(String reason) {
    permits.require("thaw", reason);
    int ended = guards.thaw(environment.name(), clock.instant());
    permits.record("thaw", environment.name(), Entry.Outcome.DONE, ended + " ended; " + reason);
    return ended;
  }

  private void say(Run run, Said.Kind kind, String text) {
    permits.require(run.plan().workflow(), run.plan().title());
    journal
        .people()
        .say(
            run.id(),
            new Said(gate(run).step(), kind, text, me.name(), me.login(), clock.instant()));
    journal.line(
        run.id(),
        kind == Said.Kind.BYPASS ? RunLog.Level.WARN : RunLog.Level.GATE,
        gate(run).step(),
        kind.word() + " by " + me.name() + ": " + text,
        clock.instant());
    permits.record(kind.word(), run.id(), Entry.Outcome.DONE, text + "; " + run.plan().title());
  }

  private static GateView gate(Run run) {
    GateView gate = run.gate();
    if (gate == null) {
      throw new ProblemException(
          new Problem(
              "The run waits at no gate",
              run.id(),
              "it is " + run.state().words(),
              "See 'opsdesk runs show " + run.id() + "'"));
    }
    return gate;
  }

  private Run atGate(String run) {
    Run found = known(run);
    gate(found);
    return found;
  }

  private Run known(String id) {
    return journal
        .run(id, clock.instant())
        .filter(run -> run.plan().environment().equals(environment.name()))
        .orElseThrow(() -> Engine.unknown(id));
  }
}
