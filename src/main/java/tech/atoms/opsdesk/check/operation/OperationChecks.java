package tech.atoms.opsdesk.check.operation;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.check.Answer;
import tech.atoms.opsdesk.check.Check;
import tech.atoms.opsdesk.check.CheckSpec;
import tech.atoms.opsdesk.check.Evidence;
import tech.atoms.opsdesk.check.Fact;
import tech.atoms.opsdesk.check.Facts;
import tech.atoms.opsdesk.check.Lane;
import tech.atoms.opsdesk.check.Unanswerable;
import tech.atoms.opsdesk.http.HttpFailure;
import tech.atoms.opsdesk.metric.Metrics;
import tech.atoms.opsdesk.metric.Target;
import tech.atoms.opsdesk.provider.vercel.Deployment;
import tech.atoms.opsdesk.provider.vercel.Production;
import tech.atoms.opsdesk.provider.vercel.RuntimeLog;
import tech.atoms.opsdesk.provider.vercel.VercelLogs;
import tech.atoms.opsdesk.server.Health;
import tech.atoms.opsdesk.server.ServerClient;

/** Logs, metrics, speed, version and name of a server in operation. Passive. */
public final class OperationChecks {
  private static final Duration LIFETIME = Duration.ofMinutes(15);
  private static final Duration LISTEN = Duration.ofSeconds(3);
  private static final int SHOWN = 10;
  private static final int LONGEST_MESSAGE = 300;

  private final LivePlatform platform;
  private final URI url;
  private final InstantSource clock;
  private final Fact<Observed> observed;
  private final Fact<Observed> calm;
  private final Fact<Health> health;

  /**
   * The checks.
   *
   * @param server whom to ask; used by these checks alone
   * @param platform where it runs
   * @param url how its users reach it
   * @param clock tells the age of a line
   */
  public OperationChecks(ServerClient server, LivePlatform platform, URI url, InstantSource clock) {
    this.platform = platform;
    this.url = url;
    this.clock = clock;
    // One after the other, on one client: the second of two looks would disturb the first.
    health = Fact.of("health", Lane.SERVER, facts -> server.health());
    observed = Fact.of("metrics", Lane.SERVER, facts -> Observed.of(server), health);
    // Beside other checks the desk may have measured itself: slowness is looked at once more.
    calm =
        Fact.of(
            "metrics, once more",
            Lane.SERVER,
            facts -> slow(facts.get(observed).p95()) ? Observed.of(server) : facts.get(observed),
            observed);
  }

  /** All of them. */
  public List<Check> all() {
    return List.of(
        Check.of(
            spec("operation.logs", "Errors in the logs", "POST-05")
                .expecting("none among the lines of the last 15 minutes that the platform tells")
                .by("runtime logs of the live deployment: level error or status 5xx", "platform")
                .build(),
            this::logs),
        Check.of(
            spec("operation.metrics", "Metrics are collected", "POST-06")
                .expecting("a complete answer whose counters count")
                .by("two reads of the metrics, with requests between them", "server")
                .validFor(Duration.ofMinutes(5))
                .build(),
            this::metrics),
        Check.of(
            spec("operation.performance", "Latency p95", "POST-08")
                .expecting("< " + Math.round(target().value()) + " ms")
                .by(
                    "growth of the server's histogram over requests of the desk and others;"
                        + " once more at the end where it is over",
                    "server")
                .last()
                .every(Duration.ofMinutes(5))
                .build(),
            this::performance),
        Check.of(
            spec("operation.version", "Version that runs")
                .expecting("the version of the live deployment")
                .by("version of the health answer against the platform's", "server, platform")
                .build(),
            this::version),
        Check.of(
            CheckSpec.of("operation.dns", "Name of the public address", "POST-10")
                .expecting("the addresses that the platform sees")
                .by("answers of this machine's resolver against the platform's", "DNS, platform")
                .every(Duration.ofMinutes(5))
                .build(),
            this::dns));
  }

  private static CheckSpec.Builder spec(String id, String title, String... items) {
    return CheckSpec.of(id, title, items).validFor(LIFETIME);
  }

