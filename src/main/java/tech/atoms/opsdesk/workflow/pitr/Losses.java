package tech.atoms.opsdesk.workflow.pitr;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tech.atoms.opsdesk.common.Few;
import tech.atoms.opsdesk.database.DatabaseException;
import tech.atoms.opsdesk.database.MonitoredDatabase;
import tech.atoms.opsdesk.database.Written;
import tech.atoms.opsdesk.provider.supabase.PlatformBackups;
import tech.atoms.opsdesk.workflow.PlanText;

/** What a recovery takes away, in words; what is not known is told as that. */
final class Losses {
  private static final String SESSIONS = "public.atoms_sessions";

  private Losses() {}

  /** What a person should know before. Changes from one moment to the next, and is no fact. */
  static List<String> of(Ground ground, Instant target, PlatformBackups platform) {
    Instant now = ground.clock().instant();
    List<String> all = new ArrayList<>();
    all.add(
        "Everything that was written in the %s since %s is lost, in every table and schema"
            .formatted(PlanText.time(Duration.between(target, now)), target));
    rows(ground, target, now, all);
    all.add(connections(ground));
    all.add(
        "The database is away until it is over: minutes as a rule, days have been reported. Once it"
            + " was started nothing ends it and nothing takes it back");
    all.add(
        "The platform's answer means that it was started, nothing else: this run looks until it is"
            + " healthy, on another timeline, and without the rows from after the target");
    all.add("The window now: %s to %s".formatted(platform.earliest(), platform.latest()));
    all.add("Files in storage, variables and deployments stay as they are, and may not fit");
    return all;
  }

  private static void rows(Ground ground, Instant target, Instant now, List<String> all) {
    List<Written> written;
    try {
      written = ground.written(target, now);
    } catch (DatabaseException e) {
      all.add("Which rows that are is not known: " + e.problem().line());
      return;
    }
    if (written.isEmpty()) {
      all.add("Which rows that are is not known: no database that tells it is in the profile");
      return;
    }
    List<String> lost = written.stream().filter(Written::isThere).map(Losses::words).toList();
    all.add(
        lost.isEmpty()
            ? "No table that tells when its rows were written has any since then"
            : "Lost, at the least: " + Few.of(lost, 12));
    List<String> unknown =
        written.stream()
            .filter(one -> !one.why().isEmpty())
            .map(one -> one.table() + " (" + one.why() + ")")
            .toList();
    if (!unknown.isEmpty()) {
      all.add("Not known of " + Few.of(unknown));
    }
    if (written.stream().anyMatch(one -> one.table().equals(SESSIONS) && one.isThere())) {
      all.add(
          "Who signed in since signs in again; sessions that were ended since count again until"
              + " they expire");
    }
  }

  /** E.g. "public.orders: 4 made, 2 changed". */
  static String words(Written one) {
    List<String> parts = new ArrayList<>();
    if (one.made() != null && one.made() > 0) {
      parts.add("%,d made".formatted(one.made()));
    }
    if (one.changed() != null && one.changed() > 0) {
      parts.add("%,d changed".formatted(one.changed()));
    }
    return one.table() + ": " + String.join(", ", parts);
  }

  private static String connections(Ground ground) {
    MonitoredDatabase database = ground.database();
    if (database == null) {
      return "How many connections break is not known";
    }
    try {
      return "Every connection breaks: %d now".formatted(database.connectionFigures().inUse());
    } catch (DatabaseException e) {
      return "How many connections break is not known: " + e.problem().line();
    }
  }
}
