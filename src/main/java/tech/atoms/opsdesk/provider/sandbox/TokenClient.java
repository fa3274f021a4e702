package tech.atoms.opsdesk.provider.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.environment.PlatformSettings;
import tech.atoms.opsdesk.environment.Secret;
import tech.atoms.opsdesk.environment.SecretResolver;
import tech.atoms.opsdesk.http.Answer;
import tech.atoms.opsdesk.http.Ask;
import tech.atoms.opsdesk.http.HttpReader;

/**
 * Asks a sandbox for tokens that its issuer has signed though they should be refused. Blocks;
 * called on virtual threads.
 */
public final class TokenClient implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int CAP = 64 * 1024;

  private final PlatformSettings platform;
  private final SecretResolver secrets;
  private final HttpReader http;

  /**
   * Talks to one sandbox.
   *
   * @param platform its API and token
   * @param secrets resolves the token, at each call
   * @param deadline of each request
   */
  public TokenClient(PlatformSettings platform, SecretResolver secrets, Duration deadline) {
    this.platform = platform;
    this.secrets = secrets;
    this.http = new HttpReader(deadline, null);
  }

  /**
   * A token of the sandbox's user.
   *
   * @param issuedAgo how long ago it was issued
   * @param expiresIn when it expires; negative: it has
   * @param notBeforeIn from when on it is valid; null: at once
   * @param issuer another issuer's name; null: the right one
   * @param audience another audience; null: the right one
   * @throws ProblemException where the sandbox gives none
   */
  public Secret token(
      Duration issuedAgo,
      Duration expiresIn,
      @Nullable Duration notBeforeIn,
      @Nullable String issuer,
      @Nullable String audience) {
    ObjectNode wish = JSON.createObjectNode();
    wish.put("issuedAgoSeconds", issuedAgo.toSeconds());
    wish.put("expiresInSeconds", expiresIn.toSeconds());
    if (notBeforeIn != null) {
      wish.put("notBeforeInSeconds", notBeforeIn.toSeconds());
    }
    if (issuer != null) {
      wish.put("issuer", issuer);
    }
    if (audience != null) {
      wish.put("audience", audience);
    }
    return asked(wish);
  }

  /**
   * A good token of a user of whom nobody else has one, so that limiting him harms nobody.
   *
   * @throws ProblemException where the sandbox gives none
   */
  public Secret tokenOfSomebody() {
    return asked(JSON.createObjectNode().put("somebody", true));
  }

  private Secret asked(ObjectNode wish) {
    URI url = URI.create(platform.apiUrl() + "/sandbox/tokens");
    Answer answer =
        http.send(
            Ask.post(
                "sandbox",
                url,
                Map.of("Authorization", "Bearer " + secrets.resolve(platform.token()).reveal()),
                wish.toString(),
                CAP,
                null));
    String token = token(answer);
    if (token.isEmpty()) {
      throw new ProblemException(
          new Problem(
              "The sandbox gives no token",
              url.toString(),
              "it answered " + answer.status(),
              "Start the sandbox again"));
    }
    return new Secret(token);
  }

  @Override
  public void close() {
    http.close();
  }

  private static String token(Answer answer) {
    try {
      return answer.isSuccess() ? JSON.readTree(answer.body()).path("token").asText("") : "";
    } catch (JsonProcessingException e) {
      return "";
    }
  }
}
