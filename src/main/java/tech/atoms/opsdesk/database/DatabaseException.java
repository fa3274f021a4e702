package tech.atoms.opsdesk.database;

import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;

/** The monitored database did not answer, or did not answer everything. */
public final class DatabaseException extends ProblemException {
  private static final long serialVersionUID = 1L;
  private final Kind kind;

  /** What sort of failure it was. None of them means zero. */
  public enum Kind {
    /** No connection: host, port, network, or the server is stopped. */
    UNREACHABLE,
    /** Connected, but the role may not sign in. */
    SIGN_IN_REFUSED,
    /** The encrypted connection was not made: certificate, name, or no encryption offered. */
    NOT_TRUSTED,
    /** Signed in, but the role may not read what was asked. */
    NO_RIGHTS,
    /** A table, a column or the database is not there. */
    MISSING,
    /** The server did not finish within the limit that the desk sets. */
    TOO_SLOW,
    /** The server has no connection free. */
    NO_CONNECTION_FREE,
    /** The desk's own connections are all taken by slower reads: says nothing of the server. */
    BUSY,
    /** The work was cancelled by the desk. */
    CANCELLED,
    /** A cursor that was not made by this list. */
    BAD_CURSOR,
    /** Anything else. */
    OTHER
  }

  /** Whether it says nothing of the database, only of the desk itself. */
  public boolean isOwnFault() {
    return kind == Kind.BUSY || kind == Kind.CANCELLED || kind == Kind.BAD_CURSOR;
  }

  DatabaseException(Kind kind, Problem problem, @Nullable Throwable cause) {
    super(problem, cause);
    this.kind = kind;
  }

  /** What sort of failure it was. */
  public Kind kind() {
    return kind;
  }
}
