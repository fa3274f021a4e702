package tech.atoms.opsdesk.server;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the server asks for sign-in, and whether what it points to is there.
 *
 * @param at when
 * @param statusWithoutToken what a request without a token is answered; 401 is right
 * @param challenge the {@code WWW-Authenticate} header; null: not sent
 * @param resourceMetadata where the protected-resource document is; null: not found
 * @param resource the resource that the document names; null: not provided
 * @param issuers authorization servers that the document names
 * @param keysTook how long the first issuer's keys took; null: not read
 * @param keys how many keys it publishes; null: not read
 * @param statusWithExpiredToken what an expired token is answered; null: not tried
 * @param troubles what is wrong, in words; empty where all is as it should be
 */
public record SignIn(
    Instant at,
    int statusWithoutToken,
    @Nullable String challenge,
    @Nullable URI resourceMetadata,
    @Nullable String resource,
    List<URI> issuers,
    @Nullable Duration keysTook,
    @Nullable Integer keys,
    @Nullable Integer statusWithExpiredToken,
    List<String> troubles) {

  /** Copies the lists. */
  public SignIn {
    issuers = List.copyOf(issuers);
    troubles = List.copyOf(troubles);
  }

  /** Whether a request without a token is refused as it should be. */
  public boolean isEnforced() {
    return statusWithoutToken == 401;
  }

  /** Whether the expired token got past sign-in: any answer but a refusal or a server error. */
  public boolean acceptsExpiredToken() {
    Integer status = statusWithExpiredToken;
    return status != null && status != 401 && status != 403 && status != 429 && status < 500;
  }
}
