package tech.atoms.opsdesk.check.auth;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.environment.Secret;

/**
 * What a real token says of itself; its signature is the server's to check.
 *
 * @param algorithm e.g. "RS256"
 * @param keyId which of the issuer's keys signed it; empty where it does not say
 * @param issuer {@code iss}; empty where it does not say
 * @param audiences {@code aud}
 * @param methods {@code amr}: how the person signed in; empty where it does not say
 * @param issued {@code iat}; null where it does not say
 * @param expires {@code exp}; null where it does not say
 */
record Token(
    String algorithm,
    String keyId,
    String issuer,
    List<String> audiences,
    List<String> methods,
    @Nullable Instant issued,
    @Nullable Instant expires) {

  /** Copies the lists. */
  Token {
    audiences = List.copyOf(audiences);
    methods = List.copyOf(methods);
  }

  /**
   * Reads a token.
   *
   * @param where the reference it came from, for the error
   * @throws ProblemException where it is no signed JWT
   */
  static Token of(Secret token, String where) {
    try {
      SignedJWT jwt = SignedJWT.parse(token.reveal());
      JWTClaimsSet claims = jwt.getJWTClaimsSet();
      String key = jwt.getHeader().getKeyID();
      String issuer = claims.getIssuer();
      List<String> methods = claims.getStringListClaim("amr");
      return new Token(
          jwt.getHeader().getAlgorithm().getName(),
          key == null ? "" : key,
          issuer == null ? "" : issuer,
          claims.getAudience(),
          methods == null ? List.of() : methods,
          instant(claims.getIssueTime()),
          instant(claims.getExpirationTime()));
    } catch (ParseException e) {
      throw new ProblemException(
          new Problem(
              "The token is no signed JWT",
              where,
              "it does not have three parts of Base64, or they hold no JSON",
              "Put an access token of the authorization server there"),
          e);
    }
  }

  /** How long it is valid; null where it does not say. */
  @Nullable Duration lifetime() {
    return issued == null || expires == null ? null : Duration.between(issued, expires);
  }

  private static @Nullable Instant instant(@Nullable Date date) {
    return date == null ? null : date.toInstant();
  }
}