  private Answer logs(Facts facts) throws InterruptedException {
    Production live = facts.get(platform.production());
    facts.get(health); // a line at least
    Instant from = clock.instant().minus(LIFETIME);
    Instant since = live.since().isAfter(from) ? live.since() : from;
    List<RuntimeLog> lines =
        platform.listen(facts, LISTEN, line -> false).stream()
            .filter(line -> !line.at().isBefore(since))
            .toList();
    List<RuntimeLog> errors = lines.stream().filter(RuntimeLog::isError).toList();
    Evidence evidence =
        new Evidence(
            errors.isEmpty() ? "lines" : "errors",
            errors.isEmpty()
                ? Integer.toString(lines.size())
                : errors.reversed().stream()
                    .limit(SHOWN)
                    .map(OperationChecks::shown)
                    .collect(Collectors.joining("\n")));
    if (!errors.isEmpty()) {
      return Answer.fail(errors.size() + " of " + lines.size() + " lines", evidence);
    }
    return lines.isEmpty()
        ? Answer.unknown("the platform gave no line in " + LISTEN.toSeconds() + " s")
        : Answer.pass(
            "none in "
                + lines.size()
                + (lines.size() == 1 ? " line" : " lines")
                + " since "
                + lines.getFirst().at(),
            evidence);
  }

  private static String shown(RuntimeLog line) {
    return line.at()
        + " "
        + line.status()
        + " "
        + line.method()
        + " "
        + line.path()
        + " "
        + (line.message().length() > LONGEST_MESSAGE
            ? line.message().substring(0, LONGEST_MESSAGE) + "…"
            : line.message());
  }

  private Answer metrics(Facts facts) throws InterruptedException {
    Observed seen;
    try {
      seen = facts.get(observed);
    } catch (Unanswerable e) {
      if (e.getCause() instanceof HttpFailure failure && !failure.kind().isUnreachable()) {
        return Answer.fail(e.problem().what() + ": " + e.problem().why());
      }
      throw e;
    }
    Evidence evidence =
        new Evidence(
            "read at " + clock.instant(),
            seen.families() + " families, " + seen.second().values().size() + " samples");
    if (!seen.second().complete() || seen.second().values().isEmpty()) {
      return Answer.fail("the answer is cut off or empty", evidence);
    }
    Boolean grows = seen.grows();
    if (grows == null) {
      return Answer.pass(seen.families() + " families; requests are not counted", evidence);
    }
    return Answer.of(
        grows,
        grows
            ? seen.families() + " families, read just now, counting"
            : "the count of requests stood still over " + seen.sent() + " requests",
        evidence);
  }

  private static Target target() {
    Target target = Metrics.P95_RESPONSE_TIME.target();
    if (target == null) {
      throw new IllegalStateException("no target for p95");
    }
    return target;
  }

  private static boolean slow(Observed.@Nullable P95 p95) {
    return p95 != null && p95.millis() > target().value();
  }

  private Answer performance(Facts facts) throws InterruptedException {
    Observed.P95 p95 = facts.get(calm).p95();
    if (p95 == null) {
      return Answer.unknown("the server measures no request");
    }
    String many = p95.requests() == 1 ? " request" : " requests";
    return Answer.of(
        !slow(p95),
        (Double.isInfinite(p95.millis())
                ? "above its largest bucket"
                : String.format(Locale.ROOT, "at most %,.0f ms", p95.millis()))
            + ", n = "
            + p95.requests()
            + many);
  }

  private Answer version(Facts facts) throws InterruptedException {
    Deployment live = facts.get(platform.production()).live();
    String told = facts.get(health).version();
    if (told == null || live.version().isEmpty()) {
      return Answer.unknown(told == null ? "health tells no version" : "the platform tells none");
    }
    return Answer.of(
        bare(told).equals(bare(live.version())),
        "runs " + told + ", deployed is " + live.version(),
        new Evidence("deployment", live.id()));
  }

  private static String bare(String version) {
    return version.startsWith("v") ? version.substring(1) : version;
  }

  private Answer dns(Facts facts) {
    String host = url.getHost();
    if (host.chars().noneMatch(Character::isLetter) || host.contains(":")) {
      return Answer.notApplicable("the public address is no name");
    }
    Set<String> here = addresses(host);
    // Where the platform cannot be asked either, this machine's network may be at fault.
    VercelLogs.Domain there = platform.platform().domain(host);
    if (here.isEmpty()) {
      return Answer.fail("this machine's resolver knows no address of " + host);
    }
    Evidence evidence =
        new Evidence(
            host,
            "resolver: %s\nplatform: %s %s".formatted(here, there.addresses(), there.aliases()));
    if (there.misconfigured()) {
      return Answer.fail("the platform calls " + host + " misconfigured", evidence);
    }
    Set<String> aliased = new TreeSet<>();
    there.aliases().forEach(alias -> aliased.addAll(addresses(alias)));
    return Names.judge(here, Set.copyOf(there.addresses()), aliased, evidence);
  }

  private static Set<String> addresses(String name) {
    try {
      return Arrays.stream(InetAddress.getAllByName(name))
          .map(InetAddress::getHostAddress)
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (UnknownHostException e) {
      return Set.of();
    }
  }
}
