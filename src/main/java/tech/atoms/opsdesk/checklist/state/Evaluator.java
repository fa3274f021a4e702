package tech.atoms.opsdesk.checklist.state;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.check.CheckSpec;
import tech.atoms.opsdesk.checklist.template.Checklist;
import tech.atoms.opsdesk.checklist.template.Item;
import tech.atoms.opsdesk.checklist.template.Kind;

/** Works out how every item stands. Pure: the same answer for the same question. */
public final class Evaluator {
  private final Checklist checklist;
  private final Known known;
  private final Instant now;
  private final Judge judge;
  private final Map<String, Result> done = new HashMap<>();

  /** By the item's id in capitals: all are looked up every few seconds. */
  private final Map<String, List<CheckSpec>> byItem = new HashMap<>();

  private Evaluator(Checklist checklist, Known known, Instant now) {
    this.checklist = checklist;
    this.known = known;
    this.now = now;
    this.judge = new Judge(known, now);
    for (CheckSpec spec : known.checks()) {
      Set<String> ids = new HashSet<>();
      spec.items().forEach(id -> ids.add(id.toUpperCase(Locale.ROOT)));
      ids.forEach(id -> byItem.computeIfAbsent(id, any -> new ArrayList<>()).add(spec));
    }
  }

  /**
   * Every item of a checklist.
   *
   * @param checklist its items
   * @param known what is known
   * @param now evidence, ticks and waivers are judged at this instant
   */
  public static Evaluation evaluate(Checklist checklist, Known known, Instant now) {
    Evaluator evaluator = new Evaluator(checklist, known, now);
    return new Evaluation(
        now, known.deployment(), checklist.items().stream().map(evaluator::resultOf).toList());
  }

  private Result resultOf(Item item) {
    Result known = done.get(item.id());
    if (known == null) {
      known = waived(item, unwaived(item));
      done.put(item.id(), known);
    }
    return known;
  }

  private Standing unwaived(Item item) {
    Standing machine = judge.machine(item, specsOf(item));
    if (item.kind() == Kind.ROLL_UP) {
      machine = withoutGaps(item, rollUp(item, machine));
    }
    if (item.isSignOff()) {
      return signOff(item, machine);
    }
    return switch (item.kind()) {
      case AUTOMATIC, ACTIVE, ROLL_UP -> machine;
      case ASSISTED, HUMAN -> byPerson(item, machine);
    };
  }

  private List<CheckSpec> specsOf(Item item) {
    List<String> sums = item.sums().checks();
    List<CheckSpec> own = byItem.getOrDefault(item.id().toUpperCase(Locale.ROOT), List.of());
    return sums.isEmpty()
        ? own
        : known.checks().stream()
            .filter(
                spec ->
                    own.contains(spec) || sums.contains(spec.subject()) || sums.contains(spec.id()))
            .toList();
  }

  /** A person's word counts where no evidence speaks against it. */
  private Standing byPerson(Item item, Standing machine) {
    if (machine.state() == State.FAIL || machine.state() == State.NOT_APPLICABLE) {
      return machine;
    }
    Tick tick = known.ticks().get(item.id());
    if (tick == null) {
      return machine.saying(State.AWAITING, "a person has to look" + evidence(machine), null, null);
    }
    Deployment live = known.deployment();
    Deployment its = tick.deployment();
    String who = tick.by() + " said so for " + (its == null ? "no known deployment" : its.name());
    if (item.ofDeployment() && live == null) {
      return machine.saying(
          State.UNKNOWN, who + "; which deployment is live is not known", tick.at(), null);
    }
    if (item.ofDeployment() && live != null && (its == null || !its.id().equals(live.id()))) {
      return machine.saying(State.STALE, who + ", not for " + live.name(), tick.at(), null);
    }
    if (Judge.fromTheFuture(tick.at(), now)) {
      return machine.saying(
          State.UNKNOWN,
          who + ", at a time that is yet to come: a clock is wrong",
          tick.at(),
          null);
    }
    Duration valid = item.validFor();
    Instant until = valid == null ? null : tick.at().plus(valid);
    if (valid != null && until != null && !now.isBefore(until)) {
      return machine.saying(
          State.STALE, who + ", longer ago than " + Judge.words(valid), tick.at(), until);
    }
    return machine.saying(
        State.ATTESTED, tick.note().isEmpty() ? who : who + ": " + tick.note(), tick.at(), until);
  }

  private static String evidence(Standing machine) {
    return machine.findings().isEmpty() ? "" : "; evidence: " + machine.reason();
  }

