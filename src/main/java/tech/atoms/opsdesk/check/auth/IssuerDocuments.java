package tech.atoms.opsdesk.check.auth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.common.Slashes;
import tech.atoms.opsdesk.http.Answer;
import tech.atoms.opsdesk.http.Ask;
import tech.atoms.opsdesk.http.HttpReader;

/** Reads what an authorization server publishes. Blocks. */
final class IssuerDocuments implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int CAP = 256 * 1024;
  private static final List<String> FORMS =
      List.of("oauth-authorization-server", "openid-configuration");

  private final HttpReader http;

  IssuerDocuments(Duration deadline) {
    http = new HttpReader(deadline, null);
  }

  /**
   * An authorization server's metadata (RFC 8414).
   *
   * @param url where it was read
   * @param issuer as it names itself; empty where it does not
   * @param scopes {@code scopes_supported}
   * @param grants {@code grant_types_supported}
   * @param factors {@code acr_values_supported} and {@code amr_values_supported}
   * @param keysUrl {@code jwks_uri}; null where it names none
   * @param authorizeUrl {@code authorization_endpoint}; null where it names none
   */
  record Metadata(
      URI url,
      String issuer,
      List<String> scopes,
      List<String> grants,
      List<String> factors,
      @Nullable URI keysUrl,
      @Nullable URI authorizeUrl) {}

  /**
   * A public key.
   *
   * @param id {@code kid}
   * @param type {@code kty}, e.g. "RSA"
   * @param algorithm {@code alg}; empty where it does not say
   */
  record Key(String id, String type, String algorithm) {}

  /** The metadata of an issuer, at the first of its usual places. */
  Metadata metadata(URI issuer) {
    String base = Slashes.trimmed(issuer);
    Answer last = null;
    for (String form : FORMS) {
      URI url = URI.create(base + "/.well-known/" + form);
      last = get("authorization server", url);
      JsonNode json = json(last);
      if (json != null) {
        return new Metadata(
            url,
            json.path("issuer").asText(""),
            texts(json, "scopes_supported"),
            texts(json, "grant_types_supported"),
            texts(json, "acr_values_supported", "amr_values_supported"),
            uri(json.path("jwks_uri").asText("")),
            uri(json.path("authorization_endpoint").asText("")));
      }
    }
    throw new ProblemException(
        new Problem(
            "The authorization server publishes no metadata",
            base,
            "it answered " + (last == null ? "nothing" : last.status()),
            "Check the issuer that the server names"));
  }

  /** The keys of an issuer. */
  List<Key> keys(Metadata metadata) {
    URI url = metadata.keysUrl();
    if (url == null) {
      throw new ProblemException(
          new Problem(
              "The authorization server names no keys",
              metadata.url().toString(),
              "its metadata has no jwks_uri",
              "Check the authorization server"));
    }
    JsonNode json = json(get("signing keys", url));
    List<Key> keys = new ArrayList<>();
    if (json != null) {
      for (JsonNode key : json.path("keys")) {
        keys.add(
            new Key(
                key.path("kid").asText(""),
                key.path("kty").asText(""),
                key.path("alg").asText("")));
      }
    }
    return List.copyOf(keys);
  }

  @Override
  public void close() {
    http.close();
  }

  private Answer get(String subject, URI url) {
    return http.send(Ask.get(subject, url, Map.of("Accept", "application/json"), CAP));
  }

  private static @Nullable JsonNode json(Answer answer) {
    try {
      JsonNode json = answer.isSuccess() ? JSON.readTree(answer.body()) : null;
      return json != null && json.isObject() ? json : null;
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  private static List<String> texts(JsonNode json, String... members) {
    List<String> texts = new ArrayList<>();
    for (String member : members) {
      json.path(member).forEach(one -> texts.add(one.asText()));
    }
    return List.copyOf(texts);
  }

  private static @Nullable URI uri(String text) {
    try {
      return text.isEmpty() ? null : URI.create(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
