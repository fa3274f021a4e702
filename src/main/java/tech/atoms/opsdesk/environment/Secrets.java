package tech.atoms.opsdesk.environment;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;

/**
 * Resolves references against environment variables, files and the keyring. Keeps no secret. Safe
 * on any thread.
 */
public final class Secrets implements SecretResolver {
  private final Map<String, String> environment;
  private final Path directory;
  private final Supplier<? extends Keyring> keyring;

  /**
   * Creates a resolver.
   *
   * @param environment the process's variables
   * @param directory where relative files start: the profile's directory
   * @param keyring the desktop's keyring, asked for only when a reference needs it
   */
  public Secrets(
      Map<String, String> environment, Path directory, Supplier<? extends Keyring> keyring) {
    this.environment = Map.copyOf(environment);
    this.directory = directory;
    this.keyring = keyring;
  }

  /**
   * The resolver for a profile, with this process's variables and this desktop's keyring.
   *
   * @param profile the profile's file
   */
  public static Secrets of(Path profile) {
    return new Secrets(
        System.getenv(), profile.toAbsolutePath().resolveSibling(""), DesktopKeyring::new);
  }

  @Override
  public Secret resolve(SecretRef ref) {
    return switch (ref.scheme()) {
      case ENV -> variable(ref);
      case FILE -> new Secret(new SecretFile(ref, directory).read());
      case KEYRING ->
          keyring
              .get()
              .read(ref.name())
              .orElseThrow(
                  () ->
                      missing(
                          ref,
                          "the keyring has no such entry, or is locked",
                          "Add it to the keyring: service opsdesk, account " + ref.name()));
    };
  }

  private Secret variable(SecretRef ref) {
    String value = environment.get(ref.name());
    if (value == null || value.isBlank()) {
      throw missing(
          ref,
          "the environment variable " + (value == null ? "is not set" : "is empty"),
          "Set the variable " + ref.name() + " where the desk is started, then start it again");
    }
    return new Secret(value.strip());
  }

  static ProblemException missing(SecretRef ref, String why, String next) {
    return new ProblemException(new Problem("A secret is missing", ref.toString(), why, next));
  }
}
