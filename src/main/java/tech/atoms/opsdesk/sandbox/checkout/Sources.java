package tech.atoms.opsdesk.sandbox.checkout;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads sources from the repository that the project is linked with. */
@FunctionalInterface
public interface Sources {
  /** A repository with nothing in it. */
  Sources NONE = (ref, sha) -> Optional.empty();

  /**
   * The source of a commit.
   *
   * @param ref branch, tag or commit
   * @param sha commit, full or shortened; null: the newest of the ref
   * @return empty where the repository has no such commit
   */
  Optional<Source> at(String ref, @Nullable String sha) throws IOException;
}
