package tech.atoms.opsdesk.check.security;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.check.Answer;
import tech.atoms.opsdesk.check.Check;
import tech.atoms.opsdesk.check.CheckSpec;
import tech.atoms.opsdesk.check.Evidence;
import tech.atoms.opsdesk.check.Fact;
import tech.atoms.opsdesk.check.Facts;
import tech.atoms.opsdesk.check.Unanswerable;
import tech.atoms.opsdesk.check.configuration.Settings;
import tech.atoms.opsdesk.environment.Secret;

/** Probes of limits and of what errors give away. Active: a person starts them. */
final class LimitProbes {
  /** Above the largest body that Vercel's functions take: 4.5 MB. */
  private static final int OVERSIZE = 5 * 1024 * 1024;

  private static final int USUAL_BURST = 100;

  /** A larger burst is not tried: that would be load. */
  private static final int MOST_BURST = 300;

  private static final int MOST_REQUESTS = withMargin(MOST_BURST);
  private static final String BURST_HEADER = "X-RateLimit-Burst";
  private static final String BURST_VARIABLE = "RATE_LIMIT_BURST_SIZE";
  static final String NO_TOKEN =
      "the profile names no token, or the address is plain http and not on this machine";

  /** How a stack trace looks. */
  static final Pattern TRACE =
      Pattern.compile(
          "\\bat [\\w.$/]+\\([\\w$]+\\.(java|kt|scala):\\d+\\)"
              + "|Traceback \\(most recent call last\\)"
              + "|File \"[^\"]+\", line \\d+"
              + "|\\bat .{0,200}\\.(js|ts|mjs):\\d+:\\d+"
              + "|\\b(java|javax|jakarta)(\\.[a-zA-Z]++){1,20}?(?<=Exception|Error)\\b");

  private final McpPoster mcp;
  private final @Nullable Supplier<Secret> somebody;
  private final @Nullable Fact<Settings> variables;

  /** A burst that is allowed, and who says so. */
  private record Allowed(int burst, String source) {}

  /**
   * The probes.
   *
   * @param mcp whom to try
   * @param somebody gives a token of a user whom a burst harms nobody with; null: the profile's is
   *     used
   * @param variables of the server, which tell the burst where it does not; null: not known
   */
  LimitProbes(
      McpPoster mcp, @Nullable Supplier<Secret> somebody, @Nullable Fact<Settings> variables) {
    this.mcp = mcp;
    this.somebody = somebody;
    this.variables = variables;
  }

  List<Check> all() {
    return List.of(
        Check.of(
            CheckSpec.of("security.request-size", "Limit of a request's size", "SEC-13")
                .active(1)
                .expecting("413 for a body of 5 MiB")
                .by("one ping with 5 MiB of padding, with Expect: 100-continue", "server")
                .ofDeployment()
                .validFor(Duration.ofDays(30))
                .build(),
            this::size),
        Check.of(
            CheckSpec.of("security.error-bodies", "What errors give away")
                .active(5)
                .expecting("no stack trace in any answer")
                .by("broken JSON, wrong shape, unknown method, wrong verb, unknown path", "server")
                .ofDeployment()
                .validFor(Duration.ofDays(30))
                .build(),
            this::errors),
        Check.of(
            CheckSpec.of("security.rate-limit", "Rate limit", "SEC-14")
                .active(MOST_REQUESTS + 1)
                .last()
                .expecting("429 with Retry-After after the configured burst, at most 10 % later")
                .by(
                    "pings with a token, up to the first 429, at most the burst + 10 %; the burst"
                        + " is the server's word, else its variable, else the specification's",
                    "server, variables")
                .ofDeployment()
                .validFor(Duration.ofDays(30))
                .build(),
            this::rate));
  }

  private static int withMargin(int burst) {
    return burst + Math.ceilDiv(burst, 10);
  }

  private Answer size(Facts facts) {
    Secret token = mcp.token();
    if (token == null) {
      return Answer.unknown(NO_TOKEN);
    }
    String body =
        McpPoster.PING.substring(0, McpPoster.PING.length() - 1)
            + ",\"params\":{\"_meta\":{\"padding\":\""
            + "x".repeat(OVERSIZE)
            + "\"}}}";
    int status = mcp.post(token, body, Map.of("Expect", "100-continue")).status();
    return status == 401 || status == 403 || status == 429 || status >= 500
        ? Answer.unknown("status " + status)
        : Answer.of(status == 413, "status " + status);
  }

