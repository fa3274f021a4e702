package tech.atoms.opsdesk.desktop.sessions;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.database.AppSessionCounts;
import tech.atoms.opsdesk.database.AppSessionPage;
import tech.atoms.opsdesk.database.AppSessionQuery;
import tech.atoms.opsdesk.database.AppSessionQuery.Expiry;
import tech.atoms.opsdesk.database.AppSessionQuery.Filter;
import tech.atoms.opsdesk.database.AppSessionQuery.Order;
import tech.atoms.opsdesk.database.MonitoredDatabase;
import tech.atoms.opsdesk.desktop.control.TablePage.Shown;
import tech.atoms.opsdesk.desktop.task.Jobs;

/** What the tab of application sessions shows. On the JavaFX thread. */
final class AppSessionsModel {
  static final Duration INTERVAL = Duration.ofSeconds(5);

  private final MonitoredDatabase database;
  private final Jobs jobs;
  private final InstantSource clock;
  private final PagedRows rows;
  private Runnable changed = () -> {};
  private AppSessionQuery query = AppSessionQuery.ALL;
  private @Nullable AppSessionCounts counts;
  private @Nullable Problem countsProblem;
  private @Nullable Problem problem;
  private @Nullable Instant lastRead;
  private Jobs.@Nullable Job counting;
  private Instant nextCount = Instant.MIN;
  private List<String> clients = List.of("");
  private Jobs.@Nullable Job listing;
  private boolean listed;
  private Supplier<Shown> shown = () -> new Shown(0, 0);

  AppSessionsModel(MonitoredDatabase database, Jobs jobs, InstantSource clock) {
    this.database = database;
    this.jobs = jobs;
    this.clock = clock;
    this.rows = new PagedRows(this::load, this::outcome);
  }

  /** Hears of every change but those of the rows. */
  void onChange(Runnable listener) {
    changed = listener;
  }

  /** Tells which rows can be seen: only these are read again. */
  void shown(Supplier<Shown> range) {
    shown = range;
  }

  ObservableList<AppRow> rows() {
    return rows;
  }

  AppSessionQuery query() {
    return query;
  }

  /** The newest counts; null: not counted yet. */
  @Nullable AppSessionCounts counts() {
    return counts;
  }

  /** Why the newest counting failed; null where it did not. */
  @Nullable Problem countsProblem() {
    return countsProblem;
  }

  /** Why the newest page could not be read; null where it was. */
  @Nullable Problem problem() {
    return problem;
  }

  /** When a page was read last; null: never. */
  @Nullable Instant lastRead() {
    return lastRead;
  }

  /** Where a session stands among the rows in memory; -1: nowhere. */
  int indexOf(UUID session) {
    return rows.indexOf(session);
  }

  int extent() {
    return rows.extent();
  }

  boolean hasMore() {
    return rows.hasMore();
  }

  void show(Filter filter) {
    ask(query.with(filter));
  }

  void find(String userPrefix) {
    ask(query.with(userPrefix.strip()));
  }

  void order(Order order) {
    ask(query.with(order));
  }

  /** Only sessions of one client; empty: of any. */
  void client(String client) {
    ask(query.withClient(client));
  }

  void expiry(Expiry expiry) {
    ask(query.with(expiry));
  }

  /** The clients to choose from, "any" (empty) first; only that until they have been read. */
  List<String> clients() {
    return clients;
  }

  private void ask(AppSessionQuery wanted) {
    if (!wanted.equals(query)) {
      query = wanted;
      rows.restart();
      changed.run();
    }
  }

  /** Reads counts, clients and the rows that can be seen anew; the list stays where it is. */
  void refresh() {
    nextCount = Instant.MIN;
    listed = false;
    tick();
  }

  /** Once a second while shown: every 5 s it counts and reads the rows that can be seen again. */
  void tick() {
    Instant now = clock.instant();
    if (counting == null && !now.isBefore(nextCount)) {
      nextCount = now.plus(INTERVAL);
      counting =
          jobs.run("Count sessions", database::appSessionCounts, this::counted, this::failed);
      Shown range = shown.get();
      rows.reload(range.first(), range.last());
    }
  }

  void stop() {
    if (counting != null) {
      counting.cancel();
      counting = null;
    }
    if (listing != null) {
      listing.cancel();
      listing = null;
    }
    rows.stop();
  }

  /** How many rows the filter has by the newest counts; -1: not known. */
  long total() {
    AppSessionCounts known = counts;
    if (known == null || !query.userPrefix().isEmpty() || query.isNarrowed()) {
      return rows.hasMore() || lastRead == null ? -1 : rows.extent();
    }
    return count(query.filter(), known);
  }

  static long count(Filter filter, AppSessionCounts counts) {
    return switch (filter) {
      case ALL -> counts.total();
      case NEAR_LIMIT -> counts.sessionsNearLimit();
      case OVER_LIMIT -> -1;
      case IDLE -> counts.idle();
      case EXPIRED -> counts.expiredNotCleaned();
      case ORPHANS -> counts.orphans();
    };
  }

  private Jobs.Job load(
      @Nullable String cursor, Consumer<AppSessionPage> done, Consumer<Problem> failed) {
    AppSessionQuery asked = query;
    return jobs.run(
        "Read sessions", () -> database.appSessions(asked, cursor, PagedRows.PAGE), done, failed);
  }

  private void outcome(@Nullable Problem failure) {
    problem = failure;
    if (failure == null) {
      lastRead = clock.instant();
    }
    changed.run();
  }

  private void counted(AppSessionCounts newest) {
    counting = null;
    counts = newest;
    countsProblem = null;
    list();
    changed.run();
  }

  /**
   * After the counts, which matter more: the list needs a scan of its own. Again and again while a
   * client is chosen, because its sessions may come from that scan; it is kept for a while.
   */
  private void list() {
    if (listing == null && (!listed || !query.client().isEmpty())) {
      listing =
          jobs.run(
              "List clients",
              database::appSessionClients,
              found -> {
                listing = null;
                listed = true;
                List<String> all = new ArrayList<>(List.of(""));
                all.addAll(found);
                if (!all.contains(query.client())) {
                  all.add(query.client());
                }
                clients = List.copyOf(all);
                changed.run();
              },
              failure -> {
                listing = null;
                listed = true; // the counts tell what is wrong; F5 tries again
              });
    }
  }

  private void failed(Problem failure) {
    counting = null;
    countsProblem = failure;
    changed.run();
  }
}
