package tech.atoms.opsdesk.desktop.backups;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.backup.place.CopyState;
import tech.atoms.opsdesk.backup.place.Whereabouts;
import tech.atoms.opsdesk.backup.store.Catalogue;
import tech.atoms.opsdesk.backup.store.Stored;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.desktop.task.Jobs;

/**
 * Where copies of backups are, looked for apart from the list: a place that hangs keeps nothing
 * else from being shown. On the JavaFX thread.
 */
final class CopiesModel {
  /** Places are asked again so often. */
  static final Duration INTERVAL = Duration.ofMinutes(5);

  /** A place that takes longer is unknown, and asked again at the next look. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Whereabouts whereabouts;
  private final Jobs jobs;
  private final InstantSource clock;
  private final Runnable changed;
  private Jobs.@Nullable Job looking;
  private boolean again;
  private Instant next = Instant.MIN;
  private List<Stored> here = List.of();
  private Whereabouts.@Nullable Found found;
  private @Nullable Problem problem;

  /** Nothing is known yet. */
  CopiesModel(Catalogue catalogue, Jobs jobs, InstantSource clock, Runnable changed) {
    this.whereabouts = new Whereabouts(catalogue, PATIENCE, clock);
    this.jobs = jobs;
    this.clock = clock;
    this.changed = changed;
  }

  /** Whether the profile names any place. */
  boolean any() {
    return whereabouts.any();
  }

  /** How the copies of a backup stand; null: nobody has looked yet. */
  @Nullable List<CopyState> of(String id) {
    Whereabouts.Found known = found;
    return known == null ? null : known.copies().get(id);
  }

  /** Why nothing could be found out; null where that is not so. */
  @Nullable Problem problem() {
    return problem;
  }

  /** Backups that are only elsewhere, in words with the way back; empty where there are none. */
  String elsewhere() {
    Whereabouts.Found known = found;
    return known == null
        ? ""
        : known.elsewhere().entrySet().stream()
            .filter(one -> !one.getValue().isEmpty())
            .map(CopiesModel::words)
            .collect(Collectors.joining(" · "));
  }

  private static String words(Map.Entry<String, List<Stored>> at) {
    return "%d only at %s: opsdesk backup fetch".formatted(at.getValue().size(), at.getKey());
  }

  /** The backups that are here were read: looks where there is another one, or it is time. */
  void see(List<Stored> read) {
    boolean others =
        !read.stream().map(Stored::id).toList().equals(here.stream().map(Stored::id).toList());
    here = read;
    if (others) {
      refresh();
    }
  }

  /** Looks now, or once what is being looked for is found: that may be of before. */
  void refresh() {
    again = looking != null;
    next = Instant.MIN;
    tick();
  }

  /** Once a second while shown. */
  void tick() {
    Instant now = clock.instant();
    if (any() && looking == null && !now.isBefore(next)) {
      next = now.plus(INTERVAL);
      List<Stored> of = here;
      looking = jobs.run("Look for copies", () -> whereabouts.look(of), this::take, this::failed);
    }
  }

  /** Not shown any more. */
  void stop() {
    again = false;
    next = Instant.MIN;
    if (looking != null) {
      looking.cancel();
      looking = null;
    }
  }

  private void take(Whereabouts.Found seen) {
    found = seen;
    problem = null;
    over();
  }

  private void failed(Problem trouble) {
    problem = trouble;
    over();
  }

  private void over() {
    looking = null;
    changed.run();
    if (again) {
      refresh();
    }
  }
}