  private Answer rate(Facts facts) throws InterruptedException {
    Secret token = somebody == null ? mcp.token() : somebody.get();
    if (token == null) {
      return Answer.unknown(NO_TOKEN);
    }
    var first = mcp.post(token, McpPoster.PING, Map.of());
    Allowed allowed = allowed(first.header(BURST_HEADER), facts);
    int burst = allowed.burst();
    if (burst > MOST_BURST) {
      return Answer.unknown(
          "a burst of " + burst + " is allowed; more than " + MOST_BURST + " is not tried");
    }
    Burst seen =
        first.status() == 429
            ? new Burst(1, first, null)
            : first.isSuccess()
                ? Burst.of(withMargin(burst) - 1, () -> mcp.post(token, McpPoster.PING, Map.of()))
                : new Burst(1, null, first);
    int sent = first.status() == 429 ? 1 : seen.sent() + 1;
    var limited = seen.limited();
    if (limited != null && sent <= burst / 2) {
      return Answer.unknown(
          "429 after %d of %d requests: the limit was in use already, or is lower than told"
              .formatted(sent, burst),
          new Evidence("burst allowed", burst + ", says " + allowed.source()));
    }
    if (limited != null) {
      String after = limited.header("Retry-After");
      return Answer.of(
          after != null,
          "429 after "
              + sent
              + " requests, "
              + (after == null ? "without Retry-After" : "Retry-After " + after + " s"),
          new Evidence("burst allowed", burst + ", says " + allowed.source()),
          new Evidence(
              "whose requests",
              somebody == null
                  ? "the profile's user: limited until then"
                  : "a user of the probe alone: nobody else is limited"));
    }
    return seen.other() == null
        ? Answer.fail("no 429 in " + sent + " requests")
        : Answer.unknown("status " + seen.other().status() + " after " + sent + " requests");
  }

  /** The server's word, else that of its variables, else the specification's. */
  private Allowed allowed(@Nullable String header, Facts facts) throws InterruptedException {
    Integer told = number(header);
    if (told != null) {
      return new Allowed(told, "the header " + BURST_HEADER);
    }
    try {
      Integer set = variables == null ? null : number(facts.get(variables).value(BURST_VARIABLE));
      if (set != null) {
        return new Allowed(set, "the variable " + BURST_VARIABLE);
      }
    } catch (Unanswerable notKnown) {
      // The specification's stands.
    }
    return new Allowed(USUAL_BURST, "the specification");
  }

  private static @Nullable Integer number(@Nullable String text) {
    try {
      return text == null ? null : Integer.valueOf(Math.max(1, Integer.parseInt(text.strip())));
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private Answer errors(Facts facts) {
    Secret token = mcp.token();
    URI nowhere = mcp.url().resolve("/opsdesk-no-such-page");
    Map<String, tech.atoms.opsdesk.http.Answer> seen = new LinkedHashMap<>();
    seen.put("broken JSON", mcp.post(token, "{\"jsonrpc\":", Map.of()));
    seen.put("wrong shape", mcp.post(token, "[[[]]]", Map.of()));
    seen.put(
        "unknown method",
        mcp.post(token, McpPoster.PING.replace("\"ping\"", "\"opsdesk/none\""), Map.of()));
    seen.put("wrong verb", mcp.get(token, mcp.url()));
    seen.put("unknown path", mcp.get(null, nowhere));
    List<String> leaking = new ArrayList<>();
    StringBuilder lines = new StringBuilder();
    seen.forEach(
        (what, answer) -> {
          boolean leaks = TRACE.matcher(answer.body()).find();
          lines.append(what).append(": ").append(answer.status());
          lines.append(leaks ? ", a stack trace" : "").append('\n');
          if (leaks) {
            leaking.add(what);
          }
        });
    Evidence evidence = new Evidence("answers", lines.toString().stripTrailing());
    if (!leaking.isEmpty()) {
      return Answer.fail("a stack trace in answer to: " + String.join(", ", leaking), evidence);
    }
    return token == null
        ? Answer.unknown("only answers without sign-in were seen: " + NO_TOKEN, evidence)
        : Answer.pass("none in " + seen.size() + " answers", evidence);
  }
}
