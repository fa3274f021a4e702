package tech.atoms.opsdesk.sandbox.database;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * A made-up person.
 *
 * @param id of the row in {@code atoms_users}
 * @param email address at an example domain
 */
public record Person(UUID id, String email) {

  /**
   * The id of the n-th person without a made-up session: of 20 the first 5 have none. Computed as
   * {@code rows.sql} does.
   */
  static UUID sessionless(long seed, int n) {
    long number = n / 5 * 20L + n % 5;
    try {
      byte[] hash =
          MessageDigest.getInstance("MD5")
              .digest(("user" + seed + "/" + number).getBytes(StandardCharsets.UTF_8));
      ByteBuffer bytes = ByteBuffer.wrap(hash);
      return new UUID(bytes.getLong(), bytes.getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
