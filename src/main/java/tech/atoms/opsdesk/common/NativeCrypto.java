package tech.atoms.opsdesk.common;

import java.security.Provider;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.conscrypt.Conscrypt;

/**
 * Hashes and ciphers of BoringSSL, for streams of many megabytes: the quick compiler that the desk
 * starts with makes those of the JDK four to ten times slower ({@code docs/decisions/0009}). Loaded
 * at first use, which takes a tenth of a second. Safe on any thread.
 */
public final class NativeCrypto {
  private NativeCrypto() {}

  /** It, or empty where its library does not load: then those of the JDK do the same. */
  public static Optional<Provider> provider() {
    return Loaded.PROVIDER;
  }

  private static final class Loaded {
    static final Optional<Provider> PROVIDER = load();

    private static Optional<Provider> load() {
      try {
        return Optional.of(Conscrypt.newProviderBuilder().provideTrustManager(false).build());
      } catch (LinkageError e) {
        Logger.getLogger(NativeCrypto.class.getName())
            .log(Level.FINE, "no native cryptography here, backups take longer", e);
        return Optional.empty();
      }
    }
  }
}
