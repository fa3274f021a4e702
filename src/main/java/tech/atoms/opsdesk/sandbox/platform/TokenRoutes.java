package tech.atoms.opsdesk.sandbox.platform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Mints tokens to try the server's check with: a real issuer would sign none of them. */
final class TokenRoutes {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private final TokenMint mint;

  TokenRoutes(TokenMint mint) {
    this.mint = mint;
  }

  List<Route> all() {
    return List.of(Route.own("POST", "/sandbox/tokens", this::token));
  }

  private Answer token(Question question) {
    JsonNode body;
    try {
      body = JSON.readTree(question.body());
    } catch (JsonProcessingException e) {
      throw new Question.BadRequest("Invalid JSON");
    }
    if (!body.isObject()) {
      throw new Question.BadRequest("The body should be a JSON object");
    }
    return Answer.ok(
        Map.of(
            "token",
            mint.token(
                body.path("issuedAgoSeconds").asLong(0),
                body.path("expiresInSeconds").asLong(3600),
                body.path("notBeforeInSeconds").isNumber()
                    ? body.path("notBeforeInSeconds").asLong()
                    : null,
                text(body, "issuer"),
                text(body, "audience"),
                body.path("somebody").asBoolean(false))));
  }

  private static @Nullable String text(JsonNode body, String name) {
    return body.path(name).isTextual() ? body.path(name).asText() : null;
  }
}
