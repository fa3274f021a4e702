package tech.atoms.opsdesk.workflow;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.audit.Audit;
import tech.atoms.opsdesk.audit.Entry;
import tech.atoms.opsdesk.checklist.Me;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.Policy;

/**
 * Whether a person may change an environment now; what was asked for is in the audit trail. Safe on
 * any thread; blocks on the store.
 */
public final class Permits {
  private final Environment environment;
  private final Guards guards;
  private final Audit audit;
  private final Me me;
  private final InstantSource clock;

  /** What may be done without a person; null: it is a person who asks. */
  private final @Nullable Set<String> unattended;

  /** Of a person in an environment. */
  public Permits(Environment environment, Guards guards, Audit audit, Me me, InstantSource clock) {
    this(environment, guards, audit, me, clock, null);
  }

  /**
   * Of nobody: what the profile has done by itself.
   *
   * @param may the workflows; the profile's word for them is the consent, and they change neither
   *     database nor server, so that neither a freeze nor the lock on production is in their way
   */
  static Permits unattended(
      Environment environment,
      Guards guards,
      Audit audit,
      Me as,
      Set<String> may,
      InstantSource clock) {
    return new Permits(environment, guards, audit, as, clock, Set.copyOf(may));
  }

  private Permits(
      Environment environment,
      Guards guards,
      Audit audit,
      Me me,
      InstantSource clock,
      @Nullable Set<String> unattended) {
    this.unattended = unattended;
    this.environment = environment;
    this.guards = guards;
    this.audit = audit;
    this.me = me;
    this.clock = clock;
  }

  /**
   * The person holds a role that may change the environment.
   *
   * @param what the change, for the audit trail and the words
   * @param title more about it
   * @throws ProblemException where the person holds none
   */
  public void require(String what, String title) {
    if (unattended != null && unattended.contains(what)) {
      return;
    }
    List<String> may = environment.policy().mayChange();
    if (may.stream().noneMatch(me::holds)) {
      record("refuse", what, Entry.Outcome.REFUSED, title);
      throw new ProblemException(
          new Problem(
              me.name() + " may not change " + environment.name(),
              what,
              may.isEmpty()
                  ? "the profile names no role that may"
                  : "that takes one of the roles " + String.join(", ", may),
              "Ask one who holds it, or add the person to the profile"));
    }
  }

  /** No freeze holds, the confirmation was typed, and production is unlocked. */
  void requireOpen(Plan plan, Start start) {
    if (unattended != null) {
      return;
    }
    Instant now = clock.instant();
    Optional<Freeze> freeze = guards.freeze(environment.name(), now);
    if (freeze.isPresent() && start.despiteFreeze().isBlank()) {
      record("refuse", plan.workflow(), Entry.Outcome.REFUSED, "frozen; " + plan.title());
      throw new ProblemException(
          new Problem(
              environment.name() + " is frozen",
              "until " + freeze.get().until(),
              freeze.get().by() + " said: " + freeze.get().reason(),
              "Wait, or override the freeze with a reason; that stands out in the audit trail"));
    }
    Policy policy = environment.policy();
    boolean typed = !plan.confirmation().isEmpty() && plan.confirmation().equals(start.typed());
    if (policy.typedConfirmation() && !plan.confirmation().isEmpty() && !typed) {
      throw new ProblemException(
          new Problem(
              "The confirmation is not the plan's",
              start.typed().isEmpty() ? "nothing was typed" : start.typed(),
              "it must be: " + plan.confirmation(),
              "Type it as it stands there"));
    }
    if (policy.unlockMinutes() > 0
        && guards.unlockedUntil(environment.name(), me.login(), now).isEmpty()) {
      if (!typed) {
        throw new ProblemException(
            new Problem(
                environment.name() + " is read-only",
                plan.title(),
                "it is not unlocked for " + me.name(),
                "Unlock it: opsdesk unlock --reason TEXT"));
      }
      unlock("confirmed by typing: " + plan.title());
    }
    if (freeze.isPresent()) {
      record(
          "override-freeze",
          plan.workflow(),
          Entry.Outcome.DONE,
          "DESPITE THE FREEZE (" + freeze.get().reason() + "): " + start.despiteFreeze());
    }
  }

  /** The freeze that holds now; empty where none does. */
  Optional<Freeze> freeze() {
    return unattended == null
        ? guards.freeze(environment.name(), clock.instant())
        : Optional.empty();
  }

  /** Lets the person change the environment for as long as the policy says; returns until when. */
  Instant unlock(String reason) {
    Instant until =
        guards.unlock(
            environment.name(),
            me,
            reason,
            Duration.ofMinutes(Math.max(1, environment.policy().unlockMinutes())),
            clock.instant());
    record("unlock", environment.name(), Entry.Outcome.DONE, "until " + until + "; " + reason);
    return until;
  }

  /** Puts a line about a change into the audit trail. */
  public void record(String what, String subject, Entry.Outcome outcome, String detail) {
    audit.record(
        new Entry(
            clock.instant(),
            environment.name(),
            me.name(),
            me.login(),
            "workflow." + what,
            subject,
            outcome,
            detail));
  }
}
