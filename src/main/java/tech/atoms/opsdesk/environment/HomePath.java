package tech.atoms.opsdesk.environment;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Files as a profile names them: absolute, below the home directory, or beside the profile. */
final class HomePath {
  private HomePath() {}

  /**
   * The file that a name means.
   *
   * @param directory where a relative name starts
   * @param name as written; {@code ~/} stands for the home directory
   * @throws InvalidPathException where no file can have that name
   */
  static Path resolve(Path directory, String name) {
    return name.startsWith("~/")
        ? Path.of(System.getProperty("user.home")).resolve(name.substring(2)).normalize()
        : directory.resolve(name).normalize();
  }
}
