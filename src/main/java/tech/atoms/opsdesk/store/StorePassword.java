package tech.atoms.opsdesk.store;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import tech.atoms.opsdesk.common.PrivateFiles;
import tech.atoms.opsdesk.environment.Secret;

/** The embedded store's password: made once, kept in a file that only its user can read. */
final class StorePassword {
  private static final int BYTES = 24;

  private StorePassword() {}

  /**
   * Reads the password, or makes it. Two desks that start at the same time get the same one.
   *
   * @param file where it is kept
   */
  static Secret in(Path file) throws IOException {
    if (!Files.exists(file)) {
      make(file);
    }
    return new Secret(Files.readString(file).strip());
  }

  private static void make(Path file) throws IOException {
    byte[] random = new byte[BYTES];
    new SecureRandom().nextBytes(random);
    try {
      PrivateFiles.write(
          file, Base64.getUrlEncoder().withoutPadding().encodeToString(random), false);
    } catch (FileAlreadyExistsException e) {
      return; // another desk was quicker; its password counts
    }
  }
}
