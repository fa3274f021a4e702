package tech.atoms.opsdesk.check.health;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import tech.atoms.opsdesk.check.Answer;
import tech.atoms.opsdesk.check.Check;
import tech.atoms.opsdesk.check.CheckSpec;
import tech.atoms.opsdesk.check.Evidence;
import tech.atoms.opsdesk.check.Fact;
import tech.atoms.opsdesk.check.Facts;
import tech.atoms.opsdesk.check.Lane;
import tech.atoms.opsdesk.check.Unanswerable;
import tech.atoms.opsdesk.common.Problem;
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

/** The checks of a server's health, its MCP endpoint and how it asks for sign-in. */
public final class HealthChecks {
  private static final String SOURCE = "server";
  private static final Duration LIFETIME = Duration.ofMinutes(15);
  private static final int LIMITED = 429;
  private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(30);

  private final InstantSource clock;
  private final Duration interval;
  private final boolean https;
  private final Fact<Looked<Health>> health;
  private final Fact<Looked<Health>> calmHealth;
  private final Fact<Looked<Mcp>> mcp;
  private final Fact<Looked<Mcp>> calmMcp;
  private final Fact<Mcp> signedIn;
  private final Fact<Health> firstHealth;
  private final Fact<Optional<Duration>> ping;
  private final Fact<SignIn> signIn;
  private final Fact<Cors> cors;

  /**
   * The checks of a server.
   *
   * @param server whom to ask
   * @param clock judges the age of what it tells
   * @param interval how often the environment is read; what is older than two is stale
   * @param https whether the server is asked over https
   */
  public HealthChecks(ServerClient server, InstantSource clock, Duration interval, boolean https) {
    this.clock = clock;
    this.interval = interval;
    this.https = https;
    health = fact("health endpoint", facts -> Looked.at(server::health, answer -> false));
    firstHealth = Fact.of("health answer", Lane.NONE, facts -> facts.get(health).first(), health);
    calmHealth =
        Fact.of(
            "health endpoint, once more",
            Lane.SERVER,
            facts ->
                facts.get(health).again(server::health, Metrics.HEALTH_RESPONSE_TIME, Health::took),
            health);
    // Its users' requests are counted: none is sent where nothing depends on it.
    mcp = fact("MCP endpoint", facts -> Looked.at(server::mcp, HealthChecks::needsNoOther));
    signedIn = Fact.of("answer to the token", Lane.NONE, facts -> facts.get(mcp).first(), mcp);
    calmMcp =
        Fact.of(
            "MCP endpoint, once more",
            Lane.SERVER,
            facts -> facts.get(mcp).again(server::mcp, Metrics.TOOLS_LIST_RESPONSE_TIME, Mcp::took),
            mcp);
    ping = Fact.of("MCP ping", Lane.SERVER, facts -> Optional.ofNullable(server.ping()), mcp);
    signIn = fact("sign-in", facts -> unlimited(server.signIn()));
    cors = fact("cross-origin headers", facts -> server.cors());
  }

  private static <T> Fact<T> fact(String name, Fact.Reader<T> reader) {
    return Fact.of(name, Lane.SERVER, reader);
  }

  /** A server that limits the desk has not said how it asks for sign-in. */
  private static SignIn unlimited(SignIn seen) {
    if (seen.statusWithoutToken() != LIMITED) {
      return seen;
    }
    throw new Unanswerable(
        new Problem(
            "The server was not seen asking for sign-in",
            "MCP endpoint",
            "it limits this client (429)",
            "Ask again in two minutes"),
        null);
  }

  /** How the server asks for sign-in, for other checks that build on it. */
  public Fact<SignIn> signIn() {
    return signIn;
  }

  /** What the health endpoint answers, for other checks that build on it. */
  public Fact<Health> health() {
    return firstHealth;
  }

  /** What the MCP endpoint answers to the profile's token, for other checks that build on it. */
  public Fact<Mcp> signedIn() {
    return signedIn;
  }

