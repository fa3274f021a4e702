package tech.atoms.opsdesk.checklist.state;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How every item stood at an instant. Immutable. */
public final class Evaluation {
  private final Instant at;
  private final @Nullable Deployment deployment;
  private final Map<String, Result> results = new LinkedHashMap<>();

  /**
   * An evaluation.
   *
   * @param at the instant
   * @param deployment what was live; null where it was not known
   * @param results in the checklist's order
   */
  public Evaluation(Instant at, @Nullable Deployment deployment, List<Result> results) {
    this.at = at;
    this.deployment = deployment;
    results.forEach(result -> this.results.put(result.item().id(), result));
  }

  /** The instant. */
  public Instant at() {
    return at;
  }

  /** What was live; null where it was not known. */
  public @Nullable Deployment deployment() {
    return deployment;
  }

  /** Every item, in the checklist's order. */
  public List<Result> results() {
    return List.copyOf(results.values());
  }

  /** One item. */
  public Result of(String item) {
    Result result = results.get(item);
    if (result == null) {
      throw new IllegalArgumentException("no item " + item);
    }
    return result;
  }
}
