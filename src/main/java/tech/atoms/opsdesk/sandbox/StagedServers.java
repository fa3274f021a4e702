package tech.atoms.opsdesk.sandbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import tech.atoms.opsdesk.sandbox.fault.Faults;
import tech.atoms.opsdesk.sandbox.log.RequestLog;
import tech.atoms.opsdesk.sandbox.platform.Build;
import tech.atoms.opsdesk.sandbox.platform.Servers;
import tech.atoms.opsdesk.sandbox.server.AtomsServer;
import tech.atoms.opsdesk.sandbox.server.Edition;
import tech.atoms.opsdesk.sandbox.server.PublicPorts;
import tech.atoms.opsdesk.sandbox.tls.Authority;

/**
 * The server of production, and those of other deployments beside it: each with its own ports, pool
 * and counters, on the same database and issuer. Faults of the server are those of every version.
 * Safe on any thread.
 */
final class StagedServers implements Servers, AutoCloseable {
  private static final int CONNECTIONS = 4;

  private final AtomsServer production;
  private final AtomsServer.Settings settings;
  private final DataSource database;
  private final Faults faults;
  private final InstantSource clock;
  private final Authority authority;
  private final Map<String, Beside> running = new ConcurrentHashMap<>();
  private boolean closed;

  private record Beside(AtomsServer server, PublicPorts ports, RequestLog log) {}

  /**
   * Prepares them.
   *
   * @param production runs, and is owned by the caller
   * @param settings as production's
   */
  StagedServers(
      AtomsServer production,
      AtomsServer.Settings settings,
      DataSource database,
      Faults faults,
      InstantSource clock,
      Authority authority) {
    this.production = production;
    this.settings = settings;
    this.database = database;
    this.faults = faults;
    this.clock = clock;
    this.authority = authority;
  }

  /** What a build installs. */
  static Edition edition(Build build) {
    return new Edition(
        build.version().substring(1), build.commit().substring(0, 7), build.losesConnections());
  }

  @Override
  public void serve(Build build) throws IOException {
    production.serve(edition(build));
  }

  @Override
  public int port() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      return 0;
    }
  }

  @Override
  public synchronized int stage(Build build, int port) throws IOException {
    if (closed) {
      throw new IOException("the sandbox stops");
    }
    end(build.deployment());
    RequestLog log = new RequestLog(clock);
    PublicPorts ports = new PublicPorts(Kept.free(port), 0, authority, faults);
    AtomsServer server =
        new AtomsServer(
            settings.at(0, CONNECTIONS),
            database,
            faults,
            clock,
            ports,
            log,
            production.resource());
    server.serve(edition(build));
    server.start();
    running.put(build.deployment(), new Beside(server, ports, log));
    return ports.httpsUrl().getPort();
  }

  @Override
  public synchronized void end(String deployment) {
    Beside beside = running.remove(deployment);
    if (beside != null) {
      beside.server().close();
    }
  }

  @Override
  public List<RequestLog.Line> requests(String deployment) {
    Beside beside = running.get(deployment);
    return beside == null ? List.of() : beside.log().lines();
  }

  @Override
  public synchronized void close() {
    closed = true;
    List.copyOf(running.keySet()).forEach(this::end);
  }
}
