package tech.atoms.opsdesk.check.auth;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.environment.Secret;

/** Signs tokens as wished with the issuer's own key; only a sandbox can. */
@FunctionalInterface
public interface ProbeTokens {
  /**
   * A token of the issuer.
   *
   * @param issuedAgo how long ago it was issued
   * @param expiresIn when it expires; negative: it has
   * @param notBeforeIn from when on it is valid; null: at once
   * @param issuer another issuer's name; null: the right one
   * @param audience another audience; null: the right one
   */
  Secret token(
      Duration issuedAgo,
      Duration expiresIn,
      @Nullable Duration notBeforeIn,
      @Nullable String issuer,
      @Nullable String audience);
}
