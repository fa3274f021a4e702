package tech.atoms.opsdesk.provider.vercel;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Masking;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.Slashes;
import tech.atoms.opsdesk.environment.PlatformSettings;
import tech.atoms.opsdesk.environment.SecretResolver;
import tech.atoms.opsdesk.http.Answer;
import tech.atoms.opsdesk.http.Ask;
import tech.atoms.opsdesk.http.HttpFailure;
import tech.atoms.opsdesk.http.HttpReader;
import tech.atoms.opsdesk.http.Patience;

/**
 * Vercel's REST API for one project: the team, the token, refusals in words, and how often a
 * request is asked again. Safe on any thread; blocks.
 */
final class VercelApi implements AutoCloseable {
  static final JsonMapper JSON = new JsonMapper();

  private static final String READ_AGAIN = "It is read again at its next interval";
  private static final String SUBJECT = "platform's API";
  private static final int CAP = 8 * 1024 * 1024;
  private static final int LONGEST_LINE = 1024 * 1024;
  private static final int LIMITED = 429;

  private final PlatformSettings settings;
  private final SecretResolver secrets;
  private final HttpReader http;
  private final Patience patience;

  VercelApi(PlatformSettings settings, SecretResolver secrets, Duration deadline) {
    this(settings, secrets, deadline, Patience.NONE);
  }

  VercelApi(
      PlatformSettings settings, SecretResolver secrets, Duration deadline, Patience patience) {
    this.settings = settings;
    this.secrets = secrets;
    this.http = new HttpReader(deadline, null);
    this.patience = patience;
  }

  /** The project as the profile names it, encoded. */
  String project() {
    return encoded(settings.project());
  }

  /** An answer, and the object in it; null where it holds none. */
  record Reply(Answer answer, @Nullable JsonNode json) {}

  /** Reads an object; where the platform is unwell for a moment, again. */
  JsonNode get(String path, String query) {
    Ask ask = ask("GET", path, query, null, "application/json");
    return patience.reading(
        () -> {
          Answer answer = http.send(ask);
          JsonNode json = json(answer.body());
          return answer.isSuccess() && json != null
              ? Patience.Turn.of(json)
              : Patience.Turn.failed(
                  answer.status(), refused(answer, json, READ_AGAIN), pause(answer, json));
        });
  }

  /**
   * Asks for a change, once: where the connection fails nobody knows whether it was made. Only a
   * 429, after which nothing has happened, is waited for and asked again.
   *
   * @throws HttpFailure of kind STATUS where the answer was no success; {@link
   *     HttpFailure#isRefusal} tells whether that means that nothing was done
   */
  JsonNode change(String method, String path, String query, @Nullable String body) {
    Reply reply = attempt(method, path, query, body);
    if (!reply.answer().isSuccess()) {
      throw refused(reply);
    }
    JsonNode json = reply.json();
    return json == null ? JSON.createObjectNode() : json;
  }

  /** As {@link #change}, but whatever is answered is told. */
  Reply attempt(String method, String path, String query, @Nullable String body) {
    Duration spent = Duration.ZERO;
    while (true) {
      Answer answer = http.once(ask(method, path, query, body, "application/json"));
      JsonNode json = json(answer.body());
      Duration wait = answer.status() == LIMITED ? pause(answer, json) : null;
      if (wait == null || !patience.allows(wait, spent)) {
        return new Reply(answer, json);
      }
      spent = spent.plus(wait);
    }
  }

  /** Sends the bytes of a file, which may be done any number of times. */
  void upload(byte[] content, String digest) {
    Map<String, String> headers = new HashMap<>(headers("application/json"));
    headers.put("x-now-digest", digest);
    headers.put("x-now-size", Integer.toString(content.length));
    Ask ask = new Ask(SUBJECT, "POST", url(Paths.FILES, ""), headers, null, CAP, null);
    Answer answer = http.once(ask, content, "application/octet-stream");
    if (!answer.isSuccess()) {
      throw refused(new Reply(answer, json(answer.body())));
    }
  }

