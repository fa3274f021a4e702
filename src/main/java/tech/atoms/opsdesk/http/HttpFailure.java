package tech.atoms.opsdesk.http;

import java.net.ConnectException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.PleaseWait;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;

/** A request that brought no usable answer: the problem in words, and its kind for rules. */
public final class HttpFailure extends ProblemException implements PleaseWait {
  private static final long serialVersionUID = 1L;
  private final Kind kind;
  private final transient @Nullable Duration retryAfter;
  private final int status;

  /**
   * Creates the exception.
   *
   * @param kind which sort
   * @param problem in words
   * @param cause technical cause; null where there is none
   */
  public HttpFailure(Kind kind, Problem problem, @Nullable Throwable cause) {
    this(kind, problem, cause, null);
  }

  /**
   * Creates the exception.
   *
   * @param retryAfter how long the other side asked to be left alone; null where it did not
   */
  public HttpFailure(
      Kind kind, Problem problem, @Nullable Throwable cause, @Nullable Duration retryAfter) {
    this(kind, problem, cause, retryAfter, 0);
  }

  /**
   * Creates the exception for an answer.
   *
   * @param retryAfter how long the other side asked to be left alone; null where it did not
   * @param status HTTP status code of the answer; 0: there was none
   */
  public HttpFailure(
      Kind kind,
      Problem problem,
      @Nullable Throwable cause,
      @Nullable Duration retryAfter,
      int status) {
    super(problem, cause);
    this.kind = kind;
    this.retryAfter = retryAfter;
    this.status = status;
  }

  /** HTTP status code of the answer; 0: there was none, or it is not told. */
  public int status() {
    return status;
  }

  /**
   * Whether the other side has answered that it did not do what was asked: a status code from 400
   * to 499. After anything else nobody knows.
   */
  public boolean isRefusal() {
    return kind == Kind.STATUS && status >= 400 && status < 500;
  }

  /** Which sort of failure. */
  public Kind kind() {
    return kind;
  }

  /** Whether the other machine is there and said that nothing listens: no more doubt than that. */
  public boolean isConnectionRefused() {
    for (Throwable one = getCause(); one != null; one = one.getCause()) {
      if (one instanceof ConnectException && String.valueOf(one.getMessage()).contains("refused")) {
        return true;
      }
    }
    return false;
  }

  /** How long the other side asked to be left alone; null where it did not. */
  @Override
  public @Nullable Duration pause() {
    return retryAfter;
  }

  /** Sorts of failure. */
  public enum Kind {
    /** No connection: refused, unknown host, no route, closed in the middle. */
    UNREACHABLE,
    /** No complete answer within the deadline. */
    TIMEOUT,
    /** The certificate or the TLS handshake was not accepted. */
    TLS,
    /** A loop, too many, or to a place that is not allowed. */
    REDIRECT,
    /** More bytes than the cap. */
    TOO_LARGE,
    /** An answer that is not what it should be: HTML, invalid JSON. */
    CONTENT,
    /** What is asked for is not served at this address. */
    NOT_THERE,
    /** A status code that is no answer to the question. */
    STATUS,
    /** The desk's own settings: an unreadable CA file, a missing secret. */
    SETTINGS;

    /** Whether nothing at all could be had from the other side. */
    public boolean isUnreachable() {
      return this == UNREACHABLE || this == TIMEOUT || this == TLS;
    }
  }
}
