package tech.atoms.opsdesk.sandbox.traffic;

import java.net.URI;
import java.net.http.HttpClient;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.atoms.opsdesk.sandbox.database.Person;
import tech.atoms.opsdesk.sandbox.database.SandboxDatabase;

/**
 * Synthetic people who use the server over HTTP: 5 to 15 requests a second over a "day" of 20
 * minutes. A server that is down is asked again, gently.
 */
public final class Traffic implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Traffic.class);
  private static final Rhythm RHYTHM = new Rhythm(Duration.ofMinutes(20), 0.35);
  private static final Duration PACE = Duration.ofMillis(2400);
  private static final double MISTAKES = 0.01;
  private static final int EARLY = 8;
  private static final int EARLY_CALLS = 45;

  private final List<Thread> threads = new ArrayList<>();
  private final SandboxDatabase database;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient http;

  private Traffic(SandboxDatabase database) {
    this.database = database;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .executor(executor)
            .build();
  }

  /**
   * Lets people come.
   *
   * @param endpoint the MCP endpoint
   * @param tokens where they sign in
   * @param database where they sign out
   * @param people who; each has at most one session at a time
   * @param seed of their choices
   * @param clock tells the time of day
   * @param warm called once the server is warm, before the people come
   */
  public static Traffic start(
      URI endpoint,
      Tokens tokens,
      SandboxDatabase database,
      List<Person> people,
      long seed,
      InstantSource clock,
      Runnable warm)
      throws SQLException, InterruptedException {
    int left = database.signOut(people) + database.tidyUp(Work.NOTE, Work.MENTION);
    log.debug("{} rows of an earlier run ended", left);
    Traffic traffic = new Traffic(database);
    Visitor.Place place =
        new Visitor.Place(
            new McpCaller(traffic.http, endpoint),
            tokens,
            () -> RHYTHM.share(clock.instant()),
            person -> database.signOut(List.of(person)),
            PACE,
            MISTAKES);
    traffic.warmUp(people, place, seed);
    warm.run();
    for (int i = 0; i < people.size(); i++) {
      double rank = (double) i / people.size();
      traffic.run("visitor-" + i, new Visitor(people.get(i), rank, place, seed + i));
    }
    traffic.run("renewal", traffic::renew);
    return traffic;
  }

  /**
   * A cold cache and a cold server are faults to be shown on demand, not what every start looks
   * like. The first alone, because nothing is there yet; the others together, as people come, so
   * that the pool has its connections.
   */
  private void warmUp(List<Person> people, Visitor.Place place, long seed)
      throws InterruptedException {
    List<Future<?>> early = new ArrayList<>();
    for (int i = 0; i < Math.min(EARLY, people.size()); i++) {
      Visitor visitor = new Visitor(people.get(i), 0, place, seed + i);
      Callable<Boolean> task =
          () -> {
            visitor.warmUp(EARLY_CALLS);
            return true;
          };
      early.add(executor.submit(task));
      if (i == 0) {
        await(early.getFirst());
      }
    }
    for (Future<?> one : early) {
      await(one);
    }
  }

  private static void await(Future<?> task) throws InterruptedException {
    try {
      task.get();
    } catch (ExecutionException e) {
      log.debug("The server was not warmed up", e);
    }
  }

  private void run(String name, Runnable task) {
    threads.add(Thread.ofVirtual().name(name).start(task));
  }

  /** Keeps the other people's sessions alive, see {@link SandboxDatabase#renewSessions}. */
  private void renew() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        try {
          database.renewSessions();
        } catch (SQLException e) {
          log.debug("Sessions were not renewed", e);
        }
        Thread.sleep(Duration.ofSeconds(30));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Sends everybody away; returns within a second. */
  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
    http.shutdownNow();
    executor.shutdownNow();
  }
}
