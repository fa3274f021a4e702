package tech.atoms.opsdesk.cli;

import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.backup.Manifest;
import tech.atoms.opsdesk.backup.store.Catalogue;
import tech.atoms.opsdesk.backup.store.Stored;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.SecretResolver;

/**
 * The newest backup of an environment, as {@code opsdesk status} tells it.
 *
 * @param backup null: there is none, or none is known
 * @param problem why none is known; null where that is not so
 */
record LastBackup(@Nullable Stored backup, @Nullable Problem problem) {

  /** Looks; null where the profile does not say how the environment is backed up. */
  static @Nullable LastBackup of(Environment environment, SecretResolver secrets) {
    if (environment.backup() == null) {
      return null;
    }
    try {
      return new LastBackup(
          new Catalogue(environment, secrets).all().stream().findFirst().orElse(null), null);
    } catch (ProblemException e) {
      return new LastBackup(null, e.problem());
    }
  }

  String words() {
    if (problem != null) {
      return "not known: " + problem.line();
    }
    Stored one = backup;
    if (one == null) {
      return "none";
    }
    Manifest manifest = one.manifest();
    return manifest == null
        ? one.id() + ", no use: " + one.problem()
        : "%s, %s, of %s"
            .formatted(one.id(), one.state().word(), manifest.at().truncatedTo(ChronoUnit.SECONDS));
  }

  @Nullable Map<String, Object> json() {
    Stored one = backup;
    if (one == null) {
      return null;
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", one.id());
    json.put("state", one.state().word());
    Manifest manifest = one.manifest();
    if (manifest != null) {
      json.put("at", manifest.at());
      json.put("bytes", manifest.archive().bytes());
    }
    return json;
  }
}