  private static boolean needsNoOther(Mcp answer) {
    Duration took = answer.took();
    return took == null || Looked.inTime(Metrics.TOOLS_LIST_RESPONSE_TIME, took);
  }

  /** All of them. */
  public List<Check> all() {
    List<Check> checks = new ArrayList<>();
    checks.add(
        reach(
            spec("health.endpoint", "Health endpoint", "POST-01", "POST-02", "DPL-10")
                .expecting("status 200")
                .by("GET of the health path", SOURCE)
                .build(),
            health,
            seen -> HealthJudge.endpoint(seen.first())));
    checks.add(
        Check.over(
            spec("health.status", "The server's own word")
                .expecting("healthy")
                .by("member status of the health answer", SOURCE)
                .build(),
            health,
            seen -> HealthJudge.word(seen.first())));
    checks.add(
        Check.over(
            spec("health.components", "The server's word on its components")
                .expecting("all healthy")
                .by("members of checks of the health answer", SOURCE)
                .build(),
            health,
            seen -> HealthJudge.components(seen.first())));
    checks.add(
        Check.over(
            spec("health.timestamp", "The server's own time")
                .expecting(
                    "at most %d s old, at most 30 s ahead of this machine's clock"
                        .formatted(oldest().toSeconds()))
                .by("member timestamp of the health answer", SOURCE)
                .build(),
            health,
            seen -> timestamp(seen.first())));
    checks.add(
        Check.over(
            spec("health.values", "Values of the health answer")
                .expecting("usable")
                .by("negative, missing or impossible values", SOURCE)
                .build(),
            health,
            seen -> {
              List<String> odd = seen.first().oddities();
              if (odd.isEmpty() && !seen.first().tellsAnything()) {
                return Answer.notApplicable("the server tells no value");
              }
              return Answer.of(odd.isEmpty(), odd.isEmpty() ? "usable" : String.join(", ", odd));
            }));
    checks.add(
        time(
            "health.response-time",
            "the quickest of three answers, or of twelve where all three are late",
            Metrics.HEALTH_RESPONSE_TIME,
            calmHealth,
            Health::took));
    checks.add(
        reach(
            spec("health.mcp", "MCP endpoint", "POST-04")
                .expecting("lists its tools, or asks for sign-in")
                .by("tools/list in both generations of the protocol; no tool is called", SOURCE)
                .build(),
            mcp,
            seen -> HealthJudge.listed(seen.first())));
    checks.add(
        time(
            "health.tools-list-time",
            "the first answer in time, of up to twelve",
            Metrics.TOOLS_LIST_RESPONSE_TIME,
            calmMcp,
            Mcp::took));
    checks.add(
        Check.of(
            spec("health.mcp-ping", "MCP ping")
                .expecting("answered")
                .by("ping, where the generation knows it", SOURCE)
                .build(),
            this::ping));
    checks.add(
        reach(
            spec("health.auth", "Request without a token")
                .expecting("status 401")
                .by("tools/list without a token", SOURCE)
                .build(),
            signIn,
            seen -> Answer.of(seen.isEnforced(), "status " + seen.statusWithoutToken())));
    checks.add(
        Check.over(
            spec("health.auth-metadata", "Sign-in documents and keys")
                .expecting("found by way of the challenge")
                .by("challenge, protected-resource document, issuer, JWKS", SOURCE)
                .build(),
            signIn,
            HealthJudge::documents));
    checks.add(
        Check.over(
            spec("health.auth-expired", "Request with an expired token")
                .expecting("status 401")
                .by("ping with an expired token", SOURCE)
                .build(),
            signIn,
            HealthJudge::expired));
    checks.add(
        reach(
            spec("health.cors", "Cross-origin headers")
                .expecting("Access-Control-Allow-Origin in the answer to a preflight")
                .by("OPTIONS with Origin and method", SOURCE)
                .build(),
            cors,
            seen ->
                Answer.of(
                    seen.allowOrigin() != null,
                    seen.allowOrigin() == null ? "absent" : seen.allowOrigin(),
                    new Evidence("preflight", "answered " + seen.statusCode()))));
    checks.add(
        Check.of(
            spec("health.rules", "State rules")
                .expecting("none holds")
                .by("docs/state-rules.md, over the answers above", SOURCE)
                .last()
                .build(),
            this::rules));
    return List.copyOf(checks);
  }

