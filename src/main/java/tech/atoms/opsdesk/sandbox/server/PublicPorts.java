package tech.atoms.opsdesk.sandbox.server;

import java.net.URI;
import java.util.List;
import java.util.OptionalDouble;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.DetectorConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.sandbox.fault.Fault;
import tech.atoms.opsdesk.sandbox.fault.Faults;
import tech.atoms.opsdesk.sandbox.tls.Authority;
import tech.atoms.opsdesk.sandbox.tls.WeakHellos;

/**
 * The server as its users reach it: the same handlers by https on a second port, and a third port
 * of plain http that only sends there. They open and close with the server. Safe on any thread.
 */
public final class PublicPorts {
  private static final String HOST = "localhost";
  private static final String PLAIN = "plain";
  private static final int PERMANENT_REDIRECT = 308;

  private final SslContextFactory.Server tls = new SslContextFactory.Server();
  private final Faults faults;
  private final Authority authority;
  private int https;
  private int plain;

  /**
   * Prepares them.
   *
   * @param https port on 127.0.0.1; 0: a free one, kept for later starts
   * @param plain the same for plain http
   * @param authority gives the certificate
   * @param faults what is to go wrong
   */
  public PublicPorts(int https, int plain, Authority authority, Faults faults) {
    this.https = https;
    this.plain = plain;
    this.faults = faults;
    this.authority = authority;
    tls.setSslContext(authority.usual());
  }

  /**
   * Shows another certificate from now on.
   *
   * @param daysLeft how long it lasts; empty: the usual one
   */
  void certificate(OptionalDouble daysLeft) throws Exception {
    SSLContext shown =
        daysLeft.isPresent() ? authority.expiringIn(daysLeft.getAsDouble()) : authority.usual();
    tls.reload(factory -> factory.setSslContext(shown));
  }

  /** Where it answers by https. Only after the server's start. */
  public synchronized URI httpsUrl() {
    return URI.create("https://" + HOST + ":" + https);
  }

  /** Where plain http is sent on. Only after the server's start. */
  public synchronized URI plainUrl() {
    return URI.create("http://" + HOST + ":" + plain);
  }

  /** Connectors for a server that is about to start. */
  synchronized List<ServerConnector> connectors(Server server, HttpConfiguration configuration) {
    var http = new HttpConnectionFactory(configuration);
    var ssl = new SslConnectionFactory(tls, http.getProtocol());
    var secure =
        new ServerConnector(
            server, 1, 1, new DetectorConnectionFactory(new WeakHellos(faults), ssl), ssl, http);
    secure.setPort(https);
    var open = new ServerConnector(server, 1, 1, new HttpConnectionFactory(configuration));
    open.setName(PLAIN);
    open.setPort(plain);
    return List.of(secure, open);
  }

  /** Takes note of the ports that were opened. */
  synchronized void opened(List<ServerConnector> connectors) {
    https = connectors.getFirst().getLocalPort();
    plain = connectors.getLast().getLocalPort();
  }

  /** The handlers, behind the redirect. */
  static Handler before(@Nullable PublicPorts ports, Handler handlers) {
    return ports == null ? handlers : ports.new Redirect(handlers);
  }

  private final class Redirect extends Handler.Wrapper {
    Redirect(Handler handlers) {
      super(handlers);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      boolean plainPort = PLAIN.equals(request.getConnectionMetaData().getConnector().getName());
      if (!plainPort || faults.active(Fault.REDIRECT_MISSING)) {
        return super.handle(request, response, callback);
      }
      response.setStatus(PERMANENT_REDIRECT);
      response
          .getHeaders()
          .put(HttpHeader.LOCATION, httpsUrl() + request.getHttpURI().getPathQuery());
      callback.succeeded();
      return true;
    }
  }
}
