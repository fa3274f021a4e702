package tech.atoms.opsdesk.database;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.sql.SQLException;
import java.util.function.Predicate;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Masking;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.database.DatabaseException.Kind;

/**
 * Puts the driver's errors into words. Goes by SQLSTATE and exception class where there is one,
 * because the server's messages may be in any language.
 */
final class DatabaseProblems {
  private final String where;
  private final String user;

  DatabaseProblems(String where, String user) {
    this.where = where;
    this.user = user;
  }

  /**
   * The problem of an error.
   *
   * @param reading what was being read, e.g. "the connection figures"
   */
  ProblemException of(String reading, Throwable error) {
    ProblemException told = find(error, ProblemException.class);
    if (told != null) {
      return told;
    }
    DatabaseException certificate = certificate(error);
    if (certificate != null) {
      return certificate;
    }
    SQLException sql = deepest(error);
    String state = sql == null || sql.getSQLState() == null ? "" : sql.getSQLState();
    String message = sql == null ? text(error) : text(sql);
    return switch (state) {
      case "28P01", "28000" ->
          make(
              Kind.SIGN_IN_REFUSED,
              "The database refused the sign-in of role " + user,
              message,
              "check the role's name, its password and the server's pg_hba rules",
              error);
      case "3D000" ->
          make(
              Kind.MISSING,
              "The database does not exist",
              message,
              "check the name at the end of the database URL in the profile",
              error);
      case "42501" -> noRights(reading, message, error);
      case "42P01", "42703", "3F000", "42883" ->
          make(
              Kind.MISSING,
              "The database does not hold what was asked: " + reading,
              message,
              "compare the schema with section 3.1 of the specification",
              error);
      case "57014" -> tooSlow(reading, stopped(message), error);
      case "55P03" ->
          make(
              Kind.TOO_SLOW,
              "A lock kept the desk from reading " + reading,
              "the lock was not free within 1 s",
              "look at the blocking tree of the database sessions",
              error);
      case "53300" ->
          make(
              Kind.NO_CONNECTION_FREE,
              "The database has no connection left",
              message,
              "look for leaked connections; the desk retries by itself",
              error);
      case "57P01", "57P02", "57P03" ->
          make(
              Kind.UNREACHABLE,
              "The database is stopping or starting",
              message,
              "wait; the desk retries by itself",
              error);
      default -> byMessage(reading, state, message, error);
    };
  }

  private ProblemException byMessage(
      String reading, String state, String message, Throwable error) {
    if (message.contains("Tenant or user not found")) {
      return make(
          Kind.UNREACHABLE,
          "The pooler does not know the project",
          message,
          "the project may be paused: look at the provider's dashboard; else check the role's name",
          error);
    }
    if (message.contains("does not support SSL")) {
      return make(
          Kind.NOT_TRUSTED,
          "The database server offers no encryption",
          "the profile asks for an encrypted connection",
          "turn ssl on at the server, or weaken sslMode in the profile on purpose",
          error);
    }
    if (message.contains("hostnameverifier") || message.contains("could not be verified")) {
      return make(
          Kind.NOT_TRUSTED,
          "The database's certificate is for another host",
          message,
          "use the name in the certificate in the database URL",
          error);
    }
    if (has(error, UnknownHostException.class)) {
      return unreachable("the host name is not known", error);
    }
    if (has(error, SocketTimeoutException.class)) {
      return unreachable("no answer within the time limit", error);
    }
    if (has(error, NoRouteToHostException.class) || has(error, ConnectException.class)) {
      return unreachable("connection refused", error);
    }
    if (state.startsWith("08") || has(error, java.io.IOException.class)) {
      return unreachable(message, error);
    }
    return make(
        Kind.OTHER,
        "The database could not answer: " + reading,
        message,
        "press F5; if it stays, look at the server's log",
        error);
  }

