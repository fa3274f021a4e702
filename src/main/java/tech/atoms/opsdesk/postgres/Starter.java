package tech.atoms.opsdesk.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tech.atoms.opsdesk.common.DirectoryLock;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.postgres.EmbeddedPostgres.Settings;

/** One start: lock, look for an orphan, take it over or begin anew. */
final class Starter {
  private static final int PORT_ATTEMPTS = 5;

  private final Settings settings;
  private final PostgresBinaries binaries;
  private final Cluster cluster;

  Starter(Settings settings, PostgresBinaries binaries) {
    this.settings = settings;
    this.binaries = binaries;
    this.cluster = new Cluster(settings.dataDirectory());
  }

  EmbeddedPostgres start() {
    Path home = binaries.unpacked();
    DirectoryLock lock = lock();
    EmbeddedPostgres started = null;
    try {
      started = startLocked(new Programs(home), lock);
      return started;
    } catch (IOException e) {
      throw problem("PostgreSQL could not be started", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw problem("PostgreSQL was not started", new IOException("the start was cancelled", e));
    } finally {
      if (started == null) {
        release(lock);
      }
    }
  }

  private DirectoryLock lock() {
    try {
      cluster.createRoot();
      return DirectoryLock.acquire(cluster.lockFile());
    } catch (DirectoryLock.HeldException e) {
      throw new ProblemException(
          new Problem(
              "The PostgreSQL data directory is in use",
              cluster.root().toString(),
              Words.of(e),
              "End that process, or choose another data directory"),
          e);
    } catch (IOException e) {
      throw problem("The directory for PostgreSQL cannot be used", e);
    }
  }

  private EmbeddedPostgres startLocked(Programs programs, DirectoryLock lock)
      throws IOException, InterruptedException {
    Server server = new Server(cluster, programs);
    cluster.check();
    Optional<ProcessHandle> orphan = Server.running(cluster.directory());
    if (orphan.isPresent()) {
      Optional<EmbeddedPostgres> adopted = adopt(server, orphan.get(), lock);
      if (adopted.isPresent()) {
        return adopted.get();
      }
      server.stop(orphan.get());
    }
    cluster.initialise(programs, settings.superuser(), settings.password());
    server.forgetForeignPid();
    return startOnPort(server, lock);
  }

  private Optional<EmbeddedPostgres> adopt(Server server, ProcessHandle orphan, DirectoryLock lock)
      throws IOException {
    int port =
        PidFile.read(cluster.directory()).filter(PidFile::ready).map(PidFile::port).orElse(0);
    boolean fits =
        port != 0
            && (settings.port() == 0 || settings.port() == port)
            && server.wasStartedWith(config());
    if (!fits) {
      return Optional.empty();
    }
    try {
      SignIn.check(
          new EmbeddedPostgres(settings, orphan, port, true, null).dataSource("postgres"), cluster);
    } catch (SignIn.RefusedException e) {
      throw e;
    } catch (ProblemException e) {
      return Optional.empty();
    }
    return Optional.of(
        new EmbeddedPostgres(settings, orphan, port, true, new Ownership(server, lock, orphan)));
  }

  private EmbeddedPostgres startOnPort(Server server, DirectoryLock lock) throws IOException {
    for (int attempt = 1; ; attempt++) {
      int port = settings.port() == 0 ? freePort() : settings.port();
      try {
        ProcessHandle postmaster = server.start(config(), port).toHandle();
        return signedIn(server, postmaster, port, lock);
      } catch (Server.PortTakenException e) {
        // A free port may be taken by somebody else before the server binds it.
        if (settings.port() != 0 || attempt == PORT_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private EmbeddedPostgres signedIn(
      Server server, ProcessHandle postmaster, int port, DirectoryLock lock) {
    EmbeddedPostgres candidate = new EmbeddedPostgres(settings, postmaster, port, false, null);
    try {
      SignIn.check(candidate.dataSource("postgres"), cluster);
    } catch (ProblemException e) {
      server.stop(postmaster);
      throw e;
    }
    return new EmbeddedPostgres(
        settings, postmaster, port, false, new Ownership(server, lock, postmaster));
  }

  private Map<String, String> config() {
    Map<String, String> config = new TreeMap<>();
    config.put("fsync", "on");
    config.put("synchronous_commit", "on");
    config.put("password_encryption", "scram-sha-256");
    config.put("timezone", "UTC");
    config.put("log_timezone", "UTC");
    config.putAll(settings.serverConfig());
    config.remove("port");
    config.put("listen_addresses", "127.0.0.1");
    config.put("unix_socket_directories", "");
    return config;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private ProblemException problem(String what, IOException e) {
    return new ProblemException(
        new Problem(
            what, cluster.root().toString(), Words.of(e), "Check that directory and its disk"),
        e);
  }

  private static void release(DirectoryLock lock) {
    try {
      lock.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
