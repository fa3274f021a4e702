package tech.atoms.opsdesk.provider.vercel;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.environment.Secret;
import tech.atoms.opsdesk.http.HttpFailure;

/**
 * The project's environment variables: told, set, changed, removed. A change counts from the next
 * deployment on. Only workflows change. Blocks; safe on any thread.
 */
public final class VercelVariables {
  private static final String PRODUCTION = "production";

  private final VercelApi api;

  VercelVariables(VercelApi api) {
    this.api = api;
  }

  /**
   * Those of production. The value of a sensitive one is told to nobody.
   *
   * @throws HttpFailure where the platform does not answer, or does not let the token read them
   */
  public List<Variable> production() {
    return of(
        api.get(Paths.VARIABLES_OF + api.project() + "/env", "decrypt=true&target=" + PRODUCTION));
  }

  /**
   * Those of all targets; one that has another value elsewhere is told more than once.
   *
   * @throws HttpFailure where the platform does not answer, or does not let the token read them
   */
  public List<Variable> all() {
    return read(api.get(Paths.VARIABLES_OF + api.project() + "/env", "decrypt=true"));
  }

  static List<Variable> of(JsonNode answer) {
    return read(answer).stream().filter(one -> one.targets().contains(PRODUCTION)).toList();
  }

  private static List<Variable> read(JsonNode answer) {
    List<Variable> variables = new ArrayList<>();
    for (JsonNode one : answer.path("envs")) {
      Variable variable = variable(one);
      if (!variable.key().isEmpty()) {
        variables.add(variable);
      }
    }
    return List.copyOf(variables);
  }

  private static Variable variable(JsonNode one) {
    List<String> targets = new ArrayList<>();
    if (one.path("target").isTextual()) {
      targets.add(one.path("target").asText());
    }
    one.path("target").forEach(target -> targets.add(target.asText()));
    String type = one.path("type").asText("");
    boolean told =
        type.equals("plain") || (!type.equals("sensitive") && one.path("decrypted").asBoolean());
    JsonNode updated = one.path("updatedAt");
    return new Variable(
        one.path("id").asText(""),
        one.path("key").asText(""),
        type,
        targets,
        told ? one.path("value").asText("") : null,
        updated.isNumber() ? Instant.ofEpochMilli(updated.asLong()) : null);
  }

  /**
   * Sets a variable of production that is not set yet.
   *
   * @param sensitive whether nobody may read the value again
   * @throws HttpFailure where it was refused ({@link HttpFailure#isRefusal}), as where it is set
   *     already, or where nobody knows whether it was set
   */
  public void create(String key, Secret value, boolean sensitive) {
    create(key, value, sensitive ? "sensitive" : "plain", List.of(PRODUCTION));
  }

  /**
   * Sets a variable that is not set yet.
   *
   * @param type as the platform says it: plain, encrypted, sensitive
   * @param targets where it counts: production, preview, development
   * @throws HttpFailure as the other
   */
  public void create(String key, Secret value, String type, List<String> targets) {
    ObjectNode body = VercelApi.JSON.createObjectNode();
    body.put("key", key);
    body.put("value", value.reveal());
    body.put("type", type);
    targets.forEach(body.putArray("target")::add);
    JsonNode answer =
        api.change("POST", Paths.VARIABLES_OF + api.project() + "/env", "", text(body));
    // A 201 may hold what failed.
    for (JsonNode failed : answer.path("failed")) {
      JsonNode error = failed.path("error");
      throw new HttpFailure(
          HttpFailure.Kind.STATUS,
          new Problem(
              "The variable was not set",
              key,
              error.path("code").asText("refused") + ": " + error.path("message").asText(""),
              "See the project's variables at the platform"),
          null,
          null,
          400);
    }
  }

  /**
   * Changes the value of a variable; where it counts stays as it is.
   *
   * @param id {@link Variable#id}
   * @param sensitive whether nobody may read the value again
   * @throws HttpFailure as {@link #create}
   */
  public void change(String id, Secret value, boolean sensitive) {
    ObjectNode body = VercelApi.JSON.createObjectNode();
    body.put("value", value.reveal());
    if (sensitive) {
      body.put("type", "sensitive");
    }
    api.change("PATCH", path(id), "", text(body));
  }

  /**
   * Removes a variable.
   *
   * @param id {@link Variable#id}
   * @throws HttpFailure as {@link #create}
   */
  public void remove(String id) {
    api.change("DELETE", path(id), "", null);
  }

  private String path(String id) {
    return Paths.VARIABLE_OF + api.project() + "/env/" + VercelApi.encoded(id);
  }

  private static String text(ObjectNode body) {
    try {
      return VercelApi.JSON.writeValueAsString(body);
    } catch (JacksonException e) {
      throw new IllegalStateException("an object that was just made is no JSON", e);
    }
  }
}
