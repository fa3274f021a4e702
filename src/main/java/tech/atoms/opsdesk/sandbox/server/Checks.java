package tech.atoms.opsdesk.sandbox.server;

import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/** The health checks, computed each time they are asked for. Safe on any thread. */
final class Checks {
  static final String DATABASE = "database";
  static final Duration LIMIT = Duration.ofSeconds(1);

  private final Database database;
  private final ReadCache cache;
  private final SigningKeys keys;
  private final BooleanSupplier limits;
  private final Executor threads;

  /** The query under way: a database that hangs has one probe waiting, not one for each request. */
  private final AtomicReference<CompletableFuture<Boolean>> probe =
      new AtomicReference<>(CompletableFuture.completedFuture(true));

  Checks(
      Database database,
      ReadCache cache,
      SigningKeys keys,
      BooleanSupplier limits,
      Executor threads) {
    this.database = database;
    this.cache = cache;
    this.keys = keys;
    this.limits = limits;
    this.threads = threads;
  }

  /** Each check by name, in the specification's order, true where it is healthy. */
  Map<String, Boolean> run() {
    Map<String, Boolean> results = new LinkedHashMap<>();
    results.put(DATABASE, databaseAnswers());
    results.put("cache", cache.works());
    results.put("auth", keys.reachable());
    results.put("rate_limiter", limits.getAsBoolean());
    return results;
  }

  private boolean databaseAnswers() {
    CompletableFuture<Boolean> current =
        probe.updateAndGet(
            running ->
                running.isDone() ? CompletableFuture.supplyAsync(this::query, threads) : running);
    try {
      return current.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException | TimeoutException e) {
      return false;
    }
  }

  private boolean query() {
    return database.call(
        c -> {
          try (Statement statement = c.createStatement();
              ResultSet row = statement.executeQuery("SELECT 1")) {
            return row.next();
          }
        });
  }
}
