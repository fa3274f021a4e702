package tech.atoms.opsdesk.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.http.HttpFailure;
import tech.atoms.opsdesk.http.HttpFailure.Kind;
import tech.atoms.opsdesk.metric.Metric;
import tech.atoms.opsdesk.metric.Metrics;
import tech.atoms.opsdesk.monitor.Reason;
import tech.atoms.opsdesk.monitor.ServerVerdict;
import tech.atoms.opsdesk.server.Cors;
import tech.atoms.opsdesk.server.Health;
import tech.atoms.opsdesk.server.Mcp;
import tech.atoms.opsdesk.server.ServerClient;
import tech.atoms.opsdesk.server.SignIn;

/** What {@code health} finds, one finding per question (specification, section 6). */
final class HealthFindings {
  private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(30);

  private final List<Finding> findings = new ArrayList<>();
  private final ServerClient server;
  private final InstantSource clock;
  private final Duration interval;
  private final boolean https;
  private final List<Object> answers = new ArrayList<>();

  /**
   * Looks at a server.
   *
   * @param server whom to ask
   * @param clock the time of the findings
   * @param interval how often the environment is read; what is older than two is stale
   * @param https whether the server is asked over https
   */
  HealthFindings(ServerClient server, InstantSource clock, Duration interval, boolean https) {
    this.server = server;
    this.clock = clock;
    this.interval = interval;
    this.https = https;
  }

  /** What one question brought. */
  private record Found(String outcome, String found, String evidence) {
    static Found of(boolean good, String found, String evidence) {
      return new Found(good ? "pass" : "fail", found, evidence);
    }
  }

  /** Asks everything, one question after the other. */
  List<Finding> all() {
    Health health =
        ask(
            "health.endpoint",
            List.of("POST-01", "POST-02"),
            "Health endpoint",
            "status 200",
            server::health,
            HealthFindings::endpoint);
    if (health != null) {
      body(health);
      times(
          "health.response-time",
          Metrics.HEALTH_RESPONSE_TIME,
          health,
          server::health,
          Health::took);
    }
    Mcp mcp =
        ask(
            "health.mcp",
            List.of("POST-04"),
            "MCP endpoint",
            "lists its tools, or asks for sign-in",
            server::mcp,
            HealthFindings::mcp);
    if (mcp != null) {
      times(
          "health.tools-list-time",
          Metrics.TOOLS_LIST_RESPONSE_TIME,
          mcp,
          mcp.took() == null ? () -> mcp : server::mcp,
          Mcp::took);
    }
    if (mcp != null && mcp.outcome() == Mcp.Outcome.LISTED && mcp.era() == Mcp.Era.LEGACY) {
      ask(
          "health.mcp-ping",
          List.of(),
          "MCP ping",
          "answered",
          () -> String.valueOf(server.ping()),
          took -> Found.of(true, "answered", ""));
    }
    SignIn signIn =
        ask(
            "health.auth",
            List.of("POST-03"),
            "Request without a token",
            "status 401",
            server::signIn,
            s -> Found.of(s.isEnforced(), "status " + s.statusWithoutToken(), ""));
    if (signIn != null) {
      answers.add(signIn);
      signIn(signIn);
    }
    Cors cors =
        ask(
            "health.cors",
            List.of(),
            "Cross-origin headers",
            "Access-Control-Allow-Origin in the answer to a preflight",
            server::cors,
            HealthFindings::cors);
    if (cors != null) {
      answers.add(cors);
    }
    rules();
    return List.copyOf(findings);
  }

  /** The answer that is there and two more: their time, and what the rules are to judge. */
  private <T> void times(
      String id, Metric metric, T first, Callable<T> again, Function<T, @Nullable Duration> took) {
    List<T> all = AnswerTimes.withMore(first, again);
    answers.addAll(all);
    Finding finding = AnswerTimes.finding(id, metric, all, took, clock.instant());
    if (finding != null) {
      findings.add(finding);
    }
  }

  /** What {@code status} would call less than healthy falls short here too. */
  private void rules() {
    if (answers.isEmpty()) {
      return;
    }
    List<Reason> holding = ServerVerdict.of(interval, https, clock.instant(), answers);
    String found =
        holding.stream()
            .map(reason -> reason.text() + " [" + reason.rule() + "]")
            .collect(Collectors.joining(", "));
    note(
        "health.rules",
        "State rules",
        "none holds",
        holding.isEmpty()
            ? Found.of(true, "none holds", "")
            : Found.of(false, found, "docs/state-rules.md"),
        clock.instant());
  }

  private <T> @Nullable T ask(
      String id,
      List<String> items,
      String title,
      String expected,
      Callable<T> question,
      Function<T, Found> judge) {
    Instant at = clock.instant();
    long start = System.nanoTime();
    T answer = null;
    Found found;
    try {
      answer = question.call();
      found = judge.apply(answer);
    } catch (ProblemException e) {
      Problem problem = e.problem();
      found =
          new Found(
              isUndetermined(e) ? "unknown" : "fail",
              problem.what() + ": " + problem.why(),
              problem.where() + ". " + problem.next());
    } catch (Exception e) {
      found = new Found("unknown", e.toString(), "");
    }
    long took = Duration.ofNanos(System.nanoTime() - start).toMillis();
    findings.add(
        new Finding(
            id,
            items,
            title,
            found.outcome(),
            expected,
            found.found(),
            found.evidence(),
            at,
            took));
    return answer;
  }

