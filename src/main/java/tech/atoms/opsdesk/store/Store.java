package tech.atoms.opsdesk.store;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.atoms.opsdesk.common.Masking;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.environment.Secret;

/**
 * The desk's own PostgreSQL. Opens in the background, is watched while it is up, and is opened
 * again, with growing pauses, while it is not. Everything that uses it must do without it at any
 * time. Safe on any thread.
 */
public final class Store implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Store.class);

  /** One of them listens for changes that other desks make. */
  private static final int POOL_SIZE = 6;

  private static final int VALID_SECONDS = 5;
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(20);

  private final Place place;
  private final Pacing pacing;
  private final Duration grace;
  private final CountDownLatch wanted = new CountDownLatch(1);
  private final Semaphore wake = new Semaphore(0);
  private final Thread keeper;
  private volatile Status status = new Status(State.OPENING, null, null);
  private final AtomicReference<@Nullable Callable<ClusterIdentity>> watched =
      new AtomicReference<>();
  private volatile @Nullable Problem refusal;
  private volatile boolean closed;

  /** How the store is. */
  public enum State {
    /** The first attempt to open it is under way. */
    OPENING,
    /** It takes and gives records. */
    UP,
    /** It does not, see {@link #trouble()}; the desk keeps trying. */
    DOWN
  }

  /** Consistent view for readers on other threads. */
  private record Status(State state, @Nullable Problem problem, @Nullable HikariDataSource pool) {}

  /**
   * How often things happen.
   *
   * @param check between two looks at a store that is up
   * @param firstRetry pause after the first failure, doubled each time
   * @param lastRetry longest pause
   */
  record Pacing(Duration check, Duration firstRetry, Duration lastRetry) {}

  private Store(Place place, Pacing pacing, Duration grace) {
    this.place = place;
    this.pacing = pacing;
    this.grace = grace;
    this.keeper = Thread.ofVirtual().name("store-keeper").unstarted(this::keep);
  }

  /**
   * Begins to open the store and returns at once.
   *
   * @param settings where it is
   * @return the store, in state {@link State#OPENING}
   */
  public static Store open(StoreSettings settings) {
    return open(settings, Duration.ZERO);
  }

  /**
   * Opens the store a little later, so that a server which starts does not take the processor from
   * what a person waits for.
   *
   * @param settings where it is
   * @param grace it begins to open after this long, or when {@link #want} is called
   * @return the store, in state {@link State#OPENING}
   */
  public static Store open(StoreSettings settings, Duration grace) {
    return open(
        settings,
        new Pacing(Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ofSeconds(30)),
        grace);
  }

  static Store open(StoreSettings settings, Pacing pacing, Duration grace) {
    Place place =
        switch (settings) {
          case StoreSettings.Embedded embedded -> new EmbeddedPlace(embedded.directory());
          case StoreSettings.External external -> new ExternalPlace(external);
        };
    Store store = new Store(place, pacing, grace);
    store.keeper.start();
    return store;
  }

  /** Ends the grace that {@link #open(StoreSettings, Duration)} gave. Returns at once. */
  public void want() {
    wanted.countDown();
  }

  /** How it is now. */
  public State state() {
    return status.state();
  }

  /** Pooled connections while the store is up; empty otherwise. They may fail at any time. */
  public Optional<DataSource> dataSource() {
    return Optional.ofNullable(status.pool());
  }

  /** How it is reached, while it is up; empty otherwise. */
  public Optional<StoreAccess> access() {
    HikariDataSource pool = status.pool();
    if (pool == null) {
      return Optional.empty();
    }
    Map<String, String> properties = new HashMap<>();
    for (String name : List.of("user", "sslmode", "sslrootcert", "sslfactory")) {
      String value = pool.getDataSourceProperties().getProperty(name);
      if (value != null) {
        properties.put(name, value);
      }
    }
    String password = pool.getDataSourceProperties().getProperty("password", "");
    return Optional.of(
        new StoreAccess(pool.getJdbcUrl(), properties, new Secret(password), SchemaName.SCHEMA));
  }

  /** Why it is down; null while it is up or opens for the first time. */
  public @Nullable Problem trouble() {
    return status.problem();
  }

  /** For people: directory or URL. */
  public String where() {
    return place.name();
  }

  /** Asks for a look at the store now, because a statement failed. Returns at once. */
  public void suspect() {
    wake.release();
  }

  /**
   * Waits until the store is up or down.
   *
   * @param patience how long at most
   * @return its state then; {@link State#OPENING} where it is not decided yet
   */
  public State awaitOpened(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    synchronized (wake) {
      while (status.state() == State.OPENING) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) {
          break;
        }
        try {
          wake.wait(left);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          break;
        }
      }
    }
    return status.state();
  }

  /**
   * Refuses from now on to work on the cluster that is monitored: as soon as both can be asked, and
   * where possible before anything is written, they are compared; where they are the same, the
   * store closes for good and says why in {@link #trouble()}. Returns at once.
   *
   * @param monitored asks the monitored database, on a thread of the store, until it has answered
   *     once; null: nothing is monitored any more
   */
  public void refuseIfSame(@Nullable Callable<ClusterIdentity> monitored) {
    watched.set(monitored);
    suspect();
  }

  /** Closes connections, and stops the server where it is this desk's. Blocks until done. */
  @Override
  public void close() {
    closed = true;
    want();
    suspect();
    try {
      keeper.join(CLOSE_PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void keep() {
    Duration pause = pacing.firstRetry();
    try {
      boolean early = wanted.await(grace.toMillis(), TimeUnit.MILLISECONDS);
      log.debug("Opening the store {}", early ? "because it is wanted" : "after its grace");
      while (!closed && refusal == null) {
        HikariDataSource pool = status.pool();
        if (pool == null) {
          if (tryOpen()) {
            pause = pacing.firstRetry();
          } else if (refusal == null) {
            pauseFor(pause);
            pause = shorter(pause.multipliedBy(2), pacing.lastRetry());
          }
        } else {
          pauseFor(pacing.check());
          check(pool);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      HikariDataSource pool = status.pool();
      publish(new Status(State.DOWN, refusal == null ? ended() : refusal, null));
      if (pool != null) {
        pool.close();
      }
      place.close();
    }
  }

  private boolean tryOpen() {
    HikariDataSource pool = null;
    Problem problem;
    try {
      Place.Access access = place.access();
      access.properties().setProperty("ApplicationName", "atoms-opsdesk-store");
      access.properties().setProperty("currentSchema", SchemaName.SCHEMA);
      access.properties().setProperty("connectTimeout", "5");
      access.properties().setProperty("socketTimeout", "30");
      pool = new HikariDataSource(access.pool(POOL_SIZE));
      try (Connection connection = pool.getConnection()) {
        if (isMonitored(connection)) {
          pool.close();
          return false;
        }
      }
      Flyway.configure(Store.class.getClassLoader())
          .dataSource(pool)
          .schemas(SchemaName.SCHEMA)
          .locations("classpath:db/migration")
          .load()
          .migrate();
      publish(new Status(State.UP, null, pool));
      log.info("The store is up at {}", place.name());
      return true;
    } catch (ProblemException e) {
      problem = e.problem();
    } catch (SQLException e) {
      problem = SqlTrouble.problem("The store cannot be opened", place.name(), e);
    } catch (IOException e) {
      problem = unusable(e);
    } catch (FlywayException e) {
      problem = unusable(e);
    } catch (RuntimeException e) {
      problem =
          e.getCause() instanceof SQLException sql
              ? SqlTrouble.problem("The store cannot be opened", place.name(), sql)
              : unusable(e);
    }
    if (pool != null) {
      pool.close();
    }
    Problem before = status.problem();
    if (!problem.equals(before)) {
      log.warn("{}", problem.line());
    }
    publish(new Status(State.DOWN, problem, null));
    return false;
  }

  private void check(HikariDataSource pool) {
    if (closed) {
      return;
    }
    try (Connection connection = pool.getConnection()) {
      if (connection.isValid(VALID_SECONDS)) {
        isMonitored(connection);
        return;
      }
      lost(pool, new SQLException("the connection is no longer valid"));
    } catch (SQLException e) {
      lost(pool, e);
    }
  }

  /** Whether the store must be given up; not while the monitored database cannot be asked. */
  private boolean isMonitored(Connection connection) throws SQLException {
    Callable<ClusterIdentity> question = watched.get();
    if (question == null) {
      return false;
    }
    ClusterIdentity monitored;
    try {
      monitored = question.call();
    } catch (Exception e) {
      log.debug("The monitored database cannot be asked which cluster it is", e);
      return false;
    }
    if (!ClusterIdentity.of(connection).sameAs(monitored)) {
      watched.compareAndSet(question, null);
      return false;
    }
    String next = "Give the store a server of its own";
    Problem problem =
        new Problem(
            "The store must not live on the monitored database",
            place.name(),
            "both are the same PostgreSQL cluster, so a restore would erase the record of itself",
            hasSchema(connection)
                ? next
                    + "; what the desk has made on this one before it could compare stays until"
                    + " somebody drops it: drop schema "
                    + SchemaName.SCHEMA
                    + " cascade"
                : next);
    log.warn("{}", problem.line());
    refusal = problem;
    return true;
  }

  private static boolean hasSchema(Connection connection) throws SQLException {
    try (ResultSet row = connection.getMetaData().getSchemas(null, SchemaName.SCHEMA)) {
      return row.next();
    }
  }

  private void lost(HikariDataSource pool, SQLException e) {
    Problem problem = SqlTrouble.problem("The store does not answer", place.name(), e);
    log.warn("{}", problem.line());
    publish(new Status(State.DOWN, problem, null));
    pool.close();
  }

  private void publish(Status next) {
    synchronized (wake) {
      status = next;
      wake.notifyAll();
    }
  }

  private void pauseFor(Duration pause) throws InterruptedException {
    if (wake.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
      wake.drainPermits();
    }
  }

  private Problem unusable(Exception e) {
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return new Problem(
        "The store cannot be opened",
        place.name(),
        Masking.mask(message.strip().lines().findFirst().orElse(message)).toLowerCase(Locale.ROOT),
        "Check that place; the desk tries again by itself");
  }

  private Problem ended() {
    return new Problem("The store is closed", place.name(), "the desk ends", "Start the desk");
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
