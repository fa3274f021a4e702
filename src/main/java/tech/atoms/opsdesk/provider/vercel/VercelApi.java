package tech.atoms.opsdesk.provider.vercel;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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

/**
 * Vercel's REST API for one project: paths with their versions, the team, the token, and refusals
 * in words. Safe on any thread; blocks.
 */
final class VercelApi implements AutoCloseable {
  /** Every operation has a version of its own; these are those of the current SDK and CLI. */
  static final String USER = "/v2/user";

  static final String PROJECTS = "/v9/projects/";
  static final String DEPLOYMENTS = "/v6/deployments";
  static final String DEPLOYMENT = "/v13/deployments/";
  static final String ALIASES = "/v4/aliases";
  static final String VARIABLES_OF = "/v10/projects/";
  static final String PROMOTE_IN = "/v10/projects/";
  static final String ROLL_BACK_IN = "/v9/projects/";
  static final String LOGS_OF = "/v1/projects/";
  static final String DOMAINS = "/v6/domains/";

  private static final JsonMapper JSON = new JsonMapper();
  private static final String READ_AGAIN = "It is read again at its next interval";
  private static final String SUBJECT = "platform's API";
  private static final int CAP = 8 * 1024 * 1024;

  private final PlatformSettings settings;
  private final SecretResolver secrets;
  private final HttpReader http;

  VercelApi(PlatformSettings settings, SecretResolver secrets, Duration deadline) {
    this.settings = settings;
    this.secrets = secrets;
    this.http = new HttpReader(deadline, null);
  }

  /** The project as the profile names it, encoded. */
  String project() {
    return encoded(settings.project());
  }

  /** Reads an object. */
  JsonNode get(String path, String query) {
    Answer answer = http.send(ask("GET", path, query, null, "application/json"));
    JsonNode json = json(answer.body());
    if (!answer.isSuccess() || json == null) {
      throw refused(answer, json, READ_AGAIN);
    }
    return json;
  }

  /**
   * Asks for a change, once: where the connection fails nobody knows whether it was made.
   *
   * @throws HttpFailure of kind STATUS where it was refused
   */
  void post(String path, String body) {
    Answer answer = http.once(ask("POST", path, "", body, "application/json"));
    if (!answer.isSuccess()) {
      throw refused(answer, json(answer.body()), "Wait a little and try again");
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

  private HttpFailure refused(Answer answer, @Nullable JsonNode json, String otherwise) {
    // Older answers call it err; some are the error itself.
    JsonNode body = json == null ? JSON.createObjectNode() : json;
    JsonNode error = body.has("error") ? body.path("error") : body.path("err");
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
          case 409 -> "Another change is under way at the platform; wait until it has ended";
          default -> otherwise;
        };
    return new HttpFailure(
        answer.isSuccess() ? HttpFailure.Kind.CONTENT : HttpFailure.Kind.STATUS,
        new Problem(
            "The platform's API gives no answer to use",
            Slashes.trimmed(settings.apiUrl()) + answer.url().getPath(),
            why,
            next),
        null,
        answer.retryAfter());
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
