package tech.atoms.opsdesk.provider.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Masking;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.environment.PlatformSettings;
import tech.atoms.opsdesk.environment.SecretResolver;

/**
 * Reads and switches the faults of a running sandbox, over HTTP beside its platform's API. Every
 * call blocks for at most thirty seconds; never call it on the JavaFX thread.
 */
public final class FaultClient implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final MediaType JSON_TYPE = MediaType.get("application/json");
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private final PlatformSettings platform;
  private final SecretResolver secrets;
  private final OkHttpClient http =
      new OkHttpClient.Builder()
          .callTimeout(DEADLINE)
          .retryOnConnectionFailure(false)
          .followRedirects(false)
          .build();

  /**
   * Talks to one sandbox.
   *
   * @param platform its API and token
   * @param secrets resolves the token, at each call
   */
  public FaultClient(PlatformSettings platform, SecretResolver secrets) {
    this.platform = platform;
    this.secrets = secrets;
  }

  /**
   * One fault as it stands.
   *
   * @param name e.g. {@code slow-responses}
   * @param title for people; the name where the sandbox tells none
   * @param valueMeaning what the value means, with unit; empty where it has none
   * @param active whether it is on
   * @param value its value
   * @param until when it ends by itself; null: when it is cleared
   */
  public record FaultState(
      String name,
      String title,
      String valueMeaning,
      boolean active,
      double value,
      @Nullable Instant until) {}

  /**
   * Every fault there is.
   *
   * @throws ProblemException where the sandbox does not answer as agreed
   */
  public List<FaultState> list() {
    JsonNode answer = call(request("sandbox/faults").get().build(), "The faults were not read");
    List<FaultState> faults = new ArrayList<>();
    for (JsonNode fault : answer.path("faults")) {
      faults.add(fault(fault));
    }
    return faults;
  }

  /**
   * Switches a fault on.
   *
   * @param name which
   * @param value null: its usual value
   * @param duration null: until it is cleared
   * @throws ProblemException where the sandbox refuses or does not answer
   */
  public void set(String name, @Nullable Double value, @Nullable Duration duration) {
    Map<String, Object> body = new LinkedHashMap<>();
    if (value != null) {
      body.put("value", value);
    }
    if (duration != null) {
      body.put("forSeconds", duration.toSeconds());
    }
    RequestBody json = RequestBody.create(JSON.valueToTree(body).toString(), JSON_TYPE);
    call(request("sandbox/faults/" + name).post(json).build(), name + " was not switched on");
  }

  /**
   * Switches a fault off.
   *
   * @param name which
   * @throws ProblemException where the sandbox refuses or does not answer
   */
  public void clear(String name) {
    call(request("sandbox/faults/" + name).delete().build(), name + " was not switched off");
  }

  /** Lets go of its connections. */
  @Override
  public void close() {
    http.dispatcher().cancelAll();
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }

  private Request.Builder request(String path) {
    HttpUrl base = HttpUrl.get(platform.apiUrl());
    if (base == null) {
      throw problem(
          "The faults were not read", platform.apiUrl().toString(), "this is no HTTP URL", null);
    }
    return new Request.Builder()
        .url(base.newBuilder().addPathSegments(path).build())
        .header("Authorization", "Bearer " + secrets.resolve(platform.token()).reveal());
  }

  private JsonNode call(Request request, String what) {
    String where = request.url().toString();
    try (Response response = http.newCall(request).execute()) {
      if (!response.isSuccessful()) {
        throw problem(what, where, "the sandbox answered " + response.code(), null);
      }
      String body = response.body().string();
      return body.isBlank() ? JSON.createObjectNode() : JSON.readTree(body);
    } catch (IOException e) {
      String why = e.getMessage();
      throw problem(what, where, Masking.mask(why == null ? e.getClass().getSimpleName() : why), e);
    }
  }

  private static FaultState fault(JsonNode fault) {
    String name = fault.path("name").asText();
    return new FaultState(
        name,
        fault.path("title").asText(words(name)),
        fault.path("valueMeaning").asText(""),
        fault.path("active").asBoolean(),
        fault.path("value").asDouble(),
        until(fault.path("until").asText("")));
  }

  private static String words(String name) {
    String words = name.replace('-', ' ');
    return words.isEmpty()
        ? words
        : words.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + words.substring(1);
  }

  private static @Nullable Instant until(String text) {
    if (text.isEmpty() || text.equals("null")) {
      return null;
    }
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  private static ProblemException problem(
      String what, String where, String why, @Nullable Throwable cause) {
    return new ProblemException(
        new Problem(what, where, why, "Check that the sandbox is running, then try again"), cause);
  }
}
