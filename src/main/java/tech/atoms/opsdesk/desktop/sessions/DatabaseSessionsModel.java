package tech.atoms.opsdesk.desktop.sessions;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.database.BlockingTree;
import tech.atoms.opsdesk.database.DatabaseActivity;
import tech.atoms.opsdesk.database.DatabaseSession;
import tech.atoms.opsdesk.database.HeldLock;
import tech.atoms.opsdesk.database.MonitoredDatabase;
import tech.atoms.opsdesk.desktop.task.Jobs;

/** What the tab of database sessions shows. On the JavaFX thread. */
final class DatabaseSessionsModel {
  static final Duration INTERVAL = Duration.ofSeconds(5);

  private final MonitoredDatabase database;
  private final Jobs jobs;
  private final InstantSource clock;
  private Runnable changed = () -> {};
  private @Nullable DatabaseActivity activity;
  private @Nullable Problem problem;
  private @Nullable Instant lastRead;
  private Instant nextRead = Instant.MIN;
  private Jobs.@Nullable Job reading;
  private boolean paused;
  private boolean late;
  private boolean tree = true;
  private Only only = Only.ALL;
  private String words = "";
  private @Nullable Integer selected;
  private @Nullable List<HeldLock> locks;
  private Jobs.@Nullable Job lockReading;

  /** Which sessions. */
  enum Only {
    ALL,
    BLOCKED,
    IDLE_IN_TRANSACTION
  }

  DatabaseSessionsModel(MonitoredDatabase database, Jobs jobs, InstantSource clock) {
    this.database = database;
    this.jobs = jobs;
    this.clock = clock;
  }

  /** Hears of every change. */
  void onChange(Runnable listener) {
    changed = listener;
  }

  /** The newest reading; null: none yet. */
  @Nullable DatabaseActivity activity() {
    return activity;
  }

  /** Why the newest reading failed; null where it did not. */
  @Nullable Problem problem() {
    return problem == null && late ? silent() : problem;
  }

  private Problem silent() {
    return new Problem(
        "The database does not answer",
        "sessions",
        "a reading is under way for " + INTERVAL.multipliedBy(3).toSeconds() + " s and more",
        "It is read again as soon as it answers");
  }

  /** Whether what is shown is older than it may be, although no reading has failed yet. */
  private boolean isLate() {
    Instant last = lastRead;
    return !paused
        && reading != null
        && last != null
        && clock.instant().isAfter(last.plus(INTERVAL.multipliedBy(3)));
  }

  @Nullable Instant lastRead() {
    return lastRead;
  }

  boolean paused() {
    return paused;
  }

  boolean tree() {
    return tree;
  }

  Only only() {
    return only;
  }

  /** The selected session; null: none, or gone. */
  @Nullable DatabaseSession selected() {
    Integer pid = selected;
    DatabaseActivity known = activity;
    return pid == null || known == null
        ? null
        : known.sessions().stream().filter(s -> s.pid() == pid).findFirst().orElse(null);
  }

  /** Locks of the selected session; null: not read yet. */
  @Nullable List<HeldLock> locks() {
    return locks;
  }

  /** Who waits for the selected session. */
  int victims(int pid) {
    return victims().getOrDefault(pid, 0);
  }

  void showTree(boolean wanted) {
    tree = wanted;
    changed.run();
  }

  void show(Only wanted) {
    only = wanted;
    changed.run();
  }

  void find(String text) {
    words = text.strip().toLowerCase(Locale.ROOT);
    changed.run();
  }

  void pause(boolean wanted) {
    paused = wanted;
    if (!paused) {
      refresh();
    }
    changed.run();
  }

  void select(@Nullable Integer pid) {
    if (pid == null ? selected != null : !pid.equals(selected)) {
      selected = pid;
      locks = null;
      readLocks();
      changed.run();
    }
  }

  /** Once a second while shown. */
  void tick() {
    if (!paused && !clock.instant().isBefore(nextRead)) {
      refresh();
    }
    if (late != isLate()) {
      late = isLate();
      changed.run();
    }
  }

