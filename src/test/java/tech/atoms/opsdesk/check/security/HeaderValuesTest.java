package tech.atoms.opsdesk.check.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import tech.atoms.opsdesk.Cases;
import tech.atoms.opsdesk.check.Check;
import tech.atoms.opsdesk.check.Fact;
import tech.atoms.opsdesk.check.Facts;
import tech.atoms.opsdesk.check.Lane;
import tech.atoms.opsdesk.check.Outcome;
import tech.atoms.opsdesk.http.Answer;

/** Whatever a header holds, it is judged; and what lets everything in does not pass. */
class HeaderValuesTest {
  private static final int CASES = 2_000;
  private static final List<String> NAMES =
      List.of(
          "Strict-Transport-Security",
          "Content-Security-Policy",
          "X-Content-Type-Options",
          "X-Frame-Options",
          "X-XSS-Protection",
          "WWW-Authenticate",
          "Retry-After");

  private static final List<String> PIECES =
      List.of(
          "max-age",
          "=",
          "31536000",
          "99999999999999999999999",
          "-1",
          "\"",
          ";",
          ",",
          " ",
          "\t",
          "includeSubDomains",
          "default-src",
          "script-src ",
          "'none'",
          "*",
          "'unsafe-inline'",
          "https:",
          "nosniff",
          "DENY",
          "1; mode=block",
          "Bearer ",
          "resource_metadata=",
          "https://x/",
          "::",
          "%",
          "\u0000",
          "\u00e9",
          "\uD83D\uDE00",
          "\uD800",
          "max-age=".repeat(300),
          "default-src ".repeat(300),
          "a".repeat(3_000),
          " ".repeat(3_000));

  private static String value(RandomGenerator random) {
    return String.join("", Cases.list(random, 0, 12, r -> Cases.one(r, PIECES)));
  }

  /** What protects, worked out by single steps and without patterns. */
  private static boolean protects(String header, @Nullable String told) {
    if (told == null) {
      return false;
    }
    String value = told.strip().toLowerCase(Locale.ROOT);
    return switch (header) {
      case "Strict-Transport-Security" -> lastsAYear(value);
      case "Content-Security-Policy" ->
          Arrays.stream(value.split(",", -1)).anyMatch(HeaderValuesTest::confines);
      case "X-Content-Type-Options" -> value.equals("nosniff");
      case "X-Frame-Options" -> value.equals("deny");
      default -> value.replace(" ", "").equals("1;mode=block");
    };
  }

  /** The first max-age with figures of at most 18 places decides. */
  private static boolean lastsAYear(String value) {
    for (int at = value.indexOf("max-age"); at >= 0; at = value.indexOf("max-age", at + 1)) {
      int next = blanks(value, at + "max-age".length());
      if (value.startsWith("=", next)) {
        next = blanks(value, next + 1);
        int start = value.startsWith("\"", next) ? next + 1 : next;
        int end = start;
        while (end < Math.min(start + 18, value.length()) && isFigure(value.charAt(end))) {
          end++;
        }
        if (end > start) {
          return Long.parseLong(value.substring(start, end)) >= 31_536_000;
        }
      }
    }
    return false;
  }

  private static boolean isFigure(char one) {
    return one >= '0' && one <= '9';
  }

  private static int blanks(String value, int from) {
    int at = from;
    while (at < value.length() && (value.charAt(at) == ' ' || value.charAt(at) == '\t')) {
      at++;
    }
    return at;
  }

  private static boolean confines(String policy) {
    String scripts = null;
    String everything = null;
    for (String directive : policy.split(";", -1)) {
      String words = " " + directive.strip().replaceAll("\\s", " ") + " ";
      if (words.startsWith(" script-src ") && scripts == null) {
        scripts = words;
      } else if (words.startsWith(" default-src ") && everything == null) {
        everything = words;
      }
    }
    // Of what the pieces make, these let everything in.
    return (scripts != null || everything != null)
        && Stream.of(" * ", " *:", " 'unsafe-inline' ", " https: ")
            .noneMatch((String.valueOf(scripts) + everything)::contains);
  }

  private static List<PublicServer.Seen> routes(RandomGenerator random) {
    return Cases.list(
        random,
        1,
        5,
        r -> {
          Map<String, String> headers = new HashMap<>();
          Cases.list(r, 0, 7, one -> headers.put(Cases.one(one, NAMES), value(one)));
          return new PublicServer.Seen(
              "/x",
              new Answer(
                  200,
                  URI.create("https://x/"),
                  List.of(),
                  headers,
                  "",
                  Instant.EPOCH,
                  Duration.ZERO));
        });
  }

  @Test
  void areJudgedWhateverTheyHold() {
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(30),
        () ->
            Cases.check(
                CASES,
                random -> {
                  List<PublicServer.Seen> seen = routes(random);
                  Fact<List<PublicServer.Seen>> fact = Fact.of("routes", Lane.NONE, facts -> seen);
                  for (Check check : new HeaderChecks(fact, true).all()) {
                    Outcome outcome = check.answer(new Facts()).outcome();
                    String header = check.spec().title();
                    boolean protects =
                        seen.stream()
                            .allMatch(one -> protects(header, one.answer().header(header)));
                    assertThat(outcome)
                        .as(header)
                        .isEqualTo(protects ? Outcome.PASS : Outcome.FAIL);
                  }
                  Duration after = seen.getFirst().answer().retryAfter();
                  assertThat(after == null || !after.isNegative()).isTrue();
                }));
  }

  @Test
  void aPolicyIsReadAsBrowsersReadIt() {
    for (String strict :
        List.of(
            "default-src 'self'",
            "default-src 'none'; script-src 'self' https://*.example.com",
            "DEFAULT-SRC 'self'; default-src *",
            "img-src *, default-src 'self'",
            "script-src 'self'")) {
      assertThat(HeaderChecks.isStrict(strict)).as(strict).isTrue();
    }
    for (String lax :
        List.of(
            "default-src *",
            "default-src https://*",
            "default-src https://*:443",
            "default-src http:",
            "default-src *:*",
            "default-src 'self'; script-src * 'unsafe-inline'",
            "default-src *; default-src 'self'",
            "default-src *; script-src 'self'",
            "img-src 'self'",
            "")) {
      assertThat(HeaderChecks.isStrict(lax)).as(lax).isFalse();
    }
  }

  @Test
  void aStackTraceIsFoundHoweverLongTheTextIs() {
    assertThat(LimitProbes.TRACE.matcher("java.a" + ".a".repeat(200_000)).find()).isFalse();
    for (String trace :
        List.of(
            "java.lang.IllegalStateException: no",
            "it was a jakarta.ws.rs.NotFoundException.",
            "java.lang.OutOfMemoryError",
            "java.lang.NullPointerException.Please try again")) {
      assertThat(LimitProbes.TRACE.matcher(trace).find()).as(trace).isTrue();
    }
  }
}
