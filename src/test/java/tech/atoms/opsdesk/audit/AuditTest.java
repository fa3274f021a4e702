package tech.atoms.opsdesk.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tech.atoms.opsdesk.common.Masking;
import tech.atoms.opsdesk.postgres.TestPostgres;
import tech.atoms.opsdesk.store.Store;
import tech.atoms.opsdesk.store.TestStores;

/** On one store; the trail is emptied between the tests, as only its owner can. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuditTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private final TestPostgres.Database database = TestPostgres.createDatabase();
  private Store store = TestStores.opening(TestStores.in(database));
  @TempDir Path directory;

  @BeforeAll
  void open() {
    store.close();
    store = TestStores.open(TestStores.in(database));
  }

  @AfterAll
  void close() {
    store.close();
  }

  @BeforeEach
  void empty() {
    tamper("truncate audit", "delete from audit_head");
  }

  @Test
  void eachRowCarriesTheHashOfTheOneBefore() {
    Audit audit = filled(5);

    List<Line> newest = audit.newest("production", Long.MAX_VALUE, 3);
    assertThat(newest).extracting(Line::seq).containsExactly(5L, 4L, 3L);
    assertThat(newest.get(0).previous()).isEqualTo(newest.get(1).hash());
    assertThat(audit.newest("production", 3, 10)).extracting(Line::seq).containsExactly(2L, 1L);
    assertThat(audit.newest("staging", Long.MAX_VALUE, 10)).isEmpty();
    assertThat(audit.verify().intact()).isTrue();
    assertThat(audit.verify().rows()).isEqualTo(5);
  }

  @Test
  void theStoreRefusesToChangeOrRemoveRows() {
    filled(2);
    for (String sql :
        List.of(
            "update opsdesk.audit set actor = 'x'",
            "delete from opsdesk.audit",
            "truncate opsdesk.audit")) {
      assertThatThrownBy(() -> TestPostgres.execute(database.dataSource(), sql))
          .hasRootCauseInstanceOf(java.sql.SQLException.class)
          .hasMessageContaining("append-only");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "delete from audit where seq = 3                                  | 3",
        "delete from audit where seq = 1                                  | 1",
        "update audit set detail = 'nothing' where seq = 4                | 4",
        "update audit set at = at + interval '1 s' where seq = 2          | 2",
        "update audit set outcome = 'refused' where seq = 6               | 6",
        "update audit set seq = 70 - seq where seq in (3, 4)              | 3",
        "update audit set seq = case seq when 2 then 1 else 2 end + 100 where seq < 3 | 1",
        "insert into audit select 7, at, environment, actor, login, host, action, subject, outcome,"
            + " detail, hash, 'forged' from audit where seq = 6 | 7",
        "delete from audit where seq > 4                                  | 5"
      })
  void tamperingIsFoundAndTheFirstBadRowNamed(String sql, long first) {
    filled(6);
    tamper(sql);

    Verification found = new Audit(store, directory.resolve("other"), "desk").verify();

    assertThat(found.intact()).isFalse();
    assertThat(found.firstBad()).as(found.what()).isEqualTo(first);
  }

  @Test
  void aTailCutOffWithItsRecordIsMissedByWhoHasSeenItOnly() {
    Audit audit = filled(6);
    tamper(
        "delete from audit where seq > 4",
        "update audit_head set seq = 4, hash = (select hash from audit where seq = 4)");

    assertThat(audit.verify().firstBad()).isEqualTo(5);
    Verification stranger = new Audit(store, directory.resolve("stranger"), "desk").verify();
    assertThat(stranger.intact()).isTrue();
    assertThat(stranger.limits()).anyMatch(limit -> limit.contains("cut off"));
  }

  @Test
  void aTrailWrittenAnewIsFoundByWhoHasSeenTheOldOne() {
    Audit audit = filled(3);
    empty();
    Audit forger = new Audit(store, directory.resolve("forger"), "desk");
    for (int i = 0; i < 4; i++) {
      forger.record(entry("forged " + i));
    }

    assertThat(forger.verify().intact()).isTrue();
    assertThat(audit.verify().firstBad()).isEqualTo(3);
  }

  @Test
  void twoDesksThatWriteAtOnceMakeOneChain() throws InterruptedException {
    try (Store second = TestStores.open(TestStores.in(database))) {
      List<Thread> writers = new ArrayList<>();
      for (Store one : List.of(store, second, store, second)) {
        Audit audit = new Audit(one, directory.resolve("many"), "desk");
        writers.add(
            Thread.ofVirtual()
                .start(
                    () -> {
                      for (int i = 0; i < 25; i++) {
                        audit.record(entry("write " + i));
                      }
                    }));
      }
      for (Thread writer : writers) {
        writer.join();
      }
    }
    Verification found = new Audit(store, directory.resolve("many"), "desk").verify();
    assertThat(found.intact()).as(found.what()).isTrue();
    assertThat(found.rows()).isEqualTo(100);
  }

  @Test
  void secretsAreMaskedAndTheRowStillMatchesItsHash() {
    Masking.register("hunter2-secret");
    Audit audit = filled(0);
    audit.record(entry("because of hunter2-secret\0"));

    assertThat(audit.newest("", Long.MAX_VALUE, 1).getFirst().entry().detail())
        .doesNotContain("hunter2");
    assertThat(audit.verify().intact()).isTrue();
    // A word that becomes a secret later does not break what was written before.
    audit.record(entry("later-a-secret"));
    Masking.register("later-a-secret");
    assertThat(audit.verify().intact()).isTrue();
  }

  private Audit filled(int rows) {
    Audit audit = new Audit(store, directory.resolve("data-" + System.nanoTime()), "desk");
    for (int i = 0; i < rows; i++) {
      audit.record(entry("row " + i));
    }
    return audit;
  }

  private static Entry entry(String detail) {
    return new Entry(
        NOON,
        "production",
        "Maya Okafor",
        "maya",
        "checklist.tick",
        "SEC-15",
        Entry.Outcome.DONE,
        detail);
  }

  private void tamper(String... sql) {
    List<String> all = new ArrayList<>();
    all.add("set search_path to opsdesk");
    all.add("alter table audit disable trigger all");
    all.addAll(List.of(sql));
    all.add("alter table audit enable trigger all");
    TestPostgres.execute(database.dataSource(), all.toArray(String[]::new));
  }
}
