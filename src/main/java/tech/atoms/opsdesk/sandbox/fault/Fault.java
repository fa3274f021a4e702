package tech.atoms.opsdesk.sandbox.fault;

import java.util.Arrays;
import java.util.Optional;

/** The faults of the sandbox, with their names on the command line. */
public enum Fault {
  SLOW_RESPONSES("slow-responses", "delay in ms", 2000),
  ERROR_RATE("error-rate", "percent of requests answered 500", 20),
  DATABASE_PAUSED("database-paused", "", 1),
  CONNECTIONS_LEAKED("connections-leaked", "connections held", 18),
  LOCK_CHAIN("lock-chain", "sessions waiting", 4),
  CACHE_COLD("cache-cold", "", 1),
  SESSIONS_LEAKED("sessions-leaked", "sessions of one user", 25),
  SERVER_STOPPED("server-stopped", "", 1),
  HEALTH_LYING("health-lying", "", 1),
  HEALTH_STALE("health-stale", "", 1),
  METRICS_GONE("metrics-gone", "", 1),
  COUNTERS_RESET("counters-reset", "", 1),
  HEADER_MISSING("header-missing", "", 1),
  EXPIRED_TOKEN_ACCEPTED("expired-token-accepted", "", 1),
  RATE_LIMIT_OFF("rate-limit-off", "", 1);

  private final String word;
  private final String valueMeaning;
  private final double usualValue;

  Fault(String word, String valueMeaning, double usualValue) {
    this.word = word;
    this.valueMeaning = valueMeaning;
    this.usualValue = usualValue;
  }

  /** Name on the command line, e.g. {@code slow-responses}. */
  public String word() {
    return word;
  }

  /** What its value means, with unit; empty where it has none. */
  public String valueMeaning() {
    return valueMeaning;
  }

  /** The value where none is given. */
  public double usualValue() {
    return usualValue;
  }

  /** The fault of a name; empty where there is none. */
  public static Optional<Fault> named(String word) {
    return Arrays.stream(values()).filter(f -> f.word.equals(word)).findFirst();
  }
}
