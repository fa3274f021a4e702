package tech.atoms.opsdesk.check.security;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.http.SocketDeadline;

/**
 * What a server takes of what it is offered.
 *
 * @param versions answer to each version with the suites of its time
 * @param weak answer to each kind of weak suites, offered with TLS 1.2
 * @param cbc answer to CBC suites alone, offered with TLS 1.2
 */
record TlsOffers(
    Map<TlsVersion, HelloAnswer> versions, Map<String, HelloAnswer> weak, HelloAnswer cbc) {
  private static final int HTTPS = 443;

  /** Copies the maps. */
  TlsOffers {
    versions = new EnumMap<>(versions);
    weak = new LinkedHashMap<>(weak);
  }

  /** Handshakes that {@link #of} begins. */
  static int handshakes() {
    return TlsVersion.values().length + Suites.WEAK.size() + 1;
  }

  /**
   * Offers everything, one connection each; none is used for anything else.
   *
   * @param url https URL
   * @param deadline of each connection, and of each answer
   * @throws ProblemException where the server cannot be reached
   */
  static TlsOffers of(URI url, Duration deadline) {
    Map<TlsVersion, HelloAnswer> versions = new EnumMap<>(TlsVersion.class);
    for (TlsVersion version : TlsVersion.values()) {
      Suites suites = version == TlsVersion.TLS_1_3 ? Suites.NEWEST : Suites.USUAL;
      versions.put(version, offer(url, deadline, version, suites));
    }
    Map<String, HelloAnswer> weak = new LinkedHashMap<>();
    for (Suites suites : Suites.WEAK) {
      weak.put(suites.name(), offer(url, deadline, TlsVersion.TLS_1_2, suites));
    }
    return new TlsOffers(versions, weak, offer(url, deadline, TlsVersion.TLS_1_2, Suites.CBC));
  }

  private static HelloAnswer offer(URI url, Duration deadline, TlsVersion version, Suites suites) {
    String host = url.getHost();
    int millis = Math.toIntExact(deadline.toMillis());
    try (Socket socket = new Socket();
        SocketDeadline time = new SocketDeadline(socket, deadline.multipliedBy(2))) {
      socket.connect(
          new InetSocketAddress(host, url.getPort() < 0 ? HTTPS : url.getPort()), millis);
      try {
        return answer(socket, millis, ClientHello.of(version, suites, host));
      } catch (SocketTimeoutException e) {
        return new HelloAnswer.Unclear();
      } catch (SocketException e) {
        return time.isOver()
            ? new HelloAnswer.Unclear()
            : new HelloAnswer.Refused("connection closed");
      }
    } catch (IOException e) {
      throw new ProblemException(
          new Problem(
              "The server cannot be reached for a handshake",
              url.toString(),
              String.valueOf(e.getMessage()),
              "Check that the server is running, and server.publicUrl in the profile"),
          e);
    }
  }

  private static HelloAnswer answer(Socket socket, int millis, byte[] hello) throws IOException {
    socket.setSoTimeout(millis);
    socket.getOutputStream().write(hello);
    socket.getOutputStream().flush();
    return HelloAnswer.read(socket.getInputStream());
  }
}
