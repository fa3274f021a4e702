package tech.atoms.opsdesk.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.environment.Secret;

/** The fault switchboard of a running sandbox, over HTTP. */
final class FaultClient {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final MediaType JSON_TYPE = MediaType.get("application/json");
  private static final int NOT_FOUND = 404;

  private final OkHttpClient http =
      new OkHttpClient.Builder()
          .connectTimeout(Duration.ofSeconds(3))
          .callTimeout(Duration.ofSeconds(30))
          .retryOnConnectionFailure(false)
          .build();
  private final URI platform;
  private final Secret token;

  FaultClient(URI platform, Secret token) {
    this.platform = platform;
    this.token = token;
  }

  /** The sandbox could not be asked, or refused to answer. */
  static final class Unreachable extends ProblemException {
    private static final long serialVersionUID = 1L;

    Unreachable(Problem problem, @Nullable Throwable cause) {
      super(problem, cause);
    }
  }

  JsonNode list() {
    return send(new Request.Builder().get(), null);
  }

  JsonNode set(String name, @Nullable Double value, @Nullable Duration duration) {
    ObjectNode body = JSON.createObjectNode();
    if (value != null) {
      body.put("value", value);
    }
    if (duration != null) {
      body.put("forSeconds", duration.toMillis() / 1000.0);
    }
    return send(new Request.Builder().post(RequestBody.create(body.toString(), JSON_TYPE)), name);
  }

  JsonNode clear(String name) {
    return send(new Request.Builder().delete(), name);
  }

  private JsonNode send(Request.Builder request, @Nullable String name) {
    HttpUrl url =
        HttpUrl.get(platform.toString()).newBuilder().addPathSegments("sandbox/faults").build();
    if (name != null) {
      url = url.newBuilder().addPathSegment(name).build();
    }
    request.url(url).header("Authorization", "Bearer " + token.reveal());
    try (Response response = http.newCall(request.build()).execute()) {
      JsonNode body = parse(response.body().string());
      if (response.isSuccessful()) {
        return body;
      }
      String message = body.path("error").path("message").asText("HTTP " + response.code());
      if (response.code() == NOT_FOUND && body.path("error").has("names")) {
        throw new ProblemException(
            new Problem(
                "There is no fault named " + name,
                url.toString(),
                message,
                "Choose one of: " + names(body.path("error").path("names"))));
      }
      if (response.code() == 400) {
        throw new ProblemException(
            new Problem("The fault was not switched", url.toString(), message, "See fault --help"));
      }
      throw new Unreachable(
          new Problem(
              "The sandbox refused the request",
              url.toString(),
              message,
              "Start the sandbox again: that renews its profile"),
          null);
    } catch (IOException e) {
      throw new Unreachable(
          new Problem(
              "The sandbox does not answer",
              platform.toString(),
              String.valueOf(e.getMessage()),
              "Start it: opsdesk sandbox"),
          e);
    } finally {
      http.connectionPool().evictAll();
    }
  }

  private static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      return JSON.missingNode();
    }
  }

  private static String names(JsonNode names) {
    StringBuilder text = new StringBuilder();
    names.forEach(name -> text.append(text.isEmpty() ? "" : ", ").append(name.asText()));
    return text.toString();
  }
}
