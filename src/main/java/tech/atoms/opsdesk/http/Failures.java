package tech.atoms.opsdesk.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Duration;
import java.util.Locale;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Masking;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.http.HttpFailure.Kind;

/** Puts the ways in which a request fails into words. */
final class Failures {
  private static final String CHECK_RUNNING =
      "Check that the server is running and that the address in the profile is right";

  private static final String FOR_ANOTHER = "the certificate is for another host, not for ";
  private static final String BY_ANOTHER =
      "the certificate is signed by an authority that this machine does not trust";

  private Failures() {}

  static HttpFailure of(IOException e, String subject, URI url, Duration deadline) {
    if (e instanceof UnknownHostException) {
      return unreachable(subject, url, "the host name " + url.getHost() + " is not known", e);
    }
    if (e instanceof ConnectException || e instanceof NoRouteToHostException) {
      return unreachable(subject, url, connectWords(e), e);
    }
    if (e instanceof SSLException ssl) {
      return tls(ssl, subject, url);
    }
    if (e instanceof InterruptedIOException) {
      return new HttpFailure(
          Kind.TIMEOUT,
          new Problem(
              "The " + subject + " did not answer in time",
              shown(url),
              "no complete answer within " + seconds(deadline),
              "Check the server's load and its log"),
          e);
    }
    return unreachable(subject, url, "the connection broke: " + words(e), e);
  }

  static HttpFailure tooLarge(String subject, URI url, int cap) {
    return new HttpFailure(
        Kind.TOO_LARGE,
        new Problem(
            "The " + subject + " answered more than it should",
            shown(url),
            "the answer is larger than " + bytes(cap),
            "Check what is served at this address"),
        null);
  }

  static HttpFailure redirect(String subject, URI url, String why) {
    return new HttpFailure(
        Kind.REDIRECT,
        new Problem(
            "The " + subject + " redirects to nowhere",
            shown(url),
            why,
            "Correct the server's redirect, or the address in the profile"),
        null);
  }

  /** The URL as it may be shown: without user, password and query. */
  static String shown(URI url) {
    String port = url.getPort() < 0 ? "" : ":" + url.getPort();
    return url.getScheme() + "://" + url.getHost() + port + url.getRawPath();
  }

  private static HttpFailure unreachable(String subject, URI url, String why, IOException e) {
    return new HttpFailure(
        Kind.UNREACHABLE,
        new Problem("The " + subject + " did not answer", shown(url), why, CHECK_RUNNING),
        e);
  }

  private static HttpFailure tls(SSLException e, String subject, URI url) {
    String why;
    String next;
    CertificateExpiredException expired = cause(e, CertificateExpiredException.class);
    CertificateNotYetValidException early = cause(e, CertificateNotYetValidException.class);
    if (e instanceof SSLPeerUnverifiedException || isForAnother(words(e))) {
      why = FOR_ANOTHER + url.getHost();
      next = "Install a certificate that names " + url.getHost() + ", or correct the address";
    } else if (expired != null) {
      why = "the certificate has expired: " + words(expired);
      next = "Renew the server's certificate";
    } else if (early != null) {
      why = "the certificate is not valid yet: " + words(early);
      next = "Check the clock of this machine and the server's certificate";
    } else if (words(e).contains("unable to find valid certification path")
        || words(e).contains("PKIX")) {
      why = BY_ANOTHER;
      next = "If the authority is yours, name its PEM file as caFile in the profile";
    } else {
      why = "the TLS handshake failed: " + words(e);
      next = "Check that this port speaks TLS, and the versions it accepts";
    }
    return new HttpFailure(
        Kind.TLS,
        new Problem("The " + subject + " cannot be reached securely", shown(url), why, next),
        e);
  }

  /** Why a certificate is refused, in words. */
  static String refusal(CertificateException e, URI url) {
    if (e instanceof CertificateExpiredException || e instanceof CertificateNotYetValidException) {
      return words(e);
    }
    if (cause(e, CertificateExpiredException.class) != null) {
      return "a certificate of its chain has expired";
    }
    if (cause(e, CertificateNotYetValidException.class) != null) {
      return "a certificate of its chain is not valid yet";
    }
    String words = words(e);
    if (isForAnother(words)) {
      return FOR_ANOTHER + url.getHost();
    }
    return words.contains("PKIX") || words.contains("valid certification path")
        ? BY_ANOTHER
        : "the certificate is refused: " + words;
  }

  private static boolean isForAnother(String words) {
    return words.contains("No subject alternative") || words.contains("No name matching");
  }

  private static String connectWords(IOException e) {
    String words = words(e).toLowerCase(Locale.ROOT);
    if (words.contains("refused") || words.contains("failed to connect")) {
      return cause(e, ConnectException.class) != null && !words.contains("timed out")
          ? "connection refused"
          : "no connection: " + words(e);
    }
    return "no connection: " + words(e);
  }

  private static String words(Throwable e) {
    String message = e.getMessage();
    return Masking.mask(
        message == null || message.isBlank() ? e.getClass().getSimpleName() : message);
  }

  private static <T extends Throwable> @Nullable T cause(Throwable e, Class<T> type) {
    Throwable at = e;
    for (int depth = 0; at != null && depth < 12; depth++, at = at.getCause()) {
      if (type.isInstance(at)) {
        return type.cast(at);
      }
    }
    return null;
  }

  static String seconds(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? duration.toSeconds() + " s"
        : duration.toMillis() + " ms";
  }

  private static String bytes(int cap) {
    return cap % (1024 * 1024) == 0 ? cap / (1024 * 1024) + " MiB" : cap / 1024 + " KiB";
  }
}
