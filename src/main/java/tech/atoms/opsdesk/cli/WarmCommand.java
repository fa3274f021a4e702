package tech.atoms.opsdesk.cli;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.audit.Audit;
import tech.atoms.opsdesk.checklist.Me;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.store.Store;
import tech.atoms.opsdesk.workflow.warm.ColdStarts;
import tech.atoms.opsdesk.workflow.warm.KeepWarm;
import tech.atoms.opsdesk.workflow.warm.Ping;
import tech.atoms.opsdesk.workflow.warm.Standing;
import tech.atoms.opsdesk.workflow.warm.Switched;

/** A command about keeping the server warm. */
abstract class WarmCommand extends StoreCommand {
  /** Does the work. */
  abstract int work(KeepWarm keepWarm, Store store) throws Exception;

  @Override
  final int work(Store store, Audit audit) throws Exception {
    Me me = Me.of(environment(), System.getProperty("user.name", ""));
    return work(new KeepWarm(environment(), store, audit, me, clock), store);
  }

  /** Tells how it stands. */
  final int tell(Standing standing) throws Exception {
    if (wantsJson()) {
      json(json(standing));
      return ExitCode.OK;
    }
    Switched switched = standing.switched();
    say(
        environment().name()
            + (standing.on() ? " is kept warm" : " is not kept warm")
            + (switched == null
                ? ", as the profile says"
                : " since " + switched.at() + " by " + switched.by() + reason(switched)));
    say(
        "  one request every %s%s: %d a day"
            .formatted(
                MetricsQuery.words(standing.interval()),
                standing.on() ? "" : " where it is on",
                standing.requestsPerDay()));
    Ping last = standing.last();
    say("  last request: " + (last == null ? "none yet" : words(last)));
    say("  in 24 h: %d requests, %d failed".formatted(standing.requests(), standing.failed()));
    say("  cold starts while kept warm: " + words(standing.with()));
    say("  cold starts otherwise: " + words(standing.without()));
    Duration reads = environment().samplingInterval();
    if (reads.compareTo(standing.interval()) < 0) {
      say(
          "  A desk that watches reads every "
              + MetricsQuery.words(reads)
              + " by itself, which keeps an instance warm too.");
    }
    return ExitCode.OK;
  }

  private static String reason(Switched switched) {
    return switched.reason().isEmpty() ? "" : ": " + switched.reason();
  }

  /** A request in words. */
  static String words(Ping ping) {
    Duration took = ping.took();
    return ping.at()
        + " by "
        + ping.host()
        + (ping.trouble().isEmpty() ? "" : ", failed: " + ping.trouble())
        + (took == null ? "" : ", " + took.toMillis() + " ms");
  }

  private static String words(ColdStarts counted) {
    Double hour = counted.perHour();
    Double day = counted.perDay();
    return hour == null || day == null
        ? "not measured in the last 7 days"
        : String.format(
            Locale.ROOT,
            "%.2f an hour, %.1f a day (%.0f in %s, of the last 7 days)",
            hour,
            day,
            counted.count(),
            MetricsQuery.words(counted.measured()));
  }

  private Map<String, @Nullable Object> json(Standing standing) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("environment", environment().name());
    json.put("at", clock.instant());
    json.put("outcome", "done");
    json.put("on", standing.on());
    json.put("switched", standing.switched());
    json.put("intervalSeconds", standing.interval().toSeconds());
    json.put("requestsPerDay", standing.requestsPerDay());
    json.put("lastRequest", json(standing.last()));
    json.put("requestsIn24h", standing.requests());
    json.put("failedIn24h", standing.failed());
    Map<String, @Nullable Object> cold = new LinkedHashMap<>();
    cold.put("keptWarm", json(standing.with()));
    cold.put("otherwise", json(standing.without()));
    json.put("coldStarts", cold);
    return json;
  }

  private static @Nullable Map<String, @Nullable Object> json(@Nullable Ping ping) {
    if (ping == null) {
      return null;
    }
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    Duration took = ping.took();
    json.put("at", ping.at());
    json.put("host", ping.host());
    json.put("durationMs", took == null ? null : took.toMillis());
    json.put("trouble", ping.trouble());
    return json;
  }

  private static Map<String, @Nullable Object> json(ColdStarts counted) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("measuredSeconds", counted.measured().toSeconds());
    json.put("count", counted.count());
    json.put("perHour", counted.perHour());
    json.put("perDay", counted.perDay());
    return json;
  }

  @Override
  protected int exitCodeOf(ProblemException problem) {
    return ExitCode.FALLS_SHORT;
  }
}
