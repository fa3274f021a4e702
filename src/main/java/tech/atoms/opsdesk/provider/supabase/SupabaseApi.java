package tech.atoms.opsdesk.provider.supabase;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Masking;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.Slashes;
import tech.atoms.opsdesk.environment.SecretResolver;
import tech.atoms.opsdesk.environment.SupabaseSettings;
import tech.atoms.opsdesk.http.Answer;
import tech.atoms.opsdesk.http.Ask;
import tech.atoms.opsdesk.http.HttpFailure;
import tech.atoms.opsdesk.http.HttpReader;
import tech.atoms.opsdesk.http.Patience;

/**
 * Supabase's Management API for one project: the token, refusals in words, and how often a request
 * is asked again. Safe on any thread; blocks.
 */
final class SupabaseApi implements AutoCloseable {
  static final JsonMapper JSON = new JsonMapper();

  private static final String SUBJECT = "Supabase API";
  private static final int CAP = 4 * 1024 * 1024;
  private static final int LIMITED = 429;

  private final SupabaseSettings settings;
  private final SecretResolver secrets;
  private final HttpReader http;
  private final Patience patience;

  SupabaseApi(
      SupabaseSettings settings, SecretResolver secrets, Duration deadline, Patience patience) {
    this.settings = settings;
    this.secrets = secrets;
    this.http = new HttpReader(deadline, null);
    this.patience = patience;
  }

  /** Reads an object of the project; where the platform is unwell for a moment, again. */
  JsonNode get(String path) {
    Ask ask = ask("GET", path, null);
    return patience.reading(
        () -> {
          Answer answer = http.send(ask);
          JsonNode json = object(answer.body());
          return answer.isSuccess() && json != null
              ? Patience.Turn.of(json)
              : Patience.Turn.failed(answer.status(), refused(answer), pause(answer));
        });
  }

  /**
   * Asks for a change, once and never again: where the connection fails, or the answer is 500 or
   * more, nobody knows whether it was taken.
   *
   * @return the object that was answered; an empty one where there is none
   * @throws HttpFailure where the answer was no success; {@link HttpFailure#isRefusal} tells
   *     whether that means that nothing was done
   */
  JsonNode change(String method, String path, String body) {
    Answer answer = http.once(ask(method, path, body));
    if (!answer.isSuccess()) {
      throw refused(answer);
    }
    JsonNode json = object(answer.body());
    return json == null ? JSON.createObjectNode() : json;
  }

  @Override
  public void close() {
    http.close();
  }

  private Ask ask(String method, String path, @Nullable String body) {
    URI url =
        URI.create(
            Slashes.trimmed(settings.apiUrl()) + "/v1/projects/" + settings.project() + path);
    Map<String, String> headers =
        Map.of(
            "Accept",
            "application/json",
            "Authorization",
            "Bearer " + secrets.resolve(settings.token()).reveal());
    return new Ask(SUBJECT, method, url, headers, body, CAP, null);
  }

  /** How long the platform asks to be left alone, in seconds; null where it does not say. */
  private static @Nullable Duration pause(Answer answer) {
    Duration asked = answer.retryAfter();
    String reset = answer.header("x-ratelimit-reset");
    if (asked == null && reset != null && reset.strip().matches("\\d{1,6}")) {
      // Unlike elsewhere not a point in time.
      return Duration.ofSeconds(Long.parseLong(reset.strip()));
    }
    return asked;
  }

  private HttpFailure refused(Answer answer) {
    JsonNode json = object(answer.body());
    String said = json == null ? "" : said(json.path("message"));
    int status = answer.status();
    Duration pause = status == LIMITED ? pause(answer) : null;
    String next =
        switch (status) {
          case 401 -> "Check supabase.token in the profile";
          case 402 -> "The organization's plan does not allow it; see the plan at Supabase";
          case 403 -> "Check what supabase.token may do: backups_read, backups_write";
          case 404 -> "Check supabase.project in the profile: " + settings.project();
          case 400, 409, 422 -> "Asking again will not help: correct it, and plan anew";
          case LIMITED ->
              pause == null
                  ? "Wait a minute and try again"
                  : "Try again in " + (pause.toSeconds() + 1) + " s";
          default -> "Wait a little and try again";
        };
    return new HttpFailure(
        answer.isSuccess() ? HttpFailure.Kind.CONTENT : HttpFailure.Kind.STATUS,
        new Problem(
            status >= 400 && status < 500 ? "Supabase refuses" : "Supabase gives no answer to use",
            Slashes.trimmed(settings.apiUrl()) + answer.url().getPath(),
            "it answered " + status + (said.isEmpty() ? "" : ": " + Masking.mask(said)),
            next),
        null,
        pause,
        status);
  }

  /** One text, or several. */
  private static String said(JsonNode message) {
    if (!message.isArray()) {
      return message.asText("");
    }
    List<String> all = new ArrayList<>();
    message.forEach(one -> all.add(one.asText("")));
    return String.join("; ", all);
  }

  private static @Nullable JsonNode object(String body) {
    try {
      JsonNode node = JSON.readTree(body);
      return node != null && node.isObject() ? node : null;
    } catch (JacksonException notJson) {
      return null;
    }
  }
}
