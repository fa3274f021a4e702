package tech.atoms.opsdesk.checklist.state;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a release may go.
 *
 * @param go whether nothing stands in its way
 * @param deployment judged for which; null where it is not known, which is never Go
 * @param blockers worst first; empty where it is Go
 */
public record Verdict(boolean go, @Nullable Deployment deployment, List<Blocker> blockers) {

  /** Copies the list. */
  public Verdict {
    blockers = List.copyOf(blockers);
  }

  /** "go" or "no-go". */
  public String word() {
    return go ? "go" : "no-go";
  }
}
