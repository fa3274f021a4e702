package tech.atoms.opsdesk.http;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** For those who speak another protocol than HTTP: the same trust, and the same words. */
public final class SecureSockets {
  private SecureSockets() {}

  /**
   * Makes sockets that trust the system's authorities and those of a file. Names are checked by
   * whoever uses them.
   *
   * @param caFile PEM file of authorities trusted besides the system's; null for none
   * @throws HttpFailure where the file cannot be used
   */
  public static SSLSocketFactory trusting(@Nullable Path caFile) {
    return context(caFile == null ? Trust.system() : Trust.withSystem(caFile)).getSocketFactory();
  }

  /**
   * Puts a failure of a connection into words.
   *
   * @param subject what was asked, e.g. "mail server"
   * @param url where, e.g. {@code smtp://mail.example.com:587}
   * @param deadline that was set
   */
  public static HttpFailure failure(IOException e, String subject, URI url, Duration deadline) {
    return Failures.of(e, subject, url, deadline);
  }

  static SSLContext context(X509TrustManager trust) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new X509TrustManager[] {trust}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java has no TLS", e);
    }
  }
}
