package tech.atoms.opsdesk.provider.vercel;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A file that a deployment is made from.
 *
 * @param path relative, with slashes
 * @param content its bytes; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // written once to the wire, never compared
public record SourceFile(String path, byte[] content) {

  /** How the platform names the content: SHA-1, 40 hexadecimal digits. */
  String digest() {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java has no SHA-1", e);
    }
  }
}
