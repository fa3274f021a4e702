package tech.atoms.opsdesk.sandbox.fault;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Optional;

/** The faults of the sandbox, with their names on the command line. */
public enum Fault {
  SLOW_RESPONSES("slow-responses", "delay in ms", 2000, 1, 60_000),
  ERROR_RATE("error-rate", "percent of requests answered 500", 20, 0.1, 100),
  DATABASE_PAUSED("database-paused"),
  CONNECTIONS_LEAKED("connections-leaked", "connections held", 19, 1, 20),
  LOCK_CHAIN("lock-chain", "sessions waiting", 4, 1, 20),
  CACHE_COLD("cache-cold"),
  SESSIONS_LEAKED("sessions-leaked", "sessions of one user", 25, 1, 1000),
  SERVER_STOPPED("server-stopped"),
  HEALTH_LYING("health-lying"),
  HEALTH_STALE("health-stale"),
  METRICS_GONE("metrics-gone"),
  COUNTERS_RESET("counters-reset"),
  HEADER_MISSING("header-missing"),
  EXPIRED_TOKEN_ACCEPTED("expired-token-accepted"),
  RATE_LIMIT_OFF("rate-limit-off"),
  REDIRECT_MISSING("redirect-missing"),
  TLS_OLD_VERSIONS("tls-old-versions"),
  TLS_WEAK_CIPHERS("tls-weak-ciphers"),
  CERTIFICATE_EXPIRING("certificate-expiring", "days left", 5, -30, 60),
  HEADER_WRONG(
      "header-wrong", "1 HSTS, 2 CSP, 3 content type, 4 frame options, 5 XSS protection", 3, 1, 5),
  BODY_UNLIMITED("body-unlimited"),
  STACK_TRACE_SHOWN("stack-trace-shown"),
  LOGS_GONE("logs-gone"),
  DNS_ELSEWHERE("dns-elsewhere"),
  REDIRECT_URI_OPEN("redirect-uri-open"),
  REDIRECT_URI_UNKNOWN("redirect-uri-unknown"),
  VERSION_OTHER("version-other"),
  HEALTH_REFUSED("health-refused"),
  SIGNATURE_UNCHECKED("signature-unchecked"),
  LEEWAY_GONE("leeway-gone"),
  SIGN_IN_WRONG("sign-in-wrong", "1 scopes, 2 issuer, 3 key's algorithm, 4 resource", 1, 1, 4),
  INJECTION_OPEN("injection-open"),
  PLATFORM_CONFLICT("platform-conflict"),
  PLATFORM_REFUSES("platform-refuses", "HTTP status of the refusal", 422, 400, 422),
  PLATFORM_RATE_LIMITED("platform-rate-limited", "seconds to wait", 5, 1, 3600),
  PLATFORM_ERRORS("platform-errors", "percent of requests answered 500", 100, 0.1, 100),
  PLATFORM_ANSWER_LOST("platform-answer-lost"),
  PLATFORM_DONE_BUT_500("platform-done-but-500"),
  PLATFORM_DONE_TWICE("platform-done-twice"),
  PLATFORM_NEVER_DONE("platform-never-done"),
  PLATFORM_MOVE_FAILS("platform-move-fails"),
  PLATFORM_SLOW("platform-slow", "seconds to an answer", 60, 0.1, 600),
  PLATFORM_FLAPPING("platform-flapping", "seconds well, then as long unwell", 2, 0.1, 600),
  PLATFORM_TOKEN_EXPIRED("platform-token-expired"),
  BUILD_SLOW("build-slow", "seconds a build takes", 30, 0.1, 3600),
  BUILD_FAILS("build-fails"),
  BUILD_HANGS("build-hangs"),
  PITR_OFF("pitr-off"),
  PITR_FAILS("pitr-fails"),
  PITR_HANGS("pitr-hangs"),
  SUPABASE_DOWN("supabase-down"),
  SUPABASE_ANSWER_LOST("supabase-answer-lost");

  /** From here on, faults that the monitor does not look for: checks find them. */
  private static final Fault FIRST_FOR_CHECKS = REDIRECT_MISSING;

  /** From here on, faults of the platform: only what is asked of it shows them. */
  private static final Fault FIRST_OF_PLATFORM = PLATFORM_CONFLICT;

  private final String word;
  private final String valueMeaning;
  private final double usualValue;
  private final double least;
  private final double most;

  /** A fault that is there or not. */
  Fault(String word) {
    this(word, "", 1, 1, 1);
  }

  Fault(String word, String valueMeaning, double usualValue, double least, double most) {
    this.word = word;
    this.valueMeaning = valueMeaning;
    this.usualValue = usualValue;
    this.least = least;
    this.most = most;
  }

  /** Whether it can have a value; of one that has none, 1 is the only one. */
  public boolean allows(double value) {
    return value >= least && value <= most;
  }

  /** Which values it can have, e.g. "delay in ms: 1 to 60000". */
  public String allowed() {
    return valueMeaning.isEmpty()
        ? word + " takes no value"
        : valueMeaning + ": " + plain(least) + " to " + plain(most);
  }

  private static String plain(double value) {
    return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
  }

  /** Whether only a check finds it, as nothing that is watched all the time changes. */
  public boolean isForChecks() {
    return compareTo(FIRST_FOR_CHECKS) >= 0 && !isOfPlatform();
  }

  /** Whether it is in a platform's API, its builds or its recoveries, not in the server. */
  public boolean isOfPlatform() {
    return compareTo(FIRST_OF_PLATFORM) >= 0;
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
