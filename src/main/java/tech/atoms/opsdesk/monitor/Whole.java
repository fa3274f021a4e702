package tech.atoms.opsdesk.monitor;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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
  private static final int MOST_CHANGES = 50;

  private final List<StateChange> changes = new ArrayList<>();
  private final Map<Component.Kind, State> components = new EnumMap<>(Component.Kind.class);
  private State state = State.UNKNOWN;
  private Instant since;

  /**
   * Starts unknown.
   *
   * @param start when
   */
  Whole(Instant start) {
    this.since = start;
  }

  /** The reasons that follow from sources that are not fresh. */
  static List<Reason> staleReasons(List<SourceStatus> sources, Facts facts) {
    List<String> stale = new ArrayList<>();
    for (SourceStatus status : sources) {
      SourceFacts source = facts.source(status.name());
      if (source != null && source.stale() && !status.name().equals(Metrics.PLATFORM)) {
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

  /** Takes over what was found at a moment. */
  void update(Instant now, List<Reason> reasons, List<Component> cells) {
    State found = reasons.stream().map(Reason::state).reduce(State.HEALTHY, Judge::worse);
    if (found != state) {
      note(now, "Environment", state, found, reasons.isEmpty() ? null : reasons.getFirst().text());
      state = found;
      since = now;
    }
    for (Component cell : cells) {
      // Until it is first known, nothing about a component has changed.
      if (cell.state() == State.UNKNOWN && !components.containsKey(cell.kind())) {
        continue;
      }
      State before = components.put(cell.kind(), cell.state());
      if (before != null && before != cell.state()) {
        note(now, cell.kind().title(), before, cell.state(), cell.detail());
      }
    }
  }

  State state() {
    return state;
  }

  Instant since() {
    return since;
  }

  /** Newest first. */
  List<StateChange> changes() {
    return List.copyOf(changes);
  }

  /** Adds a line about something that has not changed the state. */
  void note(Instant at, String subject, String what) {
    note(at, subject, state, state, what);
  }

  private void note(Instant at, String subject, State from, State to, @Nullable String why) {
    changes.addFirst(new StateChange(at, subject, from, to, why == null ? "No rule holds" : why));
    while (changes.size() > MOST_CHANGES) {
      changes.removeLast();
    }
  }
}