  /** Hears lines of a stream, for a time or until one is enough. */
  void listen(String path, Duration time, Predicate<String> enough) {
    URI url = url(path, "");
    Answer answer =
        http.listen(
            new Ask(SUBJECT, "GET", url, headers("application/stream+json"), null, CAP, enough),
            time);
    if (!answer.isSuccess()) {
      throw refused(answer, json(answer.body()), READ_AGAIN);
    }
  }

  /** Hears lines of a stream of any length, for a time or until one is enough. */
  void follow(String path, String query, Duration time, Predicate<String> enough) {
    Map<String, String> headers = headers("application/stream+json");
    Ask ask = new Ask(SUBJECT, "GET", url(path, query), headers, null, LONGEST_LINE, enough);
    Answer answer = http.follow(ask, time);
    if (!answer.isSuccess()) {
      throw refused(answer, json(answer.body()), READ_AGAIN);
    }
  }

  @Override
  public void close() {
    http.close();
  }

  private Ask ask(String method, String path, String query, @Nullable String body, String accept) {
    return new Ask(SUBJECT, method, url(path, query), headers(accept), body, CAP, null);
  }

  private URI url(String path, String query) {
    String team = settings.team();
    String all =
        team == null ? query : query + (query.isEmpty() ? "" : "&") + "teamId=" + encoded(team);
    return URI.create(Slashes.trimmed(settings.apiUrl()) + path + (all.isEmpty() ? "" : "?" + all));
  }

  private Map<String, String> headers(String accept) {
    return Map.of(
        "Accept", accept, "Authorization", "Bearer " + secrets.resolve(settings.token()).reveal());
  }

  /** How long the platform asks to be left alone; null where it does not say. */
  private static @Nullable Duration pause(Answer answer, @Nullable JsonNode json) {
    Duration asked = answer.retryAfter();
    if (asked != null) {
      return asked;
    }
    String header = answer.header("X-RateLimit-Reset");
    long reset =
        header != null && header.strip().matches("\\d{1,12}")
            ? Long.parseLong(header.strip())
            : json == null ? 0 : json.path("error").path("limit").path("reset").asLong(0);
    if (reset == 0) {
      return null;
    }
    Duration left = Duration.between(answer.at(), Instant.ofEpochSecond(reset));
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** What was answered in place of what was asked for. */
  HttpFailure refused(Reply reply) {
    return refused(reply.answer(), reply.json(), "Wait a little and try again");
  }

  private HttpFailure refused(Answer answer, @Nullable JsonNode json, String otherwise) {
    // Older answers call it err; some are the error itself.
    JsonNode body = json == null ? JSON.createObjectNode() : json;
    JsonNode error = body.has("error") ? body.path("error") : body.path("err");
    Duration pause = pause(answer, json);
    String said = error.path("message").asText("");
    String why =
        "it answered "
            + answer.status()
            + (error.has("code") ? " " + error.path("code").asText() : "")
            + (said.isEmpty() ? "" : ": " + Masking.mask(said));
    String next =
        switch (answer.status()) {
          case 401, 403 -> "Check the platform's token in the profile, and its scope";
          case 402 -> "The team's plan does not allow it; see the plan at the platform";
          case 404 -> "Check project " + settings.project() + " and team in the profile";
          case 400, 410, 422 -> "Asking again will not help: correct it, and plan anew";
          case 409 ->
              "Another change is under way there, or the name is taken: look, and try again";
          case LIMITED ->
              pause == null || patience.most().isZero()
                  ? otherwise
                  : "Try again in " + (pause.toSeconds() + 1) + " s";
          default -> otherwise;
        };
    return new HttpFailure(
        answer.isSuccess() ? HttpFailure.Kind.CONTENT : HttpFailure.Kind.STATUS,
        new Problem(
            answer.status() >= 400 && answer.status() < 500
                ? "The platform's API refuses"
                : "The platform's API gives no answer to use",
            Slashes.trimmed(settings.apiUrl()) + answer.url().getPath(),
            why,
            next),
        null,
        pause,
        answer.status());
  }

  /** A text as an object of JSON; null where it is none. */
  static @Nullable JsonNode json(String body) {
    try {
      JsonNode node = JSON.readTree(body);
      return node != null && node.isObject() ? node : null;
    } catch (JacksonException notJson) {
      return null;
    }
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
