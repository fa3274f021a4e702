package tech.atoms.opsdesk.sandbox.server;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.sandbox.fault.Fault;
import tech.atoms.opsdesk.sandbox.fault.Faults;

/** Checks access tokens as specification 4.2 asks. Safe on any thread. */
final class TokenCheck {
  static final Duration LEEWAY = Duration.ofSeconds(30);
  static final Duration MAX_AGE = Duration.ofHours(24);

  private final SigningKeys keys;
  private final String issuer;
  private final Supplier<String> audience;
  private final InstantSource clock;
  private final Faults faults;

  /**
   * A checker.
   *
   * @param issuer exact {@code iss}
   * @param audience exact member of {@code aud}
   * @param faults what of it is to go wrong
   */
  TokenCheck(
      SigningKeys keys,
      String issuer,
      Supplier<String> audience,
      InstantSource clock,
      Faults faults) {
    this.keys = keys;
    this.issuer = issuer;
    this.audience = audience;
    this.clock = clock;
    this.faults = faults;
  }

  /**
   * Who a good token is for.
   *
   * @param subject {@code sub}
   * @param email empty where the token names none
   * @param expires {@code exp}
   */
  record Identity(String subject, String email, Instant expires) {}

  /** The token is not accepted; the message may be shown to the caller. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    Refused(String why) {
      super(why);
    }
  }

  Identity check(String token) throws Refused {
    try {
      SignedJWT jwt = SignedJWT.parse(token);
      if (!faults.active(Fault.SIGNATURE_UNCHECKED)) {
        checkSignature(jwt);
      }
      return checkClaims(jwt.getJWTClaimsSet());
    } catch (ParseException e) {
      throw new Refused("The token is no signed JWT");
    }
  }

  private void checkSignature(SignedJWT jwt) throws Refused {
    require(JWSAlgorithm.RS256.equals(jwt.getHeader().getAlgorithm()), "Only RS256 is accepted");
    String keyId = jwt.getHeader().getKeyID();
    RSAKey key =
        keys.key(keyId == null ? "" : keyId)
            .orElseThrow(() -> new Refused("The token was signed with an unknown key"));
    try {
      require(jwt.verify(new RSASSAVerifier(key)), "The signature does not match");
    } catch (JOSEException e) {
      throw new Refused("The signature cannot be checked");
    }
  }

  private Identity checkClaims(JWTClaimsSet claims) throws Refused, ParseException {
    require(issuer.equals(claims.getIssuer()), "The token is from another issuer");
    List<String> audiences = claims.getAudience();
    require(audiences.contains(audience.get()), "The token is for another audience");
    String subject = claims.getSubject();
    require(subject != null && !subject.isBlank(), "The token names no user");
    Instant expires = instant(claims.getExpirationTime(), "exp");
    Instant issued = instant(claims.getIssueTime(), "iat");
    checkTimes(expires, issued, claims.getNotBeforeTime());
    String scope = claims.getStringClaim("scope");
    var scopes = new HashSet<>(List.of((scope == null ? "" : scope).split(" ")));
    require(
        scopes.containsAll(Arrays.asList(Issuer.SCOPES.split(" "))), "The token misses a scope");
    String email = claims.getStringClaim("email");
    return new Identity(
        java.util.Objects.requireNonNull(subject), email == null ? "" : email, expires);
  }

  private void checkTimes(Instant expires, Instant issued, @Nullable Date notBefore)
      throws Refused {
    Instant now = clock.instant();
    if (!faults.active(Fault.EXPIRED_TOKEN_ACCEPTED)) {
      Duration leeway = faults.active(Fault.LEEWAY_GONE) ? Duration.ZERO : LEEWAY;
      require(now.minus(leeway).isBefore(expires), "The token has expired");
      require(now.minus(leeway).isBefore(issued.plus(MAX_AGE)), "The token is older than 24 h");
    }
    Instant latestStart = now.plus(LEEWAY);
    require(!issued.isAfter(latestStart), "The token was issued in the future");
    require(
        notBefore == null || !notBefore.toInstant().isAfter(latestStart),
        "The token is not valid yet");
  }

  private static Instant instant(@Nullable Date date, String claim) throws Refused {
    if (date == null) {
      throw new Refused("The token has no " + claim);
    }
    return date.toInstant();
  }

  private static void require(boolean holds, String otherwise) throws Refused {
    if (!holds) {
      throw new Refused(otherwise);
    }
  }
}