  /** The worst of its parts and of its own checks. */
  private Standing rollUp(Item item, Standing machine) {
    List<Result> parts =
        checklist.items().stream()
            .filter(part -> !part.isSignOff() && item.sums().has(part))
            .map(this::resultOf)
            .toList();
    if (parts.isEmpty()) {
      return machine;
    }
    State worst =
        parts.stream().map(Result::state).min(Comparator.naturalOrder()).orElse(State.UNKNOWN);
    // A person's word on a part is no person's word on the whole.
    State state = worst == State.ATTESTED ? State.PASS : worst;
    boolean checked = !machine.checks().isEmpty();
    State whole = checked ? state.worse(machine.state()) : state;
    long fine = parts.stream().filter(part -> part.state().done()).count();
    StringBuilder reason = new StringBuilder(fine + " of " + parts.size() + " done");
    parts.stream()
        .filter(part -> part.state() == worst && !part.state().done())
        .findFirst()
        .ifPresent(
            part -> reason.append("; ").append(part.item().id()).append(": ").append(worst.word()));
    if (checked && machine.state().compareTo(state) < 0) {
      reason.append("; ").append(machine.reason());
    }
    Instant at =
        parts.stream()
            .map(Result::at)
            .filter(Objects::nonNull)
            .max(Comparator.naturalOrder())
            .orElse(machine.at());
    return machine.saying(whole, reason.toString(), at, null);
  }

  /** A check that is named and that nobody has answers nothing: it cannot be seen to hold. */
  private Standing withoutGaps(Item item, Standing machine) {
    List<String> missing =
        item.sums().checks().stream()
            .filter(
                name ->
                    known.checks().stream()
                        .noneMatch(spec -> spec.subject().equals(name) || spec.id().equals(name)))
            .toList();
    return missing.isEmpty() || machine.state().compareTo(State.UNKNOWN) < 0
        ? machine
        : machine.saying(
            State.UNKNOWN, "there is no check called " + String.join(", ", missing), null, null);
  }

  private Standing signOff(Item item, Standing machine) {
    boolean evidenceDecides = item.kind() == Kind.ROLL_UP && machine.state().blocks();
    if (machine.state() == State.FAIL || evidenceDecides) {
      return machine;
    }
    Signature signature = known.signatures().get(item.id());
    if (signature == null) {
      return machine.saying(
          State.AWAITING, item.signedBy() + " has not signed" + evidence(machine), null, null);
    }
    String who = signature.by() + " signed for " + signature.deployment().name();
    Deployment live = known.deployment();
    if (live == null) {
      return machine.saying(
          State.UNKNOWN, who + "; which deployment is live is not known", signature.at(), null);
    }
    String broken = broken(item, signature, live);
    return broken == null
        ? machine.saying(State.ATTESTED, who, signature.at(), null)
        : machine.saying(State.STALE, "void: " + who + "; " + broken, signature.at(), null);
  }

  /** Why a signature counts no more; null where it does. */
  private @Nullable String broken(Item item, Signature signature, Deployment live) {
    if (!signature.deployment().id().equals(live.id())) {
      return live.name() + " is live now";
    }
    if (!signature.role().equals(item.signedBy())) {
      return "it was given as " + signature.role();
    }
    if (Judge.fromTheFuture(signature.at(), now)) {
      return "at a time that is yet to come: a clock is wrong";
    }
    if (!Results.hash(live.id(), signature.results()).equals(signature.hash())) {
      return "its results do not match its hash: the record was changed";
    }
    Map<String, String> present = new HashMap<>();
    checklist.covered(item).forEach(part -> present.put(part.id(), resultOf(part).state().word()));
    List<String> changes = Results.changes(signature.results(), present);
    return changes.isEmpty()
        ? null
        : changes.getFirst()
            + (changes.size() == 1 ? "" : ", and " + (changes.size() - 1) + " more");
  }

  private Result waived(Item item, Standing standing) {
    // A role's word cannot be replaced by an exception.
    Waiver waiver = item.isSignOff() ? null : known.waivers().get(item.id());
    State under = standing.state();
    State state = under;
    String reason = standing.reason();
    Instant until = standing.until();
    if (waiver != null && under.blocks()) {
      boolean holds = waiver.holds(now);
      state = holds ? State.WAIVED : State.WAIVER_EXPIRED;
      until = waiver.ends();
      reason =
          (holds ? "waived until " : "waiver ended on ")
              + waiver.until()
              + " by "
              + waiver.approver()
              + ": "
              + waiver.reason()
              + " ("
              + under.word()
              + ": "
              + standing.reason()
              + ")";
    }
    return new Result(
        item,
        state,
        under,
        reason,
        standing.at(),
        until,
        standing.findings(),
        standing.checks(),
        known.ticks().get(item.id()),
        waiver,
        known.signatures().get(item.id()));
  }
}
