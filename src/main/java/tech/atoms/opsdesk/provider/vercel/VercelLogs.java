package tech.atoms.opsdesk.provider.vercel;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.Slashes;
import tech.atoms.opsdesk.environment.PlatformSettings;
import tech.atoms.opsdesk.environment.SecretResolver;
import tech.atoms.opsdesk.http.Answer;
import tech.atoms.opsdesk.http.Ask;
import tech.atoms.opsdesk.http.HttpFailure;
import tech.atoms.opsdesk.http.HttpReader;

/**
 * Reads runtime logs and what the platform knows of a domain's DNS. Blocks; called on virtual
 * threads. Lines that cannot be read are left out.
 */
public final class VercelLogs implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String SUBJECT = "platform's API";
  private static final int CAP = 8 * 1024 * 1024;

  private final PlatformSettings settings;
  private final SecretResolver secrets;
  private final HttpReader http;

  /**
   * Creates it; nothing is opened yet.
   *
   * @param settings where the API is, and which project
   * @param secrets resolves the token, at each use
   * @param deadline of each request but those that listen
   */
  public VercelLogs(PlatformSettings settings, SecretResolver secrets, Duration deadline) {
    this.settings = settings;
    this.secrets = secrets;
    this.http = new HttpReader(deadline, null);
  }

  /**
   * Listens to the runtime logs of a deployment. The platform's stream has no end, and may begin
   * only now.
   *
   * @param deployment its id
   * @param listen how long at most
   * @param enough ends it earlier
   * @return the lines in the order in which they came
   * @throws HttpFailure where the platform does not answer, or refuses
   */
  public List<RuntimeLog> listen(
      String deployment, Duration listen, Predicate<? super RuntimeLog> enough) {
    List<RuntimeLog> lines = new ArrayList<>();
    URI url =
        url(
            "/v1/projects/"
                + encoded(settings.project())
                + "/deployments/"
                + encoded(deployment)
                + "/runtime-logs");
    Answer answer =
        http.listen(
            new Ask(
                SUBJECT,
                "GET",
                url,
                headers("application/stream+json"),
                null,
                CAP,
                text -> {
                  RuntimeLog line = line(text);
                  if (line != null) {
                    lines.add(line);
                  }
                  return line != null && enough.test(line);
                }),
            listen);
    require(answer, "The platform's API gives no runtime logs");
    return List.copyOf(lines);
  }

  /**
   * Where a domain points to, as the platform sees it.
   *
   * @param addresses IPv4 addresses; empty where it is an alias
   * @param aliases names; empty where it has addresses
   * @param misconfigured whether the platform itself says that it is wrong
   */
  public record Domain(List<String> addresses, List<String> aliases, boolean misconfigured) {
    /** Copies the lists. */
    public Domain {
      addresses = List.copyOf(addresses);
      aliases = List.copyOf(aliases);
    }
  }

  /**
   * What the platform sees of a domain.
   *
   * @throws HttpFailure where it does not answer, refuses, or does not know the domain
   */
  public Domain domain(String name) {
    Answer answer =
        http.send(
            Ask.get(
                SUBJECT,
                url("/v6/domains/" + encoded(name) + "/config"),
                headers("application/json"),
                CAP));
    require(answer, "The platform's API says nothing about " + name);
    JsonNode json = json(answer.body());
    if (json == null) {
      throw failure(answer, "The platform's API says nothing about " + name, "no JSON");
    }
    return new Domain(
        texts(json.path("aValues")),
        texts(json.path("cnames")),
        json.path("misconfigured").asBoolean(false));
  }

  @Override
  public void close() {
    http.close();
  }

  private static @Nullable RuntimeLog line(String text) {
    JsonNode json = json(text);
    if (json == null || !json.path("timestampInMs").isNumber()) {
      return null;
    }
    return new RuntimeLog(
        Instant.ofEpochMilli(json.path("timestampInMs").asLong()),
        json.path("level").asText(""),
        json.path("message").asText(""),
        json.path("requestMethod").asText(""),
        json.path("requestPath").asText(""),
        json.path("responseStatusCode").asInt(0));
  }

  private URI url(String path) {
    String team = settings.team();
    return URI.create(
        Slashes.trimmed(settings.apiUrl())
            + path
            + (team == null ? "" : "?teamId=" + encoded(team)));
  }

  private Map<String, String> headers(String accept) {
    return Map.of(
        "Accept", accept, "Authorization", "Bearer " + secrets.resolve(settings.token()).reveal());
  }

  private static void require(Answer answer, String what) {
    if (!answer.isSuccess()) {
      throw failure(answer, what, "it answered " + answer.status());
    }
  }

  private static HttpFailure failure(Answer answer, String what, String why) {
    return new HttpFailure(
        answer.isSuccess() ? HttpFailure.Kind.CONTENT : HttpFailure.Kind.STATUS,
        new Problem(
            what,
            answer.url().getPath(),
            why,
            "Check project, team and the scope of the platform's token in the profile"),
        null,
        answer.retryAfter());
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(one -> texts.add(one.asText()));
    return List.copyOf(texts);
  }

  private static @Nullable JsonNode json(String text) {
    try {
      JsonNode node = JSON.readTree(text);
      return node != null && node.isObject() ? node : null;
    } catch (JacksonException notJson) {
      return null;
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
