package tech.atoms.opsdesk.desktop.sessions;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import javafx.collections.ObservableListBase;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.database.AppSession;
import tech.atoms.opsdesk.database.AppSessionPage;
import tech.atoms.opsdesk.desktop.task.Jobs;

/**
 * A list of any length of which a few pages are in memory: asking for a row that is not there gives
 * {@link AppRow#LOADING} and has its page read. Of the pages seen only the cursors are kept, so a
 * million rows cost a megabyte. On the JavaFX thread.
 */
final class PagedRows extends ObservableListBase<AppRow> {
  static final int PAGE = 100;
  static final int PAGES_KEPT = 30;

  /** A window shows fewer rows than two pages have: what it shows lies in three at most. */
  private static final int MOST_RELOADED = 3;

  private final Loader loader;
  private final Consumer<@Nullable Problem> outcome;
  private final Map<Integer, List<AppSession>> pages =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, List<AppSession>> eldest) {
          return size() > PAGES_KEPT;
        }
      };
  private final List<Optional<String>> cursors = new ArrayList<>(List.of(Optional.empty()));
  private int extent;
  private boolean more;
  private int wanted = -1;
  private int loading = -1;
  private Jobs.@Nullable Job job;

  /** Reads a page in the background. */
  @FunctionalInterface
  interface Loader {
    Jobs.Job load(@Nullable String cursor, Consumer<AppSessionPage> done, Consumer<Problem> failed);
  }

  /**
   * An empty list.
   *
   * @param loader reads pages
   * @param outcome hears of every page read: null, or why it could not be read
   */
  PagedRows(Loader loader, Consumer<@Nullable Problem> outcome) {
    this.loader = loader;
    this.outcome = outcome;
  }

  /** Reads the first page again; what is shown stays until it is there. */
  void restart() {
    stop();
    wanted = -1;
    load(0, true);
  }

  /**
   * Reads again what is shown, in one change and where it stands: the pages that hold the rows from
   * {@code first} to {@code last}. Pages behind them are forgotten where they no longer continue
   * them. Does nothing while a page is being read.
   */
  void reload(int first, int last) {
    if (loading >= 0) {
      return;
    }
    int from = Math.clamp(first / PAGE, 0, cursors.size() - 1);
    int to = Math.clamp(last / PAGE, from, Math.min(cursors.size() - 1, from + MOST_RELOADED - 1));
    reload(from, to, cursors.get(from), new ArrayList<>());
  }

  private void reload(int from, int to, Optional<String> cursor, List<AppSessionPage> read) {
    loading = from + read.size();
    job =
        loader.load(
            cursor.orElse(null),
            result -> {
              read.add(result);
              Optional<String> next = Optional.ofNullable(result.next());
              if (from + read.size() <= to && next.isPresent()) {
                reload(from, to, next, read);
                return;
              }
              loading = -1;
              replace(from, read);
              outcome.accept(null);
              next();
            },
            this::failed);
  }

  private void replace(int from, List<AppSessionPage> read) {
    int before = size();
    boolean same = true;
    for (int i = 0; i < read.size(); i++) {
      same &= read.get(i).sessions().equals(pages.get(from + i));
      pages.put(from + i, read.get(i).sessions());
    }
    int last = from + read.size() - 1;
    for (int i = 0; i < read.size(); i++) {
      Optional<String> next = Optional.ofNullable(read.get(i).next());
      boolean known = from + i + 1 < cursors.size();
      if (known && next.equals(cursors.get(from + i + 1))) {
        continue;
      }
      if (known) {
        cursors.subList(from + i + 1, cursors.size()).clear();
        pages.keySet().removeIf(page -> page > last);
      }
      more = next.isPresent();
      next.ifPresent(at -> cursors.add(Optional.of(at)));
      extent = (from + i) * PAGE + read.get(i).sessions().size();
    }
    int after = size();
    if (!same || after != before) {
      tell(before, after, from * PAGE, (last + 1) * PAGE);
    }
  }

  /** Stops reading. */
  void stop() {
    if (job != null) {
      job.cancel();
    }
    job = null;
    loading = -1;
  }

  /** Rows that have been found so far; fewer than there are while {@link #hasMore}. */
  int extent() {
    return extent;
  }

  boolean hasMore() {
    return more;
  }

  /** Pages in memory at the moment. */
  int pagesInMemory() {
    return pages.size();
  }

  @Override
  public int size() {
    return extent + (more ? PAGE : 0);
  }

  @Override
  public AppRow get(int index) {
    int page = index / PAGE;
    List<AppSession> rows = pages.get(page);
    if (rows == null) {
      want(page);
      return AppRow.LOADING;
    }
    if (index % PAGE > PAGE / 2 && !pages.containsKey(page + 1)) {
      want(page + 1);
    }
    int at = index % PAGE;
    return at < rows.size() ? new AppRow(rows.get(at)) : AppRow.LOADING;
  }

  /** Looks only at what is in memory: a search must not read a million rows. */
  @Override
  public int indexOf(@Nullable Object row) {
    if (row instanceof AppRow(AppSession session)) {
      for (Map.Entry<Integer, List<AppSession>> page : pages.entrySet()) {
        int at = page.getValue().indexOf(session);
        if (at >= 0) {
          return page.getKey() * PAGE + at;
        }
      }
    }
    return -1;
  }

  /** Where a session stands among what is in memory, whatever else changed of it; -1: nowhere. */
  int indexOf(UUID id) {
    for (Map.Entry<Integer, List<AppSession>> page : pages.entrySet()) {
      List<AppSession> sessions = page.getValue();
      for (int i = 0; i < sessions.size(); i++) {
        if (sessions.get(i).id().equals(id)) {
          return page.getKey() * PAGE + i;
        }
      }
    }
    return -1;
  }

  @Override
  public int lastIndexOf(@Nullable Object row) {
    return indexOf(row);
  }

  @Override
  public boolean contains(@Nullable Object row) {
    return indexOf(row) >= 0;
  }

  private void want(int page) {
    if (page >= cursors.size()) {
      return;
    }
    if (loading < 0) {
      load(page, false);
    } else if (loading != page) {
      wanted = page; // the newest wish: what was scrolled past is not read
    }
  }

  private void load(int page, boolean anew) {
    loading = page;
    job =
        loader.load(
            cursors.get(page).orElse(null),
            result -> {
              loading = -1;
              take(page, result, anew);
              outcome.accept(null);
              next();
            },
            this::failed);
  }

  private void failed(Problem problem) {
    loading = -1;
    wanted = -1;
    outcome.accept(problem);
  }

  private void next() {
    int page = wanted;
    wanted = -1;
    if (page >= 0 && page < cursors.size() && !pages.containsKey(page)) {
      load(page, false);
    }
  }

  private void take(int page, AppSessionPage result, boolean anew) {
    int before = size();
    List<AppSession> shown = pages.get(page);
    if (anew) {
      pages.clear();
      cursors.subList(1, cursors.size()).clear();
    }
    pages.put(page, result.sessions());
    if (page == cursors.size() - 1) {
      extent = page * PAGE + result.sessions().size();
      Optional<String> next = Optional.ofNullable(result.next());
      more = next.isPresent();
      if (more) {
        cursors.add(next);
      }
    }
    int after = size();
    if (after == before && result.sessions().equals(shown)) {
      return; // the same again: nothing is drawn anew
    }
    tell(before, after, page * PAGE, (page + 1) * PAGE);
  }

  /** Tells of new rows from {@code first} up to {@code end}, and of another length. */
  private void tell(int before, int after, int first, int end) {
    beginChange();
    for (int i = first; i < Math.min(Math.min(before, after), end); i++) {
      nextUpdate(i);
    }
    if (after > before) {
      nextAdd(before, after);
    } else if (after < before) {
      nextRemove(after, Collections.nCopies(before - after, AppRow.LOADING));
    }
    endChange();
  }
}
