package tech.atoms.opsdesk.sandbox.platform;

import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.VirtualThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.atoms.opsdesk.environment.Secret;
import tech.atoms.opsdesk.sandbox.fault.Faults;
import tech.atoms.opsdesk.sandbox.log.RequestLog;

/**
 * The hosting platform's REST API, which builds and moves traffic, and the sandbox's fault
 * switchboard, on one port of 127.0.0.1.
 */
public final class PlatformServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PlatformServer.class);

  private final Server server;
  private final ServerConnector connector;
  private final Traffic traffic;
  private final Builds builds;

  /**
   * Creates it; {@link #start} opens the port.
   *
   * @param port TCP port; 0: any free one
   * @param token bearer token that every request must carry
   * @param state what the platform knows
   * @param productionHost host that the live deployment answers under
   * @param faults the switchboard
   * @param settle makes switched faults happen, and returns when they have
   * @param clock tells when a variable was changed
   * @param mint makes tokens to try the server's check with
   * @param requests what the server was asked
   * @param servers starts another version of the server
   */
  public PlatformServer(
      int port,
      Secret token,
      PlatformState state,
      String productionHost,
      Faults faults,
      Runnable settle,
      InstantSource clock,
      TokenMint mint,
      RequestLog requests,
      Servers servers) {
    this(
        port,
        token,
        state,
        productionHost,
        faults,
        settle,
        clock,
        mint,
        requests,
        Works.of(servers));
  }

  /**
   * Creates it; {@link #start} opens the port.
   *
   * @param port TCP port; 0: any free one
   * @param token bearer token that every request must carry
   * @param state what the platform knows
   * @param productionHost host that the live deployment answers under
   * @param faults the switchboard
   * @param settle makes switched faults happen, and returns when they have
   * @param clock tells when a variable was changed
   * @param mint makes tokens to try the server's check with
   * @param requests what the server was asked
   * @param works what deployments are made with
   */
  public PlatformServer(
      int port,
      Secret token,
      PlatformState state,
      String productionHost,
      Faults faults,
      Runnable settle,
      InstantSource clock,
      TokenMint mint,
      RequestLog requests,
      Works works) {
    Servers servers = works.servers();
    traffic = new Traffic(state, servers, faults, clock, works.moveTime());
    builds = new Builds(state, servers, traffic, faults, clock, works.buildTime());
    DeploymentJson json = new DeploymentJson(productionHost);
    Uploads uploads = new Uploads(state.beside("uploads"));
    List<Route> routes = new ArrayList<>();
    routes.addAll(new DeploymentRoutes(state, json).all());
    routes.addAll(new ProjectRoutes(state, json, productionHost).all());
    routes.addAll(new MoveRoutes(state, traffic, clock, productionHost).all());
    routes.addAll(
        new CreateRoutes(state, json, uploads, works.sources(), builds, servers, clock).all());
    routes.addAll(new BuildRoutes(state, json, builds).all());
    routes.addAll(AccountRoutes.all());
    routes.addAll(new VariableRoutes(state, faults, clock).all());
    Asked.Log asked = Asked.log(state, requests, servers, productionHost);
    routes.addAll(new LogRoutes(state, asked).all());
    routes.addAll(new EventRoutes(state, asked).all());
    routes.addAll(new DomainRoutes(faults).all());
    routes.addAll(new FaultRoutes(faults, settle).all());
    routes.addAll(new TokenRoutes(mint).all());
    routes.addAll(new InboxRoutes(clock).all());

    QueuedThreadPool threads = new QueuedThreadPool(6, 1);
    threads.setName("platform");
    threads.setVirtualThreadsExecutor(new VirtualThreadPool(64));
    server = new Server(threads);
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setHost("127.0.0.1");
    connector.setPort(port);
    server.addConnector(connector);
    server.setHandler(new PlatformHandler(routes, token, new Troubles(faults, clock)));
    server.setStopTimeout(500);
  }

  /** Lets another API answer first on the same port; before {@link #start}. */
  public void beside(Handler other) {
    server.setHandler(new Handler.Sequence(other, server.getHandler()));
  }

  /** Opens the port. */
  public void start() throws Exception {
    server.start();
    builds.recover();
  }

  /** The port in use. */
  public int port() {
    return connector.getLocalPort();
  }

  /** Where it answers, without a path. */
  public URI baseUrl() {
    return URI.create("http://127.0.0.1:" + port());
  }

  /** Closes the port; returns within a second. */
  @Override
  public void close() {
    builds.close();
    traffic.close();
    try {
      server.stop();
    } catch (Exception e) {
      log.warn("The platform did not stop cleanly", e);
    }
  }
}
