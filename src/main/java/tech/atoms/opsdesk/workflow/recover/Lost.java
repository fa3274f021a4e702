package tech.atoms.opsdesk.workflow.recover;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import tech.atoms.opsdesk.backup.Manifest;
import tech.atoms.opsdesk.backup.dump.ContentReader;
import tech.atoms.opsdesk.backup.restore.IntoNew;
import tech.atoms.opsdesk.backup.restore.NewDatabase;
import tech.atoms.opsdesk.backup.restore.Occupied;
import tech.atoms.opsdesk.backup.store.Archived;
import tech.atoms.opsdesk.common.Few;
import tech.atoms.opsdesk.common.Masking;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.workflow.restore.Restoring;

/** The database that is to be brought back, as the role that restores. Blocks on it. */
final class Lost {
  private static final String APPLICATION = "atoms-recover";

  private final Restoring restoring;

  Lost(Restoring restoring) {
    this.restoring = restoring;
  }

  Restoring restoring() {
    return restoring;
  }

  /** How it is. */
  enum State {
    /** Nobody answers. */
    AWAY,
    /** The server answers, and has no such database. */
    NO_DATABASE,
    /** Nothing is in its schemas. */
    EMPTY,
    /** Its tables are those of the backup, its rows are not. */
    OTHER_ROWS,
    /** It holds other tables. */
    OTHER_TABLES,
    /** It holds what the backup held. */
    EQUAL;

    /** As a plan tells it. */
    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  /** How it is, in words. */
  record Look(State state, String words) {}

  /** Looks at it. */
  Look look(String backup) {
    Manifest manifest = manifest(backup);
    try (Connection connection = restoring.target().connect(APPLICATION, 0)) {
      if (Occupied.by(connection, manifest.schemas()).isEmpty()) {
        return new Look(State.EMPTY, "it is empty");
      }
      connection.setAutoCommit(false);
      ContentReader.pin(connection);
      String shape = ContentReader.fingerprint(connection, manifest.schemas());
      if (!shape.equals(manifest.content().fingerprint())) {
        return new Look(State.OTHER_TABLES, "it holds other tables than the backup");
      }
      List<String> differences =
          ContentReader.differences(connection, manifest, (table, done, of) -> {});
      return differences.isEmpty()
          ? new Look(State.EQUAL, "it holds what the backup held")
          : new Look(State.OTHER_ROWS, Few.of(differences));
    } catch (SQLException e) {
      return NewDatabase.isMissing(e)
          ? new Look(State.NO_DATABASE, "the server answers, and has no such database")
          : new Look(State.AWAY, "it does not answer: " + Masking.mask(line(e)));
    }
  }

  private static String line(SQLException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("").strip();
  }

  private Manifest manifest(String backup) {
    return new Archived(restoring.named(backup)).manifest();
  }

  /** Makes the database, which the server does not have. */
  void make() {
    NewDatabase.make(restoring.target(NewDatabase.MAINTENANCE), restoring.target());
  }

  IntoNew intoNew(String backup) {
    return restoring.intoNew(backup);
  }

  ProblemException cannot(Look look) {
    return new ProblemException(
        new Problem(
            "The database cannot be brought back yet",
            restoring.target().jdbcUrl(),
            look.words(),
            look.state() == State.AWAY
                ? "Bring its server back, or make another one and name it in the profile; then try"
                    + " again"
                : "Name an empty database in the profile, or empty this one; then try again"));
  }
}
