package tech.atoms.opsdesk.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.environment.Directories;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.Profile;
import tech.atoms.opsdesk.environment.Profiles;
import tech.atoms.opsdesk.environment.Secrets;
import tech.atoms.opsdesk.sandbox.Options;
import tech.atoms.opsdesk.sandbox.Running;

/** A command that works on environments: {@code --profile} and {@code --env}. */
public abstract class EnvironmentCommand extends DeskCommand {
  @Option(
      names = "--profile",
      paramLabel = "FILE",
      description = {
        "The profile (default: profile.yaml in the configuration directory; where there is none,",
        "that of the sandbox that is running)."
      })
  @Nullable Path profileFile;

  @Option(
      names = "--env",
      paramLabel = "NAME",
      description = "An environment of the profile (default: its first).")
  @Nullable String environmentName;

  private @Nullable Profile profile;
  private @Nullable Path chosenProfile;

  /** The profile's file: {@code --profile}, or the default. */
  protected final Path profileFile() {
    if (chosenProfile == null) {
      chosenProfile = profileFile == null ? usualProfile() : profileFile;
    }
    return chosenProfile;
  }

  /** The profile where none is named: the usual one, or else that of a running sandbox. */
  Path usualProfile() {
    return usual(Directories.profile(), Options.usualDirectory());
  }

  /** The usual profile, or else that of a sandbox that is running in a directory. */
  static Path usual(Path usual, Path sandbox) {
    Path running = Files.exists(usual) ? null : Running.profile(sandbox);
    return running == null ? usual : running;
  }

  /**
   * The profile, read once.
   *
   * @throws ProblemException where it is missing or malformed
   */
  protected final Profile profile() {
    if (profile == null) {
      Path file = profileFile();
      if (profileFile == null && !file.equals(Directories.profile())) {
        note("Profile: " + file + " (of the sandbox)");
      }
      profile = Profiles.load(file);
    }
    return profile;
  }

  /**
   * The environment to work on: {@code --env}, or the first one, which is said on standard error
   * where there are several.
   *
   * @throws ProblemException where the profile is unusable or has no such environment
   */
  protected final Environment environment() {
    List<Environment> known = profile().environments();
    if (environmentName == null) {
      if (known.size() > 1) {
        note("Environment: " + known.getFirst().name() + " (the first of " + names(known) + ")");
      }
      return known.getFirst();
    }
    return known.stream()
        .filter(environment -> environment.name().equalsIgnoreCase(environmentName))
        .findFirst()
        .orElseThrow(
            () ->
                new ProblemException(
                    new Problem(
                        "There is no such environment",
                        profileFile().toString(),
                        "the profile has " + names(known),
                        "Name one of them with --env")));
  }

  /** Resolves the profile's secrets; nothing is read before a secret is asked for. */
  protected final Secrets secrets() {
    return Secrets.of(profileFile());
  }

  private static String names(List<Environment> known) {
    return known.stream().map(Environment::name).collect(Collectors.joining(", "));
  }
}
