package tech.atoms.opsdesk.monitor;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import tech.atoms.opsdesk.metric.Metrics;

/**
 * The state of the whole, since when, and the list of changes. Not safe for threads.
 *
 * <p>Down and degraded come from rules. Without a rule that holds, the environment is healthy only
 * while every source of its profile is fresh; otherwise it is unknown. The platform's API is left
 * out of that: it tells what was deployed, not how the server is.
 */
final class Whole {
  static final String SOURCE_STALE = "source-stale";
  static final String NOTHING_FRESH = "nothing-fresh";
  static final String SUBJECT = StateChange.ENVIRONMENT;
  private static final String NO_RULE = "No rule holds";

  private final Journal journal;
  private final Set<Component.Kind> known = EnumSet.noneOf(Component.Kind.class);
  private State state = State.UNKNOWN;

  /**
   * Starts unknown.
   *
   * @param start when
   * @param opening how long the first readings of all sources may take
   */
  Whole(Instant start, Duration opening) {
    this.journal = new Journal(start, opening);
    journal.enter(start, SUBJECT, state, NO_RULE);
  }

  /**
   * The reasons that follow from sources that are not fresh. Sessions that cannot be counted in
   * time have a rule of their own, which says more.
   */
  static List<Reason> staleReasons(List<SourceStatus> sources, Facts facts) {
    List<String> stale = new ArrayList<>();
    for (SourceStatus status : sources) {
      SourceFacts source = facts.source(status.name());
      boolean told =
          status.name().equals(Metrics.PLATFORM)
              || (status.name().equals(Metrics.SESSIONS) && DatabaseRules.isUncounted(facts));
      if (source != null && source.stale() && !told) {
        Duration silent = source.silent();
        stale.add(
            status.name()
                + (silent == null
                    ? source.number() == 0 ? " not read yet" : " never answered"
                    : " silent for " + Words.seconds(silent)));
      }
    }
    if (stale.isEmpty()) {
      return List.of();
    }
    long fresh = facts.sources().values().stream().filter(source -> !source.stale()).count();
    String rule = fresh == 0 ? NOTHING_FRESH : SOURCE_STALE;
    return List.of(new Reason(rule, State.UNKNOWN, String.join(", ", stale)));
  }

  /** Takes over what was found at a moment; the verdicts are those behind the cells. */
  void update(
      Instant now, List<Reason> reasons, List<Component> cells, List<Judge.Verdict> verdicts) {
    state = reasons.stream().map(Reason::state).reduce(State.HEALTHY, Judge::worse);
    journal.enter(now, SUBJECT, state, reasons.isEmpty() ? NO_RULE : reasons.getFirst().text());
    for (Component cell : cells) {
      // Until it is first known, nothing about a component has changed.
      if (cell.state() != State.UNKNOWN || known.contains(cell.kind())) {
        known.add(cell.kind());
        journal.enter(now, cell.kind().title(), cell.state(), why(cell, verdicts));
      }
    }
  }

  /** The rule that made a component what it is; what the component tells where none did. */
  private static String why(Component cell, List<Judge.Verdict> verdicts) {
    return verdicts.stream()
        .filter(verdict -> verdict.rule().component() == cell.kind())
        .map(verdict -> verdict.reason().text())
        .findFirst()
        .orElse(cell.detail());
  }

  State state() {
    return state;
  }

  Instant since() {
    return Objects.requireNonNull(journal.since(SUBJECT), "entered when the run began");
  }

  /** Since when, and which changes; of earlier runs, too. */
  Journal journal() {
    return journal;
  }

  /** Adds a line about something that has not changed the state. */
  void note(Instant at, String subject, String what) {
    journal.note(at, subject, state, what);
  }
}
