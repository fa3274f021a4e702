package tech.atoms.opsdesk.database;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.environment.DatabaseSettings;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.SecretResolver;
import tech.atoms.opsdesk.store.ClusterIdentity;

/**
 * The monitored PostgreSQL, read only: at most two connections, of which one is kept for {@link
 * #connectionFigures} and {@link #responseTime}. The server ends a statement after 5 s and a wait
 * for a lock after 1 s; an answer that does not come at all is given up after 15 s, a turn or a
 * connection after 12 s. What runs is cancelled at the server when the asking thread is interrupted
 * or this is closed. Connects on first use and again after failures by itself. Safe on any thread;
 * every method blocks (never call one on the JavaFX thread) and throws {@link DatabaseException}
 * where the database does not answer, does not answer in time, or has no rights for the role.
 */
public final class MonitoredDatabase implements AutoCloseable {
  /** How the desk's own sessions show in {@code pg_stat_activity}. */
  public static final String APPLICATION_NAME = "atoms-opsdesk";

  /** Sessions that one user may have: MAX_SESSIONS_PER_USER of the specification, section 1.1. */
  public static final int SESSIONS_PER_USER = 10;

  /** Most rows of a page. */
  public static final int LARGEST_PAGE = 1_000;

  private final boolean poolerPort;
  private final Access access;
  private final ActivityReader activity;
  private final SessionSurvey survey;
  private final ClientSurvey clients;
  private final SessionPages pages;

  /**
   * Prepares the client; does not connect yet.
   *
   * @param settings where and as whom
   * @param connections most connections at once, 1 or 2
   * @param secrets resolves the password at each new connection
   * @param clock for the age of kept counts
   */
  public MonitoredDatabase(
      DatabaseSettings settings, int connections, SecretResolver secrets, InstantSource clock) {
    this.poolerPort = settings.isTransactionPooler();
    DatabaseProblems problems = new DatabaseProblems(settings.url(), settings.user());
    this.access = new Access(settings, connections, secrets, problems);
    this.activity = new ActivityReader(access);
    this.survey = new SessionSurvey(access, problems, SESSIONS_PER_USER, clock);
    this.clients = new ClientSurvey(access, problems, clock);
    this.pages = new SessionPages(access, problems, survey, clients, SESSIONS_PER_USER, clock);
  }

  /**
   * The client of an environment's database, within its budget of connections; null where its
   * profile names no database.
   *
   * @param environment whose database
   * @param secrets resolves the password at each new connection
   * @param clock for the age of kept counts
   */
  public static @Nullable MonitoredDatabase of(
      Environment environment, SecretResolver secrets, InstantSource clock) {
    DatabaseSettings settings = environment.database();
    int connections = environment.policy().budgets().databaseConnections();
    return settings == null ? null : new MonitoredDatabase(settings, connections, secrets, clock);
  }

  /** Connections in use and left, of the whole server. */
  public ConnectionFigures connectionFigures() {
    return activity.figures();
  }

  /** Which PostgreSQL cluster it is, so that the desk's own store can keep off it. */
  public ClusterIdentity cluster() {
    return access.read("the identity of the cluster", read -> read.ask(ClusterIdentity::of));
  }

  /** Round trip of the smallest statement on an open connection; connecting is not counted. */
  public Duration responseTime() {
    return activity.responseTime();
  }

  /**
   * Counts over all application sessions. From one scan that is kept for 2 s to 5 min, fifty times
   * as long as it took; {@link AppSessionCounts#at} tells its age.
   */
  public AppSessionCounts appSessionCounts() {
    return survey.current().counts();
  }

  /** Sessions of the server, who waits for whom, and the figures, in one look. */
  public DatabaseActivity activity() {
    return activity.activity();
  }

  /** The locks that a session holds or waits for, at most 50; empty where it holds none. */
  public List<HeldLock> locks(int pid) {
    return activity.locks(pid);
  }

  /**
   * A page of application sessions.
   *
   * @param query which and in which order
   * @param cursor {@link AppSessionPage#next} of the page before, of the same query; null: the
   *     first page
   * @param size rows wanted, at most {@link #LARGEST_PAGE}
   */
  public AppSessionPage appSessions(AppSessionQuery query, @Nullable String cursor, int size) {
    return pages.page(query, cursor, Math.clamp(size, 1, LARGEST_PAGE));
  }

  /** What time it is by the database's clock. */
  public Instant now() {
    return access.look(
        "the database's clock",
        read -> read.one("select now() as at", row -> Read.instantOf(row, "at")));
  }

  /** The timeline of its log: another one after every recovery. */
  public long timeline() {
    return access.look(
        "the timeline",
        read ->
            read.one(
                // Not of the last checkpoint: after a recovery that may be of before.
                "select ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::bigint",
                row -> row.getLong(1)));
  }

  /** When the server was started, by its own clock. */
  public Instant started() {
    return access.look(
        "the server's start",
        read ->
            read.one("select pg_postmaster_start_time() as at", row -> Read.instantOf(row, "at")));
  }

  /**
   * What was written after a time and until another, table by table, as far as their columns tell.
   * Reads every row.
   */
  public List<Written> written(Instant after, Instant until) {
    return WriteReader.read(access, after, until);
  }

  /** How many sessions a choice means now. */
  public ChosenSessions chosen(SessionChoice choice) {
    List<Object> twice = new ArrayList<>(choice.values());
    twice.addAll(choice.values());
    return access.read(
        "the chosen sessions",
        read ->
            read.one(
                "select count(*), count(*) filter (where s.expires_at > now()),"
                    + " count(distinct s.user_id),"
                    + " coalesce((select string_agg(n.email, ', ' order by n.email) from"
                    + " (select distinct u.email from public.atoms_sessions s"
                    + " join public.atoms_users u on u.id = s.user_id where "
                    + choice.condition()
                    + " order by u.email limit 5) n), ''),"
                    + " coalesce(bit_xor(hashtextextended(s.id::text, 0)), 0)"
                    + " from public.atoms_sessions s where "
                    + choice.condition(),
                row ->
                    new ChosenSessions(
                        row.getLong(1),
                        row.getLong(2),
                        row.getLong(3),
                        row.getString(4),
                        row.getString(5)),
                twice.toArray()));
  }

  /**
   * Names of the clients that application sessions tell of, at most 200. From a scan that is kept
   * as the counts are. In a large table it lists the sessions of rare clients too: pages of such a
   * client show those that were there at the last scan.
   */
  public List<String> appSessionClients() {
    return clients.names().stream().filter(client -> !client.isEmpty()).toList();
  }

  /** How long the newest-expiring 500 live sessions last. */
  public SessionLifetimes sessionLifetimes() {
    return access.read("the lifetimes of sessions", SessionLifetimes::read);
  }

  /** Tables, columns, keys, indexes and policies of schema {@code public}. */
  public Schema schema() {
    return access.read("the catalogue", SchemaReader::read);
  }

  /** Who may do what, of schema {@code public} above all. */
  public Rights rights() {
    return access.read("the rights of roles", RightsReader::read);
  }

  /** Which extensions there are. */
  public Extensions extensions() {
    return access.read("the extensions", Extensions::read);
  }

  /** Whether connections share processes of the server. Takes both connections for a moment. */
  public Pooling pooling() {
    return Pooling.of(access, poolerPort);
  }

  /** Which migrations have been applied. */
  public Migrations migrations() {
    return access.read("the migrations", Migrations::read);
  }

  /** Cancels what runs and closes the connections. Returns within about a second. */
  @Override
  public void close() {
    access.close();
  }
}
