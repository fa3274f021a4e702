package tech.atoms.opsdesk.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import tech.atoms.opsdesk.common.DirectoryLock;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.common.Trees;
import tech.atoms.opsdesk.environment.Directories;
import tech.atoms.opsdesk.environment.Secret;

/**
 * A real PostgreSQL 15 as a child process: loopback only, password authentication, durable. What a
 * killed owner left running is taken over by the next start. Safe on any thread.
 */
public final class EmbeddedPostgres implements AutoCloseable {
  private final Settings settings;
  private final ProcessHandle postmaster;
  private final int port;
  private final boolean takenOver;
  private final @Nullable Ownership ownership;

  /**
   * What to run.
   *
   * @param dataDirectory holds the server's files and log; made where missing
   * @param port to listen on; 0: a free one
   * @param superuser made with the data directory; another name later is refused at sign-in
   * @param password of the superuser, set when the data directory is made
   * @param serverConfig settings of postgresql.conf beside the defaults (fsync and
   *     synchronous_commit on); cannot change the address and the port
   */
  public record Settings(
      Path dataDirectory,
      int port,
      String superuser,
      Secret password,
      Map<String, String> serverConfig) {

    /** Makes the directory absolute and copies the map. */
    public Settings {
      dataDirectory = dataDirectory.toAbsolutePath().normalize();
      serverConfig = Map.copyOf(serverConfig);
    }
  }

  EmbeddedPostgres(
      Settings settings,
      ProcessHandle postmaster,
      int port,
      boolean takenOver,
      @Nullable Ownership ownership) {
    this.settings = settings;
    this.postmaster = postmaster;
    this.port = port;
    this.takenOver = takenOver;
    this.ownership = ownership;
  }

  /**
   * Starts the server, or takes over the one that a killed owner left behind. Blocks until it takes
   * connections: about 0.5 s, the first time about 3 s. A normal end of this process stops it.
   *
   * @param settings what to run
   * @return the running server, owned by the caller
   * @throws ProblemException where it cannot run: the directory belongs to another living process,
   *     is of another version or damaged, the disk is full, the port is taken, the password is
   *     wrong, or this system has no binaries
   */
  public static EmbeddedPostgres start(Settings settings) {
    return start(settings, Directories.data());
  }

  /** The same, with the directory that the programs are unpacked in. */
  static EmbeddedPostgres start(Settings settings, Path programs) {
    return new Starter(settings, new PostgresBinaries(programs)).start();
  }

  /**
   * Uses a server that another process owns. Closing the result leaves the server running.
   *
   * @param settings of the running server; port and server configuration are not looked at
   * @return the server
   * @throws ProblemException where none runs in that directory, or the password is wrong
   */
  public static EmbeddedPostgres attach(Settings settings) {
    Cluster cluster = new Cluster(settings.dataDirectory());
    try {
      Optional<ProcessHandle> postmaster = Server.running(cluster.directory());
      Optional<PidFile> pidFile = PidFile.read(cluster.directory()).filter(PidFile::ready);
      if (postmaster.isEmpty() || pidFile.isEmpty()) {
        throw new ProblemException(
            new Problem(
                "No PostgreSQL runs there",
                settings.dataDirectory().toString(),
                "its owner has not started it, or has ended",
                "Start the desk that owns it"));
      }
      EmbeddedPostgres server =
          new EmbeddedPostgres(settings, postmaster.get(), pidFile.get().port(), false, null);
      SignIn.check(server.dataSource("postgres"), cluster);
      return server;
    } catch (IOException e) {
      throw new ProblemException(
          new Problem(
              "The PostgreSQL data directory could not be read",
              settings.dataDirectory().toString(),
              Words.of(e),
              "Check the rights of that directory"),
          e);
    }
  }

  /**
   * Whether a server runs in a data directory, whoever owns it.
   *
   * @param dataDirectory as in {@link Settings}
   */
  public static boolean runningAt(Path dataDirectory) {
    try {
      Cluster cluster = new Cluster(dataDirectory.toAbsolutePath().normalize());
      return Server.running(cluster.directory()).isPresent();
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Makes the next start of a stopped server end a recovery: it begins a new timeline, as one does
   * that was put back to an earlier time. It must be started with a {@code restore_command}.
   *
   * @param dataDirectory as in {@link Settings}
   */
  public static void recoverAtNextStart(Path dataDirectory) throws IOException {
    Cluster cluster = new Cluster(dataDirectory.toAbsolutePath().normalize());
    Files.writeString(cluster.directory().resolve("recovery.signal"), "");
  }

  /**
   * Ends the server that a killed owner has left, and removes its directory.
   *
   * @param dataDirectory as in {@link Settings}
   * @return false where a living process owns it: nothing is done then
   */
  public static boolean removeAbandoned(Path dataDirectory) throws IOException {
    Cluster cluster = new Cluster(dataDirectory.toAbsolutePath().normalize());
    if (DirectoryLock.isHeld(cluster.lockFile())) {
      return false;
    }
    Path home = new PostgresBinaries(Directories.data()).unpacked();
    Server server = new Server(cluster, new Programs(home));
    Server.running(cluster.directory()).ifPresent(server::stop);
    Trees.remove(cluster.root());
    return true;
  }

  /** The port it listens on, on 127.0.0.1. */
  public int port() {
    return port;
  }

  /**
   * The JDBC URL of a database; holds no password.
   *
   * @param database name
   */
  public String jdbcUrl(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  /**
   * Unpooled connections as the superuser.
   *
   * @param database name
   */
  public DataSource dataSource(String database) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(jdbcUrl(database));
    source.setUser(settings.superuser());
    source.setPassword(settings.password().reveal());
    return source;
  }

  /** Process id of the postmaster. */
  public long pid() {
    return postmaster.pid();
  }

  /** Whether the postmaster lives. */
  public boolean isRunning() {
    return postmaster.isAlive();
  }

  /** Whether it was found running and taken over, instead of started. */
  public boolean takenOver() {
    return takenOver;
  }

  /** Whether closing stops the server: false for one that was only attached to. */
  public boolean isOwner() {
    return ownership != null;
  }

  /**
   * Stops the server if it is owned: fast (open connections end, nothing committed is lost), after
   * 10 s without more ado. Blocks until it is gone. May be called more than once.
   */
  @Override
  public void close() {
    if (ownership != null) {
      ownership.end(postmaster);
    }
  }
}
