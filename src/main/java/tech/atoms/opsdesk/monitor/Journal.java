package tech.atoms.opsdesk.monitor;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Since when everything is in its state, and the list of changes; continues what an earlier run of
 * the desk has recorded. Not safe for threads.
 *
 * <p>A run begins with unknowns, and in its first readings may pass through states that only the
 * order of the sources explains. So during the opening, a subject that reaches the state in which
 * an earlier run left it has been in it since then, and no change is noted. Where it has not by the
 * end of the opening, it has changed while nobody looked.
 */
final class Journal {
  private static final int MOST_LINES = 500;
  private static final int MOST_WAITING = 1000;

  private final Instant openingEnds;
  private final Map<String, Standing> standings = new HashMap<>();

  /** The newest line about a subject in an earlier run, until it has been continued. */
  private final Map<String, StateChange> left = new HashMap<>();

  /** Of this run, oldest first. */
  private final List<StateChange> lines = new ArrayList<>();

  /** Of earlier runs, newest first. */
  private List<StateChange> earlier = List.of();

  /** Lines of this run that have been handed over to be kept. */
  private int kept;

  private boolean recalled;

  /** How a subject stands. */
  private static final class Standing {
    private final State first;
    private final Instant begun;
    private State state;
    private Instant since;

    Standing(State first, Instant begun) {
      this.first = first;
      this.begun = begun;
      this.state = first;
      this.since = begun;
    }
  }

  /**
   * Begins with nothing known.
   *
   * @param start of the run
   * @param opening how long the first readings may take
   */
  Journal(Instant start, Duration opening) {
    this.openingEnds = start.plus(opening);
  }

  /** Takes over the state of a subject; the first one of a subject is not a change. */
  void enter(Instant now, String subject, State found, String why) {
    Standing standing = standings.computeIfAbsent(subject, s -> new Standing(found, now));
    if (standing.state != found) {
      add(new StateChange(now, subject, standing.state, found, why));
      standing.state = found;
      standing.since = now;
    }
    resume(subject, now);
  }

  /** Adds a line about something that has not changed its state. */
  void note(Instant at, String subject, State state, String what) {
    add(new StateChange(at, subject, state, state, what));
  }

  /**
   * Learns what earlier runs have recorded.
   *
   * @param recorded newest first
   */
  void recall(Instant now, List<StateChange> recorded) {
    recalled = true;
    earlier = recorded.stream().limit(MOST_LINES).toList();
    for (StateChange change : recorded) {
      left.putIfAbsent(change.subject(), change);
    }
    List.copyOf(standings.keySet()).forEach(subject -> resume(subject, now));
  }

  /** Since when a subject is in its state; null where nothing is known of it. */
  @Nullable Instant since(String subject) {
    Standing standing = standings.get(subject);
    return standing == null ? null : standing.since;
  }

  /** Newest first, at most five hundred. */
  List<StateChange> changes() {
    return Stream.concat(lines.reversed().stream(), earlier.stream()).limit(MOST_LINES).toList();
  }

  /**
   * The lines that are to be kept and have not been given yet, oldest first: none before earlier
   * runs are recalled and the opening is over, because until then a line may turn out to be none.
   *
   * @param last whether the run ends: then the opening does, too
   */
  List<StateChange> unkept(Instant now, boolean last) {
    if (!recalled || (!last && !now.isAfter(openingEnds))) {
      return List.of();
    }
    List<StateChange> fresh = List.copyOf(lines.subList(kept, lines.size()));
    kept = lines.size();
    return fresh;
  }

  private void resume(String subject, Instant now) {
    StateChange before = left.get(subject);
    Standing standing = standings.get(subject);
    if (before == null || standing == null) {
      return;
    }
    List<StateChange> mine = lines.stream().filter(l -> l.subject().equals(subject)).toList();
    List<StateChange> opening = mine.stream().filter(l -> !l.at().isAfter(openingEnds)).toList();
    State reached = opening.isEmpty() ? standing.first : opening.getLast().to();
    if (reached == before.to()) {
      lines.removeAll(opening);
      if (mine.size() == opening.size()) {
        standing.since = before.at();
      }
    } else if (now.isAfter(openingEnds)) {
      StateChange last = opening.isEmpty() ? null : opening.getLast();
      Instant at = last == null ? standing.begun : last.at();
      String why = last == null ? "So it was found when the desk began to look" : last.why();
      lines.removeAll(opening);
      lines.add(place(at), new StateChange(at, subject, before.to(), reached, why));
    } else {
      return;
    }
    left.remove(subject);
  }

  private void add(StateChange line) {
    lines.add(line);
    while (lines.size() > (kept > 0 ? MOST_LINES : MOST_WAITING)) {
      lines.removeFirst();
      kept = Math.max(0, kept - 1);
    }
  }

  /** Where a line of that moment belongs among those that have not been kept. */
  private int place(Instant at) {
    int place = lines.size();
    while (place > kept && lines.get(place - 1).at().isAfter(at)) {
      place--;
    }
    return place;
  }
}
