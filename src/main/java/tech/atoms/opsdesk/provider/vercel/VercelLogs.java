package tech.atoms.opsdesk.provider.vercel;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.environment.PlatformSettings;
import tech.atoms.opsdesk.environment.SecretResolver;
import tech.atoms.opsdesk.http.HttpFailure;

/**
 * Reads runtime logs and what the platform knows of a domain's DNS. Blocks; called on virtual
 * threads. Lines that cannot be read are left out.
 */
public final class VercelLogs implements AutoCloseable {
  private final VercelApi api;

  /**
   * Creates it; nothing is opened yet.
   *
   * @param settings where the API is, and which project
   * @param secrets resolves the token, at each use
   * @param deadline of each request but those that listen
   */
  public VercelLogs(PlatformSettings settings, SecretResolver secrets, Duration deadline) {
    this.api = new VercelApi(settings, secrets, deadline);
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
    api.listen(
        Paths.LOGS_OF
            + api.project()
            + "/deployments/"
            + VercelApi.encoded(deployment)
            + "/runtime-logs",
        listen,
        text -> {
          RuntimeLog line = line(text);
          if (line != null) {
            lines.add(line);
          }
          return line != null && enough.test(line);
        });
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
    JsonNode json = api.get(Paths.DOMAINS + VercelApi.encoded(name) + "/config", "");
    return new Domain(
        texts(json.path("aValues")),
        texts(json.path("cnames")),
        json.path("misconfigured").asBoolean(false));
  }

  @Override
  public void close() {
    api.close();
  }

  private static @Nullable RuntimeLog line(String text) {
    JsonNode json = VercelApi.json(text);
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

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(one -> texts.add(one.asText()));
    return List.copyOf(texts);
  }
}
