package tech.atoms.opsdesk.common;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.util.HexFormat;
import java.util.Optional;

/** SHA-256 as 64 small hexadecimal digits. Safe on any thread. */
public final class Sha256 {
  private static final String ALGORITHM = "SHA-256";

  private Sha256() {}

  /** A new one for a stream of many megabytes, to be given pieces; for one thread. */
  public static MessageDigest ofStream() {
    return digest(NativeCrypto.provider());
  }

  private static MessageDigest digest(Optional<Provider> provider) {
    try {
      return provider.isPresent()
          ? MessageDigest.getInstance(ALGORITHM, provider.get())
          : MessageDigest.getInstance(ALGORITHM);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has " + ALGORITHM, e);
    }
  }

  /** The hash of bytes. */
  public static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(digest(Optional.empty()).digest(bytes));
  }

  /** The hash of a text in UTF-8. */
  public static String hex(String text) {
    return hex(text.getBytes(StandardCharsets.UTF_8));
  }
}
