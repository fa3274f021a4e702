package tech.atoms.opsdesk.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.common.Slashes;
import tech.atoms.opsdesk.environment.Secret;
import tech.atoms.opsdesk.http.Answer;
import tech.atoms.opsdesk.http.Ask;
import tech.atoms.opsdesk.http.HttpFailure;
import tech.atoms.opsdesk.http.HttpReader;
import tech.atoms.opsdesk.http.OverBudget;

/**
 * Asks without a token, follows the challenge to the protected-resource document, from there to the
 * authorization server and its keys; and asks with an expired token: one of the server's own that
 * the profile names, or, where that is allowed, an invented one that no authority has signed. What
 * it asks for is harmless whoever answers: a list of tools, a ping.
 */
final class SignInProbe {
  private static final String WELL_KNOWN = "/.well-known/";
  private static final Duration KEEP = Duration.ofMinutes(10);
  private static final int CAP = 256 * 1024;

  private final McpWire wire;
  private final HttpReader http;
  private final InstantSource clock;
  private final Supplier<@Nullable Secret> expired;
  private final boolean forge;
  private @Nullable Place place;

  /**
   * Creates it.
   *
   * @param expired a token of this server that has expired; gives null where there is none
   * @param forge whether an invented one may be tried instead
   */
  SignInProbe(
      McpWire wire,
      HttpReader http,
      InstantSource clock,
      Supplier<@Nullable Secret> expired,
      boolean forge) {
    this.wire = wire;
    this.expired = expired;
    this.http = http;
    this.clock = clock;
    this.forge = forge;
  }

  /** Where the keys are, found by way of the documents, and kept for a while. */
  private record Place(
      Instant at, URI metadata, @Nullable String resource, List<URI> issuers, URI keys) {}

  /** Looks once. One call at a time. */
  SignIn read() {
    McpWire.Reply open = wire.request("tools/list", McpWire.params(), Map.of());
    if (open.status() >= 500) {
      throw wire.unexpected(open, "A request without a token");
    }
    String challenge = open.answer().header("WWW-Authenticate");
    List<String> troubles = new ArrayList<>();
    Duration took = null;
    Integer keys = null;
    Place found = null;
    if (open.status() == 401) {
      if (challenge == null) {
        troubles.add("the 401 carries no WWW-Authenticate");
      }
      try {
        found = place(challenge, troubles);
        if (found != null) {
          Answer answer = get("signing keys", found.keys());
          took = answer.took();
          keys = keys(answer);
          if (keys == 0) {
            troubles.add("the authorization server publishes no signing key");
          }
        }
      } catch (OverBudget e) {
        throw e;
      } catch (ProblemException e) {
        place = null;
        troubles.add(e.problem().what() + ": " + e.problem().why());
      }
    }
    return new SignIn(
        clock.instant(),
        open.status(),
        challenge,
        found == null ? Challenge.resourceMetadata(challenge) : found.metadata(),
        found == null ? null : found.resource(),
        found == null ? List.of() : found.issuers(),
        took,
        keys,
        open.status() == 401 ? expired(troubles) : null,
        troubles);
  }

  private @Nullable Place place(@Nullable String challenge, List<String> troubles) {
    Place kept = place;
    if (kept != null && Duration.between(kept.at(), clock.instant()).abs().compareTo(KEEP) < 0) {
      return kept;
    }
    URI metadata = Challenge.resourceMetadata(challenge);
    if (metadata == null && challenge != null) {
      troubles.add("the challenge names no resource_metadata");
    }
    for (URI candidate : metadata == null ? guesses() : List.of(metadata)) {
      Answer answer = get("protected-resource document", candidate);
      JsonNode json = answer.isSuccess() ? SseReader.json(answer.body()) : null;
      if (json != null) {
        return follow(candidate, json, troubles);
      }
      if (metadata != null) {
        troubles.add("the protected-resource document answers " + answer.status());
      }
    }
    if (metadata == null) {
      troubles.add("no protected-resource document was found");
    }
    return null;
  }

  private @Nullable Place follow(URI metadata, JsonNode json, List<String> troubles) {
    String resource = json.path("resource").asText(null);
    URI named = Challenge.url(resource);
    if (named == null || !wire.url().getHost().equalsIgnoreCase(named.getHost())) {
      troubles.add("the document is about " + resource + ", not about " + wire.url().getHost());
    }
    List<URI> issuers = new ArrayList<>();
    for (JsonNode issuer : json.path("authorization_servers")) {
      URI url = Challenge.url(issuer.asText());
      if (url != null) {
        issuers.add(url);
      }
    }
    if (issuers.isEmpty()) {
      troubles.add("the document names no authorization server");
      return null;
    }
    Place found =
        new Place(clock.instant(), metadata, resource, issuers, keysOf(issuers.getFirst()));
    place = found;
    return found;
  }

  /** Where an issuer's keys are: as its document says, or where AuthKit has them. */
  private URI keysOf(URI issuer) {
    String base = Slashes.trimmed(issuer);
    String path = issuer.getPath() == null ? "" : Slashes.trimmed(issuer.getPath());
    for (String document : List.of("oauth-authorization-server", "openid-configuration")) {
      URI url =
          document.startsWith("oauth")
              ? issuer.resolve(WELL_KNOWN + document + path)
              : URI.create(base + WELL_KNOWN + document);
      Answer answer = get("authorization server", url);
      JsonNode json = answer.isSuccess() ? SseReader.json(answer.body()) : null;
      URI keys = json == null ? null : Challenge.url(json.path("jwks_uri").asText(null));
      if (keys != null) {
        return keys;
      }
    }
    return URI.create(base + "/oauth2/jwks");
  }

  private List<URI> guesses() {
    URI mcp = wire.url();
    return List.of(
        mcp.resolve(WELL_KNOWN + "oauth-protected-resource" + mcp.getPath()),
        mcp.resolve(WELL_KNOWN + "oauth-protected-resource"));
  }

  private static int keys(Answer answer) {
    JsonNode json = answer.isSuccess() ? SseReader.json(answer.body()) : null;
    return json == null ? 0 : json.path("keys").size();
  }

  private Answer get(String subject, URI url) {
    return http.send(Ask.get(subject, url, Map.of("Accept", "application/json"), CAP));
  }

  private @Nullable Integer expired(List<String> troubles) {
    String token;
    try {
      Secret kept = expired.get();
      if (kept == null && !forge) {
        return null;
      }
      token = kept == null ? ForgedToken.expired(wire.url(), clock.instant()) : kept.reveal();
    } catch (ProblemException e) {
      troubles.add("the expired token cannot be read: " + e.problem().why());
      return null;
    }
    try {
      return wire.request("ping", null, Map.of("Authorization", "Bearer " + token)).status();
    } catch (HttpFailure notTried) {
      return null;
    }
  }
}
