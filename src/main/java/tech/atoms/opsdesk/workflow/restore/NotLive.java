package tech.atoms.opsdesk.workflow.restore;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import tech.atoms.opsdesk.backup.dump.Target;
import tech.atoms.opsdesk.common.Masking;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.store.ClusterIdentity;

/** Keeps a restore elsewhere off the live database, also where that is empty. Blocks on both. */
final class NotLive {
  private static final String APPLICATION = "atoms-restore-look";
  private static final int SECONDS = 20;

  private NotLive() {}

  /**
   * Looks whether two databases are one.
   *
   * @throws ProblemException where they are, or the other one does not answer
   */
  static void require(Target other, Target live) {
    try (Connection there = other.connect(APPLICATION, SECONDS)) {
      if (isLive(there, other, live)) {
        throw refused(
            other,
            "it is the live database",
            "Name another one. 'opsdesk backup restore' without --into, or 'opsdesk recover' where"
                + " it is empty, bring the live one back");
      }
    } catch (SQLException e) {
      throw refused(
          other,
          "it does not answer: " + Masking.mask(String.valueOf(e.getMessage())),
          "Look at its address, the role and the password");
    }
  }

  private static boolean isLive(Connection there, Target other, Target live) throws SQLException {
    try (Connection here = live.connect(APPLICATION, SECONDS)) {
      return here.getCatalog().equals(there.getCatalog())
          && ClusterIdentity.of(here).sameAs(ClusterIdentity.of(there));
    } catch (SQLException e) {
      return isThere(other, live); // it is gone, and only its address is known
    }
  }

  private static boolean isThere(Target other, Target live) {
    return List.of("PGHOST", "PGPORT", "PGDATABASE").stream()
        .allMatch(
            name ->
                live.variables()
                    .getOrDefault(name, "")
                    .equals(other.variables().getOrDefault(name, "")));
  }

  /**
   * A database that does not exist is not where the live one was.
   *
   * @throws ProblemException where it is
   */
  static void requireOther(Target other, Target live) {
    if (isThere(other, live)) {
      throw refused(
          other, "it is the live database, which is gone", "'opsdesk recover' brings it back");
    }
  }

  private static ProblemException refused(Target other, String why, String next) {
    return new ProblemException(
        new Problem("Nothing is restored there", other.jdbcUrl(), why, next));
  }
}
