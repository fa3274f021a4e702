package tech.atoms.opsdesk.sandbox.server;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The issuer's public keys, fetched over HTTP and kept. Safe on any thread. */
final class SigningKeys {
  private static final Duration KEPT = Duration.ofHours(1);
  private static final Duration HEALTHY_FOR = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final int TIMEOUT_MILLIS = 500;
  private static final int MOST_BYTES = 100_000;

  private final URI url;
  private final InstantSource clock;
  private @Nullable JWKSet keys;
  private Instant loadedAt = Instant.MIN;
  private Instant triedAt = Instant.MIN;

  SigningKeys(URI url, InstantSource clock) {
    this.url = url;
    this.clock = clock;
  }

  /**
   * The RSA key of an id; empty where the issuer has none, or cannot be reached for the first time.
   */
  synchronized Optional<RSAKey> key(String id) {
    if (keys == null || olderThan(loadedAt, KEPT) || keys.getKeyByKeyId(id) == null) {
      loadUnlessJustTried();
    }
    JWK key = keys == null ? null : keys.getKeyByKeyId(id);
    return key instanceof RSAKey rsa ? Optional.of(rsa) : Optional.empty();
  }

  /** Whether the issuer gave its keys within the last seconds; asks it again where not. */
  synchronized boolean reachable() {
    if (olderThan(loadedAt, HEALTHY_FOR)) {
      loadUnlessJustTried();
    }
    return keys != null && !olderThan(loadedAt, HEALTHY_FOR);
  }

  private void loadUnlessJustTried() {
    if (!olderThan(triedAt, PAUSE)) {
      return;
    }
    triedAt = clock.instant();
    try {
      keys = JWKSet.load(url.toURL(), TIMEOUT_MILLIS, TIMEOUT_MILLIS, MOST_BYTES);
      loadedAt = triedAt;
    } catch (IOException | ParseException e) {
      // Known keys stay valid while the issuer is away; reachable() tells that it is.
      return;
    }
  }

  private boolean olderThan(Instant at, Duration age) {
    return at.isBefore(clock.instant().minus(age));
  }
}
