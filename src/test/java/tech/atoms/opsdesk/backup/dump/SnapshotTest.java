package tech.atoms.opsdesk.backup.dump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.atoms.opsdesk.backup.BackedUp;
import tech.atoms.opsdesk.backup.Content;
import tech.atoms.opsdesk.common.ProblemException;

/** What is dumped is of one moment, whatever others do meanwhile. */
class SnapshotTest {
  private static final List<String> SCHEMAS = List.of("public");

  @Test
  void whatOthersWouldTakeAwayWaitsUntilItIsDumpedAndWhatTheyWriteIsNotInIt(@TempDir Path directory)
      throws Exception {
    BackedUp shop = new BackedUp(directory);
    shop.fill(50);
    try (Snapshot snapshot =
            Snapshot.take(shop.target(), "atoms-backup-test", SCHEMAS, Patience.USUAL);
        Connection other = shop.database.dataSource().getConnection();
        Statement statement = other.createStatement()) {
      statement.execute("set lock_timeout = '100ms'");
      for (String taking :
          List.of(
              "truncate public.orders",
              "alter table public.orders add column more int",
              "alter table public.orders alter column id type bigint",
              "drop table public.orders",
              "vacuum full public.orders")) {
        assertThatThrownBy(() -> statement.execute(taking))
            .as(taking)
            .hasMessageContaining("lock timeout");
      }
      statement.execute("delete from public.orders where id % 2 = 0");
      Content content = snapshot.content((table, done, of) -> {});
      assertThat(content.tables()).extracting(Content.Table::rows).containsExactly(50L, 50L);
    }
  }

  @Test
  void aServerOfAnotherVersionIsToldWhatItNeeds() {
    assertThatThrownBy(() -> Client.of(99))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e ->
                assertThat(e.problem().advice())
                    .contains(
                        "only a client of the same major version fits", "postgresql-client-99"));
  }
}
