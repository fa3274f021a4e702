package tech.atoms.opsdesk.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import tech.atoms.opsdesk.common.PrivateFiles;
import tech.atoms.opsdesk.environment.Secret;

/** The sandbox's secrets, one file each, kept from start to start. */
final class SecretFiles {
  private static final int BYTES = 24;

  private final Path directory;
  private final SecureRandom random = new SecureRandom();

  SecretFiles(Path directory) {
    this.directory = directory;
  }

  /** The secret of a name; made up where there is none yet. */
  Secret get(String name) throws IOException {
    Path file = file(name);
    if (!Files.exists(file)) {
      byte[] bytes = new byte[BYTES];
      random.nextBytes(bytes);
      write(name, Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }
    return new Secret(Files.readString(file).strip());
  }

  /** Replaces a secret. */
  void write(String name, String value) throws IOException {
    PrivateFiles.directory(directory);
    PrivateFiles.write(file(name), value + "\n", true);
  }

  /** Where a secret is kept. */
  Path file(String name) {
    return directory.resolve(name);
  }
}
