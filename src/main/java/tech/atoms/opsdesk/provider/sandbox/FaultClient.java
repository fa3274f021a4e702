package tech.atoms.opsdesk.provider.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
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
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final MediaType JSON_TYPE = MediaType.get("application/json");
  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private final PlatformSettings platform;
  private final SecretResolver secrets;
  private final OkHttpClient http =
      new OkHttpClient.Builder()
          .connectTimeout(CONNECT)
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

  /** The sandbox could not be asked, or refused to answer. */
  public static final class Unreachable extends ProblemException {
    private static final long serialVersionUID = 1L;

    private Unreachable(Problem problem, @Nullable Throwable cause) {
      super(problem, cause);
    }
  }

  /**
   * One fault as it stands.
   *
   * @param name e.g. {@code slow-responses}
   * @param title for people; made of the name where the sandbox tells none
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
   * @throws Unreachable where the sandbox does not answer, or not as agreed
   */
  public List<FaultState> list() {
    JsonNode answer = call(request("").get().build(), "");
    if (!answer.path("faults").isArray()) {
      throw new Unreachable(
          problem(
              "The faults were not read", platform.apiUrl().toString(), "this is not its answer"),
          null);
    }
    List<FaultState> faults = new ArrayList<>();
    for (JsonNode fault : answer.path("faults")) {
      faults.add(fault(fault));
    }
    return faults;
  }

  /**
   * Switches a fault on, or changes its value. Returns when it is there.
   *
   * @param name which
   * @param value null: its usual value
   * @param duration null: until it is cleared; to the millisecond
   * @return the fault as it stands then
   * @throws Unreachable where the sandbox does not answer
   * @throws ProblemException where there is no such fault, or it cannot be switched so
   */
  public FaultState set(String name, @Nullable Double value, @Nullable Duration duration) {
    ObjectNode body = JSON.createObjectNode();
    if (value != null) {
      body.put("value", value);
    }
    if (duration != null) {
      body.put("forSeconds", duration.toMillis() / 1000.0);
    }
    RequestBody json = RequestBody.create(body.toString(), JSON_TYPE);
    return fault(call(request(name).post(json).build(), name));
  }

  /**
   * Switches a fault off. Returns when it is gone.
   *
   * @param name which
   * @return the fault as it stands then
   * @throws Unreachable where the sandbox does not answer
   * @throws ProblemException where there is no such fault
   */
  public FaultState clear(String name) {
    return fault(call(request(name).delete().build(), name));
  }

  /** Lets go of its connections. */
  @Override
  public void close() {
    http.dispatcher().cancelAll();
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }

  private Request.Builder request(String name) {
    HttpUrl base = HttpUrl.get(platform.apiUrl());
    if (base == null) {
      throw new ProblemException(
          problem("The faults were not read", platform.apiUrl().toString(), "this is no HTTP URL"));
    }
    HttpUrl.Builder url = base.newBuilder().addPathSegments("sandbox/faults");
    if (!name.isEmpty()) {
      url.addPathSegment(name);
    }
    return new Request.Builder()
        .url(url.build())
        .header("Authorization", "Bearer " + secrets.resolve(platform.token()).reveal());
  }

  private JsonNode call(Request request, String name) {
    try (Response response = http.newCall(request).execute()) {
      JsonNode body = parse(response.body().string());
      if (response.isSuccessful()) {
        return body;
      }
      throw refused(request, name, response.code(), body.path("error"));
    } catch (IOException e) {
      String why = e instanceof ConnectException ? "connection refused" : e.getMessage();
      throw new Unreachable(
          new Problem(
              "The sandbox does not answer",
              platform.apiUrl().toString(),
              Masking.mask(why == null ? e.getClass().getSimpleName() : why),
              "Start it: opsdesk sandbox"),
          e);
    }
  }

  private static ProblemException refused(Request request, String name, int code, JsonNode error) {
    String where = request.url().toString();
    String why = Masking.mask(error.path("message").asText("it answered " + code));
    if (code == 404 && error.has("names")) {
      List<String> names = new ArrayList<>();
      error.path("names").forEach(one -> names.add(one.asText()));
      return new ProblemException(
          new Problem(
              "There is no fault named " + name,
              where,
              why,
              "Choose one of: " + String.join(", ", names)));
    }
    if (code == 400) {
      return new ProblemException(
          new Problem("The fault was not switched", where, why, "See fault --help"));
    }
    return new Unreachable(
        new Problem(
            "The sandbox refused the request",
            where,
            why,
            "Start the sandbox again: that renews its profile"),
        null);
  }

  private static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      return JSON.missingNode();
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
    try {
      return text.isEmpty() || text.equals("null") ? null : Instant.parse(text);
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  private static Problem problem(String what, String where, String why) {
    return new Problem(what, where, why, "Check the platform's apiUrl in the profile");
  }
}
