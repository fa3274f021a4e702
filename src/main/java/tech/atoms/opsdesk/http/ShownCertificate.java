package tech.atoms.opsdesk.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The certificate that a server shows, trusted or not. Nothing is sent to it but the handshake.
 *
 * @param chain the server's own certificate first; at least one
 * @param protocol version of TLS that was agreed on, e.g. "TLSv1.3"; empty where the handshake did
 *     not end
 * @param trouble why it is not trusted, or not for this host; null where all is well
 */
public record ShownCertificate(
    List<X509Certificate> chain, String protocol, @Nullable String trouble) {
  private static final int HTTPS = 443;

  /** Copies the list. */
  public ShownCertificate {
    chain = List.copyOf(chain);
  }

  /**
   * Looks. Blocks for two deadlines at most.
   *
   * @param url https URL
   * @param caFile PEM file of authorities trusted besides the system's; null for none
   * @param deadline of the connection, and of the handshake
   * @throws HttpFailure where the server cannot be reached or shows none
   */
  public static ShownCertificate of(URI url, @Nullable Path caFile, Duration deadline) {
    X509TrustManager authorities = caFile == null ? Trust.system() : Trust.withSystem(caFile);
    Looking looking = new Looking((X509ExtendedTrustManager) authorities, url);
    int millis = Math.toIntExact(deadline.toMillis());
    String host = url.getHost();
    String protocol = "";
    try (Socket plain = new Socket();
        SocketDeadline _ = new SocketDeadline(plain, deadline.multipliedBy(2))) {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new X509TrustManager[] {looking}, null);
      plain.connect(new InetSocketAddress(host, url.getPort() < 0 ? HTTPS : url.getPort()), millis);
      plain.setSoTimeout(millis);
      try (SSLSocket socket =
          (SSLSocket) context.getSocketFactory().createSocket(plain, host, plain.getPort(), true)) {
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        protocol = socket.getSession().getProtocol();
      }
    } catch (IOException e) {
      if (looking.chain.isEmpty()) {
        throw Failures.of(e, "certificate", url, deadline);
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java has no TLS", e);
    }
    return new ShownCertificate(looking.chain, protocol, looking.trouble);
  }

  /** Notes what is shown and what would be said to it, and goes on. */
  private static final class Looking extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager authorities;
    private final URI url;
    private List<X509Certificate> chain = List.of();
    private @Nullable String trouble;

    Looking(X509ExtendedTrustManager authorities, URI url) {
      this.authorities = authorities;
      this.url = url;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] shown, String type, Socket socket) {
      chain = new ArrayList<>(List.of(shown));
      try {
        authorities.checkServerTrusted(shown, type, socket);
      } catch (CertificateException e) {
        trouble = Failures.refusal(e, url);
      }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] shown, String type, SSLEngine engine)
        throws CertificateException {
      throw new CertificateException("only sockets are looked at");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] shown, String type)
        throws CertificateException {
      throw new CertificateException("only sockets are looked at");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] shown, String type)
        throws CertificateException {
      throw new CertificateException("this is no server");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] shown, String type, Socket socket)
        throws CertificateException {
      throw new CertificateException("this is no server");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] shown, String type, SSLEngine engine)
        throws CertificateException {
      throw new CertificateException("this is no server");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
