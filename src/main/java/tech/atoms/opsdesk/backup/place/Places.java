package tech.atoms.opsdesk.backup.place;

import java.util.List;
import tech.atoms.opsdesk.backup.store.Catalogue;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.environment.BackupCopy;
import tech.atoms.opsdesk.environment.SecretResolver;

/** The places of a profile. */
public final class Places {
  private Places() {}

  /**
   * A place, to be closed. Resolves its keys; asks it nothing yet.
   *
   * @throws ProblemException where a key is missing
   */
  public static Place of(BackupCopy settings, SecretResolver secrets) {
    return switch (settings) {
      case BackupCopy.InDirectory one -> new DirectoryPlace(one.name(), one.directory());
      case BackupCopy.InS3 one -> new S3Place(one, secrets);
    };
  }

  /**
   * The place of a name.
   *
   * @throws ProblemException where the profile names none such
   */
  public static BackupCopy named(List<BackupCopy> all, String name) {
    return all.stream()
        .filter(one -> one.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new ProblemException(
                    new Problem(
                        "There is no such place",
                        name,
                        all.isEmpty()
                            ? "the profile names no copies"
                            : "the profile names "
                                + String.join(", ", all.stream().map(BackupCopy::name).toList()),
                        "Add it to backup.copies in the profile, or name another one")));
  }

  /** Under what name an environment's backups lie at every place. */
  static String under(Catalogue catalogue) {
    return String.valueOf(catalogue.directory().getFileName());
  }
}
