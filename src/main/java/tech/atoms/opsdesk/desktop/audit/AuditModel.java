package tech.atoms.opsdesk.desktop.audit;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.LongConsumer;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.audit.Audit;
import tech.atoms.opsdesk.audit.AuditNames;
import tech.atoms.opsdesk.audit.AuditQuery;
import tech.atoms.opsdesk.audit.Line;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.desktop.task.Jobs;

/**
 * What the Audit log shows: rows by pages, newest first, and new ones as they come. On the JavaFX
 * thread.
 */
final class AuditModel {
  static final int PAGE = 100;

  /** Read at once on the way to a row that lies far below. */
  private static final int STRIDE = 1_000;

  /** More are not kept in memory: whoever looks further back narrows the rows by a filter. */
  static final int MOST = 20_000;

  /** Looks for new rows happen every so many seconds. */
  private static final int SECONDS = 2;

  private final Audit audit;
  private final Jobs jobs;
  private final InstantSource clock;
  private final ChainModel chain;
  private final ObservableList<Line> rows = FXCollections.observableArrayList();
  private Runnable changed = () -> {};
  private Runnable afterRead = () -> {};
  private AuditQuery query;
  private AuditNames names = AuditNames.NONE;
  private @Nullable Problem problem;
  private @Nullable Instant lastRead;
  private Jobs.@Nullable Job reading;
  private Jobs.@Nullable Job looking;
  private long newest = -1;
  private boolean more;
  private boolean owed;
  private int seconds;

  AuditModel(Audit audit, String environment, Jobs jobs, InstantSource clock) {
    this.audit = audit;
    this.jobs = jobs;
    this.clock = clock;
    query = AuditQuery.of(environment);
    chain = new ChainModel(audit, jobs, clock, this::chainChanged);
  }

  /** Hears of every change. */
  void onChange(Runnable listener) {
    changed = listener;
  }

  ObservableList<Line> rows() {
    return rows;
  }

  AuditQuery query() {
    return query;
  }

  /** Who did what to what, to choose from. */
  AuditNames names() {
    return names;
  }

  ChainModel chain() {
    return chain;
  }

  /** Why the rows could not be read; null where they could. */
  @Nullable Problem problem() {
    return problem;
  }

  /** When they were read last; null: never. */
  @Nullable Instant lastRead() {
    return lastRead;
  }

  /** The number of the newest row of the whole trail; smaller than 0: not known. */
  long newest() {
    return newest;
  }

  /** Whether there are older rows than those in memory. */
  boolean hasMore() {
    return more;
  }

  /** Whether the older rows are not read because too many are in memory. */
  boolean isFull() {
    return more && rows.size() >= MOST;
  }

  /** Shows other rows, from the newest on. */
  void ask(AuditQuery wanted) {
    if (!wanted.equals(query)) {
      boolean elsewhere = !wanted.environment().equals(query.environment());
      query = wanted;
      restart();
      if (elsewhere) {
        readNames();
      }
    }
  }

  /** The screen comes to the front. */
  void begin() {
    chain.begin();
    look();
  }

  /** Once a second while shown. */
  void tick() {
    if (++seconds % SECONDS == 0) {
      look();
    }
  }

  /** The screen goes to the back. */
  void stop() {
    if (reading != null) {
      reading.cancel();
      reading = null;
      owed = true;
    }
    if (looking != null) {
      looking.cancel();
      looking = null;
    }
    chain.stop();
  }

  /** Reads everything anew: rows, names, chain. */
  void refresh() {
    restart();
    readNames();
    chain.verify();
  }

  /** Reads older rows, where there are any. */
  void older() {
    older(PAGE, row -> {}, Long.MAX_VALUE);
  }

  /**
   * Reads older rows until one of them is reached.
   *
   * @param row its number
   * @param reached is told the number when it, or where it is gone the rows around it, are there
   */
  void reach(long row, LongConsumer reached) {
    boolean there = !rows.isEmpty() && rows.getLast().seq() <= row;
    if (there || !more || rows.size() >= MOST) {
      reached.accept(row);
    } else {
      older(STRIDE, reached, row);
    }
  }

  private void older(int count, LongConsumer reached, long wanted) {
    if (!more || reading != null || rows.isEmpty() || rows.size() >= MOST) {
      return;
    }
    AuditQuery asked = query;
    long before = rows.getLast().seq();
    reading =
        jobs.run(
            "Read older audit rows",
            () -> audit.find(asked, before, count),
            page -> {
              reading = null;
              more = page.size() == count;
              rows.addAll(page);
              succeeded();
              if (wanted != Long.MAX_VALUE) {
                reach(wanted, reached);
              }
            },
            this::failed);
  }

  private void look() {
    if (looking == null) {
      looking =
          jobs.run(
              "Look for audit rows",
              audit::newestNumber,
              this::looked,
              trouble -> {
                looking = null;
                problem = trouble;
                changed.run();
              });
    }
  }

  private void looked(long number) {
    looking = null;
    boolean first = owed || lastRead == null || problem != null || number < newest;
    boolean other = number != newest;
    newest = number;
    if (first) {
      refresh();
      return;
    }
    lastRead = clock.instant();
    if (other) {
      newer();
      readNames();
      chain.grown();
    }
  }

  /** Puts new rows above the others; where there are too many of them, begins anew. */
  private void newer() {
    if (reading != null) {
      newest = -1; // the next look tries again
      return;
    }
    AuditQuery asked = query;
    long known = rows.isEmpty() ? 0 : rows.getFirst().seq();
    reading =
        jobs.run(
            "Read new audit rows",
            () -> audit.find(asked, Long.MAX_VALUE, PAGE),
            page -> {
              reading = null;
              List<Line> fresh = page.stream().filter(line -> line.seq() > known).toList();
              if (fresh.size() == page.size()) {
                take(page);
              } else if (!fresh.isEmpty()) {
                rows.addAll(0, fresh);
              }
              succeeded();
            },
            this::failed);
  }

  private void restart() {
    owed = false;
    if (reading != null) {
      reading.cancel();
    }
    AuditQuery asked = query;
    reading =
        jobs.run(
            "Read audit rows",
            () -> audit.find(asked, Long.MAX_VALUE, PAGE),
            page -> {
              reading = null;
              take(page);
              succeeded();
            },
            this::failed);
    changed.run();
  }

  private void take(List<Line> page) {
    more = page.size() == PAGE;
    if (!rows.equals(page)) {
      rows.setAll(page);
    }
  }

  private void readNames() {
    String environment = query.environment();
    jobs.run(
        "Read names of the audit trail",
        () -> audit.names(environment),
        found -> {
          if (environment.equals(query.environment()) && !found.equals(names)) {
            names = found;
            changed.run();
          }
        },
        trouble -> {}); // the rows tell what is wrong, from the same store
  }

  /** Runs something when what was asked for last is there; at once where it is. */
  void whenRead(Runnable then) {
    if (reading == null) {
      then.run();
    } else {
      afterRead = then;
    }
  }

  private void succeeded() {
    problem = null;
    lastRead = clock.instant();
    changed.run();
    Runnable then = afterRead;
    afterRead = () -> {};
    then.run();
  }

  private void failed(Problem trouble) {
    reading = null;
    problem = trouble;
    changed.run();
  }

  /** A broken chain is shown on the rows as they are now, not as they were when they were read. */
  private void chainChanged(boolean broke) {
    if (broke) {
      restart();
    }
    changed.run();
  }
}
