package tech.atoms.opsdesk.desktop.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import javafx.collections.ListChangeListener;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.database.AppSession;
import tech.atoms.opsdesk.database.AppSessionPage;
import tech.atoms.opsdesk.desktop.task.Jobs;

/** The list under the table, over a source that answers when the test says so. */
class PagedRowsTest {
  private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");

  private int total = 1_000_000;
  private String client = "";

  /** So many rows have gone from the page that is read next. */
  private int shift;

  private final List<Integer> asked = new ArrayList<>();
  private final List<Runnable> waiting = new ArrayList<>();
  private final List<@Nullable Problem> outcomes = new ArrayList<>();
  private final PagedRows rows = new PagedRows(this::load, outcomes::add);

  private Jobs.Job load(
      @Nullable String cursor, Consumer<AppSessionPage> done, Consumer<Problem> failed) {
    int from = (cursor == null ? 0 : Integer.parseInt(cursor)) + shift;
    shift = 0;
    asked.add(from);
    waiting.add(() -> done.accept(page(from)));
    return () -> {};
  }

  private AppSessionPage page(int from) {
    List<AppSession> sessions = new ArrayList<>();
    for (int i = from; i < Math.min(total, from + PagedRows.PAGE); i++) {
      sessions.add(
          new AppSession(new UUID(0, i), null, "u" + i, client, "", null, null, NOW, false, 1));
    }
    int next = from + PagedRows.PAGE;
    return new AppSessionPage(NOW, sessions, next < total ? String.valueOf(next) : null);
  }

  private void answer() {
    while (!waiting.isEmpty()) {
      waiting.removeFirst().run();
    }
  }

  private static int number(AppRow row) {
    return row.session() == null ? -1 : (int) row.session().id().getLeastSignificantBits();
  }

  @Test
  void aMillionRowsScrollThroughWithAFewPagesInMemory() {
    rows.restart();
    answer();
    Set<Integer> seen = new HashSet<>();
    int most = 0;
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).session() == null) {
        answer();
      }
      seen.add(number(rows.get(i)));
      most = Math.max(most, rows.pagesInMemory());
    }
    assertThat(seen).hasSize(1_000_000).doesNotContain(-1);
    assertThat(most).isLessThanOrEqualTo(PagedRows.PAGES_KEPT);
    assertThat(rows.hasMore()).isFalse();
    assertThat(asked).as("each page is read once").hasSize(10_000).doesNotHaveDuplicates();
    assertThat(number(rows.get(0))).as("long forgotten").isEqualTo(-1);
    answer();
    assertThat(number(rows.get(0))).isZero();
  }

  @Test
  void whatWasScrolledPastIsNotRead() {
    rows.restart();
    answer();
    for (int i = 0; i < 2_500; i++) {
      if (number(rows.get(i)) < 0) {
        answer();
      }
    }
    for (int i = 0; i < 60; i++) {
      rows.get(2_500 + i * PagedRows.PAGE / 2 % 100);
    }
    rows.restart();
    answer();
    asked.clear();
    rows.get(150);
    rows.get(10);
    assertThat(asked).containsExactly(100);
  }

  @Test
  void theSameRowsAgainAreNoChange() {
    total = 40;
    rows.restart();
    answer();
    List<ListChangeListener.Change<? extends AppRow>> changes = new ArrayList<>();
    rows.addListener((ListChangeListener<AppRow>) changes::add);
    rows.restart();
    answer();
    assertThat(changes).isEmpty();
    total = 30;
    rows.restart();
    answer();
    assertThat(changes).hasSize(1);
    assertThat(rows).hasSize(30);
    assertThat(outcomes).containsOnlyNulls();
  }

  @Test
  void searchingReadsNothing() {
    rows.restart();
    answer();
    asked.clear();
    assertThat(rows.indexOf(rows.get(7))).isEqualTo(7);
    assertThat(rows.contains(new AppRow(page(999_900).sessions().getFirst()))).isFalse();
    assertThat(asked).isEmpty();
  }

  @Test
  void whatIsShownIsReadAgainWhereItStands() {
    rows.restart();
    answer();
    for (int i = 0; i < 1_000; i++) {
      if (number(rows.get(i)) < 0) {
        answer();
      }
    }
    answer();
    int size = rows.size();
    asked.clear();
    client = "Cursor";
    rows.reload(480, 510);
    answer();
    assertThat(asked).containsExactly(400, 500);
    assertThat(rows).hasSize(size);
    assertThat(rows.get(505).session()).extracting(AppSession::client).isEqualTo("Cursor");
    assertThat(rows.get(395).session()).extracting(AppSession::client).isEqualTo("");
  }

  @Test
  void pagesBehindRowsThatMovedAreForgotten() {
    rows.restart();
    answer();
    for (int i = 0; i < 1_000; i++) {
      if (number(rows.get(i)) < 0) {
        answer();
      }
    }
    answer();
    shift = 3;
    rows.reload(480, 510);
    answer();
    assertThat(rows.extent()).isEqualTo(600);
    assertThat(number(rows.get(599))).isEqualTo(602);
    rows.get(600);
    answer();
    assertThat(number(rows.get(600))).isEqualTo(603);
  }
}
