package tech.atoms.opsdesk.monitor;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.http.OverBudget;
import tech.atoms.opsdesk.metric.Reading;

/**
 * The newest readings of every source, and how old they are. Not safe for threads.
 *
 * <p>Age is the greater of what the wall clock and what the monotonic clock say: the monotonic one
 * stands still while a laptop sleeps, the wall clock may be set back; neither may make something
 * old look fresh.
 */
final class Ledger {
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  /** Starts with sources that have never been read. */
  Ledger(List<Feed<?>> sources) {
    for (Feed<?> source : sources) {
      entries.put(source.name(), new Entry(source.interval(), source.note()));
    }
  }

  /** Takes a reading over. */
  void add(Reading reading) {
    Entry entry = entries.get(reading.source());
    if (entry == null) {
      return;
    }
    if (reading.failure() instanceof OverBudget late) {
      // Nothing was asked, so nothing was learnt: what was told before grows old.
      entry.putOff = late.problem();
      return;
    }
    entry.putOff = null;
    entry.last = reading;
    entry.number++;
    if (reading.value() != null) {
      entry.success = reading;
      entry.successes++;
    }
  }

  /** Whether every source has told something, or failed to. */
  boolean isComplete() {
    return entries.values().stream().allMatch(entry -> entry.last != null);
  }

  /** The facts about every source at a moment. */
  Map<String, SourceFacts> facts(Instant now, long nanos) {
    Map<String, SourceFacts> all = new HashMap<>();
    entries.forEach((name, entry) -> all.put(name, entry.facts(name, now, nanos)));
    return all;
  }

  /** The freshness of every source, in the order of the sources. */
  List<SourceStatus> status(Instant now, long nanos) {
    return entries.entrySet().stream()
        .map(e -> e.getValue().status(e.getKey(), now, nanos))
        .toList();
  }

  private static Duration age(Reading reading, Instant now, long nanos) {
    Duration wall = Duration.between(reading.at(), now);
    Duration monotonic = Duration.ofNanos(nanos - reading.nanos());
    return wall.compareTo(monotonic) > 0 ? wall : monotonic;
  }

  private static final class Entry {
    private final Duration interval;
    private final @Nullable String note;
    private @Nullable Problem putOff;
    private @Nullable Reading last;
    private @Nullable Reading success;
    private long number;
    private long successes;

    Entry(Duration interval, @Nullable String note) {
      this.interval = interval;
      this.note = note;
    }

    SourceFacts facts(String name, Instant now, long nanos) {
      boolean current = last != null && !old(last, now, nanos);
      Duration silent = success == null ? null : age(success, now, nanos);
      return new SourceFacts(
          name,
          interval,
          success == null || old(success, now, nanos),
          silent,
          current && last != null ? last.value() : null,
          current && last != null ? last.failure() : null,
          number);
    }

    SourceStatus status(String name, Instant now, long nanos) {
      Instant at = null;
      if (success != null) {
        Instant byMonotonic = now.minusNanos(nanos - success.nanos());
        boolean clockSetBack = success.at().isAfter(byMonotonic.plusSeconds(1));
        at = clockSetBack ? byMonotonic : success.at();
      }
      Problem problem = putOff != null ? putOff : last == null ? null : last.problem();
      return new SourceStatus(name, interval, at, problem, note, successes == 1);
    }

    private boolean old(Reading reading, Instant now, long nanos) {
      return age(reading, now, nanos).compareTo(interval.multipliedBy(3)) > 0;
    }
  }
}