  private @Nullable DatabaseException certificate(Throwable error) {
    String next = "set rootCertificate in the profile to the authority's PEM file";
    if (has(error, CertificateExpiredException.class)) {
      return make(
          Kind.NOT_TRUSTED,
          "The database's certificate has expired",
          text(error),
          "renew the server's certificate",
          error);
    }
    if (has(error, CertificateNotYetValidException.class)) {
      return make(
          Kind.NOT_TRUSTED,
          "The database's certificate is not valid yet",
          text(error),
          "compare this machine's clock with the server's",
          error);
    }
    if (has(error, CertPathBuilderException.class)
        || contains(error, "signature check failed")
        || contains(error, "trustAnchors")) {
      return make(
          Kind.NOT_TRUSTED,
          "The database's certificate is not trusted",
          "no known authority signed it",
          next,
          error);
    }
    if (contains(error, "Could not open SSL root certificate file")) {
      return make(
          Kind.NOT_TRUSTED,
          "The root certificate file cannot be read",
          deepestText(error),
          next,
          error);
    }
    if (has(error, SSLException.class)) {
      return make(
          Kind.NOT_TRUSTED,
          "The encrypted connection to the database failed",
          deepestText(error),
          next,
          error);
    }
    return null;
  }

  DatabaseException noRights(String reading, String why, @Nullable Throwable cause) {
    return make(
        Kind.NO_RIGHTS,
        "No rights to read " + reading,
        why,
        "grant the role " + user + " what docs/database.md lists",
        cause);
  }

  /** The server tells the two apart by its words only; where it speaks no English, it was time. */
  private static String stopped(String message) {
    return message.contains("user request")
        ? "somebody cancelled the statement at the server"
        : "the server stopped the statement at the desk's time limit";
  }

  DatabaseException tooSlow(String reading, String why, @Nullable Throwable cause) {
    return make(
        Kind.TOO_SLOW,
        "The database took too long for " + reading,
        why,
        "look at the database sessions for what keeps it busy",
        cause);
  }

  DatabaseException noConnection(Throwable cause) {
    return unreachable("no connection within the time limit", cause);
  }

  DatabaseException busy(@Nullable Throwable cause) {
    return make(
        Kind.BUSY,
        "All of the desk's own connections are busy",
        "the budget in the profile was used up by slower reads",
        "wait; the desk retries by itself",
        cause);
  }

  DatabaseException cancelled(String reading) {
    return make(
        Kind.CANCELLED, "Reading " + reading + " was cancelled", "the desk stopped it", "", null);
  }

  private DatabaseException unreachable(String why, Throwable cause) {
    return make(
        Kind.UNREACHABLE,
        "The database cannot be reached",
        why,
        "check that it runs, is not paused, and that host and port in the profile are right",
        cause);
  }

  private DatabaseException make(
      Kind kind, String what, String why, String next, @Nullable Throwable cause) {
    return new DatabaseException(kind, new Problem(what, where, Masking.mask(why), next), cause);
  }

  private static String deepestText(Throwable error) {
    Throwable last = error;
    for (Throwable t = error; t != null; t = t.getCause()) {
      last = t;
    }
    return text(last);
  }

  private static String text(Throwable error) {
    String message = error.getMessage();
    if (message == null || message.isBlank()) {
      return error.getClass().getSimpleName();
    }
    String line = message.lines().findFirst().orElse(message).strip();
    return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
  }

  private static @Nullable SQLException deepest(Throwable error) {
    SQLException found = null;
    for (Throwable t = error; t != null; t = t.getCause()) {
      if (t instanceof SQLException sql) {
        found = sql;
      }
    }
    return found;
  }

  private static boolean contains(Throwable error, String words) {
    return any(error, t -> t.getMessage() != null && t.getMessage().contains(words));
  }

  private static boolean has(Throwable error, Class<? extends Throwable> type) {
    return any(error, type::isInstance);
  }

  private static boolean any(Throwable error, Predicate<Throwable> test) {
    for (Throwable t = error; t != null; t = t.getCause()) {
      if (test.test(t)) {
        return true;
      }
    }
    return false;
  }

  private static <T extends Throwable> @Nullable T find(Throwable error, Class<T> type) {
    for (Throwable t = error; t != null; t = t.getCause()) {
      if (type.isInstance(t)) {
        return type.cast(t);
      }
    }
    return null;
  }
}