  /** Nothing came back: that may be the way to the server as well as the server. */
  private static boolean isUndetermined(ProblemException e) {
    return !(e instanceof HttpFailure failure)
        || failure.kind() == Kind.UNREACHABLE
        || failure.kind() == Kind.TIMEOUT
        || failure.kind() == Kind.SETTINGS;
  }

  private void note(String id, String title, String expected, Found found, Instant at) {
    findings.add(
        new Finding(
            id,
            List.of(),
            title,
            found.outcome(),
            expected,
            found.found(),
            found.evidence(),
            at,
            0));
  }

  private static Found endpoint(Health health) {
    String passed =
        health.redirects().isEmpty()
            ? ""
            : "redirected from "
                + health.redirects().stream()
                    .map(Object::toString)
                    .collect(Collectors.joining(", "));
    return Found.of(
        health.statusCode() == 200,
        "status " + health.statusCode() + " in " + health.took().toMillis() + " ms",
        passed);
  }

  private void body(Health health) {
    List<String> missing = new ArrayList<>();
    if (health.timestamp() == null) {
      missing.add("timestamp");
    }
    if (health.version() == null) {
      missing.add("version");
    }
    if (health.checks().isEmpty()) {
      missing.add("checks");
    }
    if (health.metrics().isEmpty()) {
      missing.add("metrics");
    }
    String evidence = missing.isEmpty() ? "" : "not provided: " + String.join(", ", missing);
    note(
        "health.status",
        "The server's own word",
        "healthy",
        health.word() == null
            ? new Found("unknown", "not provided", evidence)
            : Found.of(!health.saysUnhealthy(), health.word(), evidence),
        health.at());
    if (!health.checks().isEmpty()) {
      String bad =
          health.checks().entrySet().stream()
              .filter(e -> !Health.isGood(e.getValue()))
              .map(e -> e.getKey() + " " + e.getValue())
              .sorted()
              .collect(Collectors.joining(", "));
      note(
          "health.components",
          "The server's word on its components",
          "all healthy",
          Found.of(bad.isEmpty(), bad.isEmpty() ? health.checks().size() + " healthy" : bad, ""),
          health.at());
    }
    if (health.timestamp() != null) {
      Duration age = Duration.between(health.timestamp(), health.at());
      Duration oldest = interval.multipliedBy(2).plus(CLOCK_TOLERANCE);
      note(
          "health.timestamp",
          "The server's own time",
          "at most %d s old, at most 30 s ahead of this machine's clock"
              .formatted(oldest.toSeconds()),
          Found.of(
              age.compareTo(oldest) <= 0 && age.negated().compareTo(CLOCK_TOLERANCE) <= 0,
              health.timestamp() + (age.isNegative() ? ", ahead" : ""),
              "difference " + age.toSeconds() + " s"),
          health.at());
    }
    if (!health.oddities().isEmpty()) {
      note(
          "health.values",
          "Values of the answer",
          "usable",
          Found.of(false, String.join(", ", health.oddities()), ""),
          health.at());
    }
  }

  private static Found mcp(Mcp mcp) {
    String version = mcp.protocolVersion() == null ? "" : "protocol " + mcp.protocolVersion();
    return switch (mcp.outcome()) {
      case LISTED -> new Found("pass", mcp.tools().size() + " tools", version);
      case SIGN_IN_REQUIRED -> new Found("pass", "up, asks for sign-in", version);
      case TOKEN_REFUSED -> new Found("fail", "up, refuses the token", version);
      case RATE_LIMITED -> new Found("unknown", "up, limits this client (429)", version);
    };
  }

  private void signIn(SignIn signIn) {
    if (signIn.isEnforced()) {
      note(
          "health.auth-metadata",
          "Sign-in documents and keys",
          "found by way of the challenge",
          Found.of(
              signIn.troubles().isEmpty(),
              signIn.troubles().isEmpty()
                  ? signIn.keys() + " signing keys"
                  : String.join(", ", signIn.troubles()),
              signIn.resourceMetadata() == null ? "" : signIn.resourceMetadata().toString()),
          signIn.at());
    }
    Integer status = signIn.statusWithExpiredToken();
    if (status != null) {
      note(
          "health.auth-expired",
          "Request with an expired token",
          "status 401",
          Found.of(!signIn.acceptsExpiredToken(), "status " + status, ""),
          signIn.at());
    }
  }

  private static Found cors(Cors cors) {
    String origin = cors.allowOrigin();
    return Found.of(
        origin != null,
        origin == null ? "absent" : origin,
        "preflight answered " + cors.statusCode());
  }
}
