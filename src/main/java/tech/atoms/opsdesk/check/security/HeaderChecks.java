package tech.atoms.opsdesk.check.security;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.check.Answer;
import tech.atoms.opsdesk.check.Check;
import tech.atoms.opsdesk.check.CheckSpec;
import tech.atoms.opsdesk.check.Evidence;
import tech.atoms.opsdesk.check.Fact;
import tech.atoms.opsdesk.check.security.PublicServer.Seen;

/** Security headers, by value and on every route. Passive. */
final class HeaderChecks {
  private static final long YEAR = Duration.ofDays(365).toSeconds();
  private static final Pattern MAX_AGE = Pattern.compile("(?i)max-age\\s*=\\s*\"?(\\d{1,18})\"?");
  private static final Set<String> LAX =
      Set.of(
          "http:", "https:", "ws:", "wss:", "data:", "blob:", "'unsafe-inline'", "'unsafe-eval'");

  /** A host that is nothing but a wildcard, whatever scheme, port and path it has. */
  private static final Pattern ANY_HOST = Pattern.compile("([a-z][a-z0-9+.-]*://)?\\*([:/].*)?");

  private static final Duration INTERVAL = Duration.ofMinutes(5);

  private final Fact<List<Seen>> routes;
  private final boolean https;

  /**
   * The checks.
   *
   * @param routes what each route answered
   * @param https whether they were asked by https
   */
  HeaderChecks(Fact<List<Seen>> routes, boolean https) {
    this.routes = routes;
    this.https = https;
  }

  private record Wanted(
      String id, String item, String header, String expected, Predicate<String> holds) {}

  List<Check> all() {
    return List.of(
            new Wanted(
                "hsts",
                "SEC-04",
                "Strict-Transport-Security",
                "max-age of at least 31,536,000 s (a year) on every route",
                HeaderChecks::isLong),
            new Wanted(
                "content-security-policy",
                "SEC-17",
                "Content-Security-Policy",
                "default-src without wildcards and unsafe sources, on every route",
                HeaderChecks::isStrict),
            new Wanted(
                "content-type-options",
                "SEC-18",
                "X-Content-Type-Options",
                "nosniff on every route",
                value -> value.equalsIgnoreCase("nosniff")),
            new Wanted(
                "frame-options",
                "SEC-19",
                "X-Frame-Options",
                "DENY on every route",
                value -> value.equalsIgnoreCase("DENY")),
            new Wanted(
                "xss-protection",
                "SEC-20",
                "X-XSS-Protection",
                "1; mode=block on every route",
                value -> value.replace(" ", "").equalsIgnoreCase("1;mode=block")))
        .stream()
        .map(
            wanted ->
                Check.over(
                    CheckSpec.of("security." + wanted.id(), wanted.header(), wanted.item())
                        .expecting(wanted.expected())
                        .by("its value on health, MCP, metrics, metadata and a 404", "server")
                        .every(INTERVAL)
                        .build(),
                    routes,
                    seen -> judge(wanted, seen)))
        .toList();
  }

  private Answer judge(Wanted wanted, List<Seen> seen) {
    if (wanted.id().equals("hsts") && !https) {
      return Answer.fail("the public address is plain http, where this header counts for nothing");
    }
    List<String> wrong = new ArrayList<>();
    StringBuilder values = new StringBuilder();
    for (Seen one : seen) {
      String value = one.answer().header(wanted.header());
      values.append(one.route()).append(": ").append(shown(value)).append('\n');
      if (value == null || !wanted.holds().test(value.strip())) {
        wrong.add(one.route() + ": " + shown(value));
      }
    }
    Evidence evidence = new Evidence(wanted.header(), values.toString().stripTrailing());
    return wrong.isEmpty()
        ? Answer.pass("on " + seen.size() + " of " + seen.size() + " routes", evidence)
        : Answer.fail(String.join(", ", wrong), evidence);
  }

  private static String shown(@Nullable String value) {
    return value == null ? "absent" : value;
  }

  /** At least a year. */
  static boolean isLong(String value) {
    Matcher age = MAX_AGE.matcher(value);
    return age.find() && Long.parseLong(age.group(1)) >= YEAR;
  }

  /** A default or script source that does not let everything in. Several policies all hold. */
  static boolean isStrict(String value) {
    return Stream.of(value.toLowerCase(Locale.ROOT).split(",", -1))
        .map(HeaderChecks::sources)
        .anyMatch(
            policy -> {
              List<String> everything = policy.get("default-src");
              List<String> scripts = policy.getOrDefault("script-src", everything);
              return scripts != null
                  && scripts.stream().noneMatch(HeaderChecks::isLax)
                  && (everything == null || everything.stream().noneMatch(HeaderChecks::isLax));
            });
  }

  /** Sources by directive; of one that stands there twice, browsers take the first. */
  private static Map<String, List<String>> sources(String policy) {
    Map<String, List<String>> directives = new HashMap<>();
    for (String directive : policy.split(";", -1)) {
      List<String> words = List.of(directive.strip().split("\\s+", -1));
      directives.putIfAbsent(words.getFirst(), words.subList(1, words.size()));
    }
    return directives;
  }

  private static boolean isLax(String source) {
    return LAX.contains(source) || ANY_HOST.matcher(source).matches();
  }
}
