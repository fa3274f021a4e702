package tech.atoms.opsdesk.sandbox.database;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/**
 * Puts the sandbox's database back to a time, as far as its rows tell: the server is away for a
 * while, comes back on a new timeline, and what was written since is gone.
 */
public final class Recovery {
  private static final Duration PROMOTION = Duration.ofSeconds(20);

  private final SandboxDatabase database;
  private final InstantSource clock;

  /** Of a database. */
  public Recovery(SandboxDatabase database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * Takes the server away; connections break.
   *
   * @return when it was gone
   */
  public Instant begin() {
    database.away();
    return clock.instant();
  }

  /** Brings it back as it was. */
  public void giveUp() throws IOException {
    database.recovered(false);
  }

  /**
   * Brings it back as it was at a time. Blocks for about a second.
   *
   * @param target what was written after it is gone
   * @param stopped when the server was gone; what is written later stays
   */
  public void finish(Instant target, Instant stopped)
      throws IOException, SQLException, InterruptedException {
    database.recovered(true);
    try (Connection connection = database.superuser().getConnection()) {
      awaitPromotion(connection);
      Script.named("recovered.sql")
          .with(Map.of("target", target, "stopped", stopped))
          .run(connection);
    }
  }

  private static void awaitPromotion(Connection connection)
      throws SQLException, InterruptedException {
    long limit = System.nanoTime() + PROMOTION.toNanos();
    try (Statement statement = connection.createStatement()) {
      while (inRecovery(statement)) {
        if (System.nanoTime() > limit) {
          throw new SQLException("the server stays in recovery");
        }
        Thread.sleep(20);
      }
    }
  }

  private static boolean inRecovery(Statement statement) throws SQLException {
    try (ResultSet result = statement.executeQuery("select pg_is_in_recovery()")) {
      return result.next() && result.getBoolean(1);
    }
  }
}
