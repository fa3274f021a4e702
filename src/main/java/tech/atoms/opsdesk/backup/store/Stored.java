package tech.atoms.opsdesk.backup.store;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.backup.Manifest;
import tech.atoms.opsdesk.backup.Proof;

/**
 * A backup as it lies in its directory.
 *
 * @param id its name
 * @param directory where it lies
 * @param manifest null: it is unreadable, or nobody vouches for it, see {@code problem}
 * @param proof that it was restored once; null: it was not, or nobody vouches for that
 * @param problem why it is no use; empty where it is
 */
public record Stored(
    String id, Path directory, @Nullable Manifest manifest, @Nullable Proof proof, String problem) {

  /** How it stands. */
  public enum State {
    /** It was restored once, and held what it should. */
    VERIFIED,
    /** It was taken, and never restored. */
    TAKEN,
    /** It is no use. */
    FAILED;

    /** As it is told. */
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** How it stands. */
  public State state() {
    return manifest == null ? State.FAILED : proof == null ? State.TAKEN : State.VERIFIED;
  }
}