  private static CheckSpec.Builder spec(String id, String title, String... items) {
    return CheckSpec.of(id, title, items).validFor(LIFETIME);
  }

  /** A server that answers, though not as it should, has failed; one that does not is unknown. */
  private static <T> Check reach(CheckSpec spec, Fact<T> fact, Function<T, Answer> judge) {
    return Check.of(
        spec,
        facts -> {
          try {
            return judge.apply(facts.get(fact));
          } catch (Unanswerable e) {
            if (e.getCause() instanceof HttpFailure failure && isAnswer(failure.kind())) {
              return Answer.fail(
                  e.problem().what() + ": " + e.problem().why(),
                  new Evidence(e.problem().where(), "Next: " + e.problem().next()));
            }
            throw e;
          }
        });
  }

  private static boolean isAnswer(Kind kind) {
    return kind != Kind.UNREACHABLE && kind != Kind.TIMEOUT && kind != Kind.SETTINGS;
  }

  private static <T> Check time(
      String id,
      String how,
      Metric metric,
      Fact<Looked<T>> fact,
      Function<T, @org.jspecify.annotations.Nullable Duration> took) {
    var target = metric.target();
    return Check.over(
        spec(id, metric.title() + " response time")
            .expecting(target == null ? "" : "< " + (long) target.value() + " ms")
            .by(how, SOURCE)
            .last()
            .build(),
        fact,
        seen -> seen.time(metric, took));
  }

  private Duration oldest() {
    return interval.multipliedBy(2).plus(CLOCK_TOLERANCE);
  }

  private Answer timestamp(Health health) {
    if (health.timestamp() == null) {
      return Answer.notApplicable("the server tells no time");
    }
    Duration age = Duration.between(health.timestamp(), health.at());
    return Answer.of(
        age.compareTo(oldest()) <= 0 && age.negated().compareTo(CLOCK_TOLERANCE) <= 0,
        health.timestamp() + (age.isNegative() ? ", ahead" : ""),
        new Evidence("difference", age.toSeconds() + " s"));
  }

  private Answer ping(Facts facts) throws InterruptedException {
    Mcp seen = facts.get(mcp).first();
    if (seen.outcome() != Mcp.Outcome.LISTED || seen.era() != Mcp.Era.LEGACY) {
      return Answer.notApplicable("not signed in, or a generation without ping");
    }
    return facts
        .get(ping)
        .map(took -> Answer.pass("answered in " + took.toMillis() + " ms"))
        .orElseGet(() -> Answer.notApplicable("nothing was agreed that a ping could be sent over"));
  }

  /** What {@code status} would call less than healthy falls short here too. */
  private Answer rules(Facts facts) throws InterruptedException {
    List<Object> answers = new ArrayList<>();
    for (Fact<?> fact : List.of(calmHealth, calmMcp, signIn, cors)) {
      answers.addAll(answered(facts, fact));
    }
    if (answers.isEmpty()) {
      return Answer.unknown("the server gave no answer to judge");
    }
    List<Reason> holding = ServerVerdict.of(interval, https, clock.instant(), answers);
    return Answer.of(
        holding.isEmpty(),
        holding.isEmpty()
            ? "none holds"
            : holding.stream()
                .map(reason -> reason.text() + " [" + reason.rule() + "]")
                .collect(Collectors.joining(", ")));
  }

  /** What did not answer is told by a check of its own, and not judged here. */
  private static List<?> answered(Facts facts, Fact<?> fact) throws InterruptedException {
    try {
      Object one = facts.get(fact);
      return one instanceof Looked<?> looked ? looked.all() : List.of(one);
    } catch (Unanswerable e) {
      return List.of();
    }
  }
}