  /** Reads now, also while paused. */
  void refresh() {
    if (reading == null) {
      nextRead = clock.instant().plus(INTERVAL);
      reading = jobs.run("Read database sessions", database::activity, this::read, this::failed);
    }
  }

  void stop() {
    if (reading != null) {
      reading.cancel();
      reading = null;
    }
    if (lockReading != null) {
      lockReading.cancel();
      lockReading = null;
    }
    nextRead = Instant.MIN;
  }

  /** Lines to show: with filter, in order. */
  List<DatabaseRow> rows() {
    DatabaseActivity known = activity;
    if (known == null) {
      return List.of();
    }
    List<DatabaseRow> rows = new ArrayList<>();
    Set<Integer> placed = new HashSet<>();
    Map<Integer, Integer> victims = victims();
    if (tree) {
      for (BlockingTree.Node node : known.blocking().nodes()) {
        placed.add(node.session().pid());
        rows.add(new DatabaseRow(node.session(), node.depth(), node.victims()));
      }
    }
    known.sessions().stream()
        .filter(s -> !placed.contains(s.pid()))
        .sorted(tree ? BUSIEST : LONGEST)
        .forEach(s -> rows.add(new DatabaseRow(s, 0, victims.getOrDefault(s.pid(), 0))));
    return rows.stream().filter(this::wanted).toList();
  }

  private static final Comparator<DatabaseSession> LONGEST =
      Comparator.comparing(
              (DatabaseSession s) -> s.duration() == null ? Duration.ZERO : s.duration())
          .reversed()
          .thenComparingInt(DatabaseSession::pid);

  private static final Comparator<DatabaseSession> BUSIEST =
      Comparator.comparingInt(DatabaseSessionsModel::rank).thenComparing(LONGEST);

  private static int rank(DatabaseSession session) {
    if (session.ownedByDesk()) {
      return 4;
    }
    if (session.idleInTransaction()) {
      return 0;
    }
    return "active".equals(session.state()) ? 1 : session.hidden() ? 2 : 3;
  }

  private Map<Integer, Integer> victims() {
    Map<Integer, Integer> victims = new HashMap<>();
    if (activity != null) {
      activity.blocking().nodes().forEach(n -> victims.put(n.session().pid(), n.victims()));
    }
    return victims;
  }

  private boolean wanted(DatabaseRow row) {
    DatabaseSession session = row.session();
    boolean kind =
        switch (only) {
          case ALL -> true;
          case BLOCKED -> session.blocked() || (tree && row.victims() > 0);
          case IDLE_IN_TRANSACTION -> session.idleInTransaction() && !session.ownedByDesk();
        };
    return kind && (words.isEmpty() || text(session).contains(words));
  }

  private static String text(DatabaseSession session) {
    return String.join(
            " ",
            String.valueOf(session.pid()),
            String.valueOf(session.state()),
            session.user(),
            session.application(),
            session.client(),
            String.valueOf(session.query()))
        .toLowerCase(Locale.ROOT);
  }

  private void read(DatabaseActivity newest) {
    reading = null;
    activity = newest;
    problem = null;
    late = false;
    lastRead = clock.instant();
    chooseOne();
    readLocks();
    changed.run();
  }

  /** Somebody is always selected: whoever blocks others, else the first of the list. */
  private void chooseOne() {
    List<DatabaseRow> rows = rows();
    if (selected() == null && !rows.isEmpty()) {
      DatabaseRow first =
          rows.stream().filter(row -> row.victims() > 0).findFirst().orElse(rows.getFirst());
      selected = first.session().pid();
      locks = null;
    }
  }

  private void failed(Problem failure) {
    reading = null;
    problem = failure;
    changed.run();
  }

  private void readLocks() {
    if (lockReading != null) {
      lockReading.cancel();
      lockReading = null;
    }
    Integer pid = selected;
    if (pid == null || problem() != null) {
      return;
    }
    lockReading =
        jobs.run(
            "Read locks",
            () -> database.locks(pid),
            found -> {
              lockReading = null;
              locks = found;
              changed.run();
            },
            failure -> lockReading = null);
  }
}
