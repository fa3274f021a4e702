package tech.atoms.opsdesk.workflow.warm;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.Policy;
import tech.atoms.opsdesk.environment.SecretResolver;
import tech.atoms.opsdesk.metric.Exposition;
import tech.atoms.opsdesk.metric.ExpositionParser;
import tech.atoms.opsdesk.server.Health;
import tech.atoms.opsdesk.server.MetricsText;
import tech.atoms.opsdesk.server.ServerClient;
import tech.atoms.opsdesk.store.Store;

/**
 * Asks an environment's server for its health now and then while it is to be kept warm, and reads
 * its count of cold starts four times an hour, whether it is or not. Of all desks on the store one
 * at a time does so; one request is in flight, with a deadline, and none is repeated.
 */
public final class Pinger implements AutoCloseable {
  /** How often the server's count of cold starts is read. */
  public static final Duration COUNT = Duration.ofMinutes(15);

  private static final Logger log = LoggerFactory.getLogger(Pinger.class);
  private static final Duration LOOK = Duration.ofSeconds(5);
  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final String BEGAN = "process_start_time_seconds";
  private static final String COLD_STARTS = "lambda_cold_starts_total";

  private final Environment environment;
  private final WarmRows rows;
  private final ServerClient server;
  private final String host;
  private final InstantSource clock;
  private @Nullable Thread looking;
  private String told = "";

  /**
   * Asks nothing yet.
   *
   * @param host the machine
   */
  public Pinger(
      Environment environment,
      SecretResolver secrets,
      Store store,
      String host,
      InstantSource clock) {
    this.environment = environment;
    this.rows = new WarmRows(store, environment.name());
    this.server = new ServerClient(environment.server(), secrets, clock, DEADLINE, false);
    this.host = host;
    this.clock = clock;
  }

  /** Looks by itself from now on, until it is closed. Returns at once. */
  public synchronized void start() {
    if (looking == null) {
      looking = Thread.ofVirtual().name("keep-warm-" + environment.name()).start(this::lookForEver);
    }
  }

  private void lookForEver() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        try {
          look();
          told = "";
        } catch (ProblemException e) {
          // The store opens or is away: the next look tells.
          if (!told.equals(e.problem().line())) {
            told = e.problem().line();
            log.debug("Nothing is kept warm: {}", told);
          }
        }
        Thread.sleep(LOOK);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Does what is due, and returns the request that was made; null where none was. Blocks.
   *
   * @throws ProblemException where the store is away
   */
  public synchronized @Nullable Ping look() {
    Policy.KeepWarm policy = environment.policy().keepWarm();
    Switched switched = rows.switched();
    boolean on = switched == null ? policy.on() : switched.on();
    Ping ping = null;
    if (on && rows.takeTurn(policy.interval(), clock.instant())) {
      ping = ask();
      rows.pinged(ping);
    }
    if (rows.isCountDue(COUNT, clock.instant())) {
      count(on, policy.interval());
    }
    return ping;
  }

  private Ping ask() {
    Instant at = clock.instant();
    try {
      Health health = server.health();
      String trouble = health.statusCode() == 200 ? "" : "it answered " + health.statusCode();
      return new Ping(at, host, health.took(), trouble);
    } catch (ProblemException e) {
      return new Ping(at, host, null, e.problem().line());
    }
  }

  private void count(boolean on, Duration interval) {
    if (environment.server().metricsPath().isBlank()) {
      return;
    }
    MetricsText text;
    try {
      text = server.metrics();
    } catch (ProblemException e) {
      log.debug("Cold starts are not counted: {}", e.problem().line());
      return;
    }
    Exposition scrape = ExpositionParser.parse(text.text(), text.openMetrics());
    Double began = scrape.sum(BEGAN);
    Double total = scrape.sum(COLD_STARTS);
    if (began != null && total != null && scrape.complete()) {
      rows.count(began, total, on, interval, clock.instant());
    }
  }

  /** Ends what is in flight, and looks no more. */
  @Override
  public void close() {
    Thread running;
    synchronized (this) {
      running = looking;
    }
    if (running != null) {
      running.interrupt();
    }
    server.close();
  }
}
