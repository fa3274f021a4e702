package tech.atoms.opsdesk.sandbox.platform;

import org.jspecify.annotations.Nullable;

/** Makes tokens of users that nobody but a probe acts as. */
@FunctionalInterface
public interface TokenMint {
  /**
   * A signed token.
   *
   * @param issuedAgoSeconds how long ago it was issued; negative: in the future
   * @param expiresInSeconds when it expires; negative: it has
   * @param notBeforeInSeconds from when on it is valid; null: at once
   * @param issuer another issuer's name; null: the right one
   * @param audience another audience; null: the right one
   * @param somebody whether it is a second user's, whom a limit may hit
   */
  String token(
      long issuedAgoSeconds,
      long expiresInSeconds,
      @Nullable Long notBeforeInSeconds,
      @Nullable String issuer,
      @Nullable String audience,
      boolean somebody);
}
