package tech.atoms.opsdesk.sandbox.server;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.sandbox.fault.Faults;
import tech.atoms.opsdesk.sandbox.log.RequestLog;

/**
 * The Atoms MCP server on 127.0.0.1: {@code /health}, {@code /metrics}, {@code /api/mcp} and the
 * protected-resource metadata. It starts with a database that is away, and says so. Safe on any
 * thread.
 */
public final class AtomsServer implements AutoCloseable {
  private final Settings settings;
  private final DataSource database;
  private final Faults faults;
  private final InstantSource clock;
  private final Loopback loopback;
  private final RequestLog log;
  private final @Nullable URI standsFor;
  private Edition edition;
  private @Nullable ServerRun run;

  /**
   * What the server is set to.
   *
   * @param port port on 127.0.0.1; 0: a free one, kept for later starts
   * @param version as health and metrics tell it, e.g. "1.4.2"
   * @param commit short commit hash
   * @param issuer signs in; must be started before the server
   * @param ratePerMinute requests a minute that a user may send in the long run; 0: no limit, which
   *     health calls unhealthy
   * @param burst requests that a user may send at once
   * @param sessionsPerUser live sessions of one user; one more ends the oldest
   * @param sessionTtl how long a session lasts
   * @param cleanupInterval how often expired sessions are deleted
   * @param maxConnections size of the connection pool
   * @param tuning what is rarely changed
   */
  public record Settings(
      int port,
      String version,
      String commit,
      Issuer issuer,
      int ratePerMinute,
      int burst,
      int sessionsPerUser,
      Duration sessionTtl,
      Duration cleanupInterval,
      int maxConnections,
      Tuning tuning) {

    /**
     * The same at another port.
     *
     * @param otherPort port on 127.0.0.1; 0: a free one
     * @param otherConnections size of the connection pool
     */
    public Settings at(int otherPort, int otherConnections) {
      return new Settings(
          otherPort,
          version,
          commit,
          issuer,
          ratePerMinute,
          burst,
          sessionsPerUser,
          sessionTtl,
          cleanupInterval,
          otherConnections,
          tuning);
    }

    /** With the usual {@link Tuning}. */
    public Settings(
        int port,
        String version,
        String commit,
        Issuer issuer,
        int ratePerMinute,
        int burst,
        int sessionsPerUser,
        Duration sessionTtl,
        Duration cleanupInterval,
        int maxConnections) {
      this(
          port,
          version,
          commit,
          issuer,
          ratePerMinute,
          burst,
          sessionsPerUser,
          sessionTtl,
          cleanupInterval,
          maxConnections,
          Tuning.USUAL);
    }
  }

  /**
   * What is rarely changed.
   *
   * @param modernProtocol whether MCP 2026-07-28 is spoken besides the older versions
   * @param coldAfter an instance that was idle for so long is gone
   * @param coldDelay what a cold start takes
   * @param cacheTtl how long a read is kept
   * @param cacheBytes most bytes of kept reads
   * @param maxRequestBytes longest body of a request
   */
  public record Tuning(
      boolean modernProtocol,
      Duration coldAfter,
      Duration coldDelay,
      Duration cacheTtl,
      long cacheBytes,
      int maxRequestBytes) {

    /** The specification's cache, one minute to a cold start of 120 ms, bodies up to 1 MiB. */
    public static final Tuning USUAL =
        new Tuning(
            true,
            Duration.ofMinutes(1),
            Duration.ofMillis(120),
            Duration.ofMinutes(5),
            100_000_000,
            1 << 20);
  }

  /**
   * Prepares a server.
   *
   * @param settings what it is set to
   * @param database where the specification's tables are; the server pools its connections
   * @param faults what is to go wrong
   * @param clock times of sessions, tokens, cache and limits
   */
  public AtomsServer(Settings settings, DataSource database, Faults faults, InstantSource clock) {
    this(settings, database, faults, clock, null, new RequestLog(clock));
  }

  /**
   * Prepares a server that the public can reach.
   *
   * @param settings what it is set to
   * @param database where the specification's tables are; the server pools its connections
   * @param faults what is to go wrong
   * @param clock times of sessions, tokens, cache and limits
   * @param ports how it is reached besides; null: not at all
   * @param log hears every request
   */
  public AtomsServer(
      Settings settings,
      DataSource database,
      Faults faults,
      InstantSource clock,
      @Nullable PublicPorts ports,
      RequestLog log) {
    this(settings, database, faults, clock, ports, log, null);
  }

  /**
   * Prepares a server that stands beside another one, and takes its tokens.
   *
   * @param settings what it is set to
   * @param database where the specification's tables are; the server pools its connections
   * @param faults what is to go wrong
   * @param clock times of sessions, tokens, cache and limits
   * @param ports how it is reached besides; null: not at all
   * @param log hears every request
   * @param standsFor MCP endpoint of the other one; null: it stands for itself
   */
  public AtomsServer(
      Settings settings,
      DataSource database,
      Faults faults,
      InstantSource clock,
      @Nullable PublicPorts ports,
      RequestLog log,
      @Nullable URI standsFor) {
    this.settings = settings;
    this.edition = new Edition(settings.version(), settings.commit(), false);
    this.standsFor = standsFor;
    this.database = database;
    this.faults = faults;
    this.clock = clock;
    this.log = log;
    this.loopback = new Loopback(settings.port(), ports);
  }

  /**
   * Starts, as a new process would: counters from 0, no warm instance, an empty cache.
   *
   * @throws IOException where the port is taken
   */
  public synchronized void start() throws IOException {
    if (run != null) {
      throw new IllegalStateException("The server runs already");
    }
    var starting =
        new ServerRun(settings, edition, database, faults, clock, loopback, log, standsFor);
    try {
      starting.start();
    } catch (IOException | RuntimeException e) {
      starting.close();
      throw e;
    }
    if (standsFor == null) {
      settings.issuer().audience(resource());
    }
    run = starting;
  }

  /** Lets every counter begin anew, so that what warmed the server up is not counted. */
  public synchronized void forgetCounts() {
    if (run != null) {
      run.forgetCounts();
    }
  }

  /**
   * Starts another version in place of this one, as a new process would be.
   *
   * @param other what is installed from now on
   * @throws IOException where the port was taken meanwhile
   */
  public synchronized void serve(Edition other) throws IOException {
    boolean running = run != null;
    stop();
    edition = other;
    if (running) {
      start();
    }
  }

  /** Stops; {@link #start} opens the same port again. */
  public synchronized void stop() {
    ServerRun running = run;
    run = null;
    if (running != null) {
      running.close();
    }
  }

  @Override
  public void close() {
    stop();
  }

  /** Scheme, host and port. Only after the first {@link #start}. */
  public URI baseUrl() {
    return loopback.baseUrl();
  }

  /** The MCP endpoint, which is also the audience of its tokens. */
  public URI resource() {
    return baseUrl().resolve(McpFilter.PATH);
  }
}
