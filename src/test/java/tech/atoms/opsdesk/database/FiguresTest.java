package tech.atoms.opsdesk.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FiguresTest {
  private static final Fixture FIXTURE = new Fixture();

  @Test
  void countsConnectionsOfTheWholeServer() throws Exception {
    try (MonitoredDatabase database = FIXTURE.open(FIXTURE.monitor);
        Connection idle = FIXTURE.connect("figures-idle")) {
      Fixture.pid(idle); // leaves its transaction open
      ConnectionFigures figures = database.connectionFigures();
      assertThat(figures.max()).isEqualTo(100);
      assertThat(figures.inUse()).isBetween(2, 50);
      assertThat(figures.idleInTransaction()).isPositive();
      assertThat(figures.available())
          .isEqualTo(figures.max() - figures.reserved() - figures.inUse());
      assertThat(database.responseTime()).isBetween(Duration.ofNanos(1), Duration.ofSeconds(5));
    }
  }

  @Test
  void desksDoNotCountThemselvesAmongWhatTheServerDoes() throws Exception {
    try (MonitoredDatabase database = FIXTURE.open(FIXTURE.monitor);
        Connection other = FIXTURE.connect("figures-server");
        Connection desk = FIXTURE.connect(MonitoredDatabase.APPLICATION_NAME)) {
      other.createStatement().execute("select pg_advisory_lock(17)");
      ConnectionFigures before = database.connectionFigures();
      Thread waiting =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try (java.sql.Statement statement = desk.createStatement()) {
                      statement.execute("select pg_advisory_lock(17)");
                    } catch (java.sql.SQLException e) {
                      throw new IllegalStateException(e);
                    }
                  });
      await()
          .until(
              () ->
                  "1"
                      .equals(
                          FIXTURE.value(
                              "select count(*) from pg_locks where not granted and locktype ="
                                  + " 'advisory'")));
      ConnectionFigures during = database.connectionFigures();
      assertThat(during.lockWaiting()).isEqualTo(before.lockWaiting());
      assertThat(during.active()).isEqualTo(before.active()).isZero();
      other.rollback();
      other.createStatement().execute("select pg_advisory_unlock_all()");
      waiting.join();
      // It holds its transaction now, and does nothing.
      assertThat(database.connectionFigures().idleInTransaction())
          .isEqualTo(before.idleInTransaction());
    }
  }

  @Test
  void showsItselfByNameReadsOnlyAndUsesAtMostTwoConnections() throws Exception {
    try (MonitoredDatabase database = FIXTURE.open(FIXTURE.monitor)) {
      Thread[] readers = new Thread[8];
      for (int i = 0; i < readers.length; i++) {
        readers[i] = Thread.ofVirtual().start(database::connectionFigures);
      }
      for (Thread reader : readers) {
        reader.join();
      }
      assertThat(
              FIXTURE.value(
                  "select count(*) from pg_stat_activity where application_name = 'atoms-opsdesk'"
                      + " and usename = '"
                      + FIXTURE.monitor
                      + "'"))
          .isIn("1", "2");
    }
  }

  @Test
  void aRoleWithoutRightsIsToldSoAndNeverShownZero() throws Exception {
    try (MonitoredDatabase database = FIXTURE.open(FIXTURE.plain);
        Connection idle = FIXTURE.connect("figures-hidden")) {
      Fixture.pid(idle);
      ConnectionFigures figures = database.connectionFigures();
      assertThat(figures.inUse()).isGreaterThanOrEqualTo(2);
      assertThat(figures.active()).isNull();
      assertThat(figures.idleInTransaction()).isNull();
      assertThat(figures.max()).isEqualTo(100);
      assertThatThrownBy(database::appSessionCounts).satisfies(e -> isKind(e, "NO_RIGHTS"));
    }
  }

  static void isKind(Throwable e, String kind) {
    assertThat(e).isInstanceOf(DatabaseException.class);
    assertThat(((DatabaseException) e).kind().name()).isEqualTo(kind);
  }
}
