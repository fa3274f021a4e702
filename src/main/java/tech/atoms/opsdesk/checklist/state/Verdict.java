package tech.atoms.opsdesk.checklist.state;

import java.util.List;
import java.util.stream.Stream;
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

  /** What stands in the way, counted, e.g. "18 blockers", "28 need a person", "3 stale". */
  public List<String> parts() {
    long person = count(State.AWAITING);
    long stale = count(State.STALE);
    long wrong = blockers.size() - person - stale;
    return Stream.of(
            wrong == 0 ? "" : wrong + (wrong == 1 ? " blocker" : " blockers"),
            person == 0 ? "" : person + (person == 1 ? " needs a person" : " need a person"),
            stale == 0 ? "" : stale + " stale")
        .filter(part -> !part.isEmpty())
        .toList();
  }

  private long count(State state) {
    return blockers.stream().filter(one -> one.state() == state).count();
  }

  /** "go" or "no-go". */
  public String word() {
    return go ? "go" : "no-go";
  }
}
