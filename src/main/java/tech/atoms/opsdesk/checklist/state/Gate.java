package tech.atoms.opsdesk.checklist.state;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.checklist.template.Kind;

/** Says Go or No-go. Pure. */
public final class Gate {
  private static final String DEPLOYMENT = "Deployment";

  private Gate() {}

  /**
   * The verdict over an evaluation.
   *
   * @param evaluation how the items stand
   * @param deployment for which release; null where it is not known
   */
  public static Verdict evaluate(Evaluation evaluation, @Nullable Deployment deployment) {
    List<Blocker> blockers = new ArrayList<>();
    Deployment evaluated = evaluation.deployment();
    if (deployment == null) {
      blockers.add(about("which deployment is live is not known"));
    } else if (evaluated == null || !evaluated.id().equals(deployment.id())) {
      blockers.add(
          about(
              "the items were looked at for "
                  + (evaluated == null ? "an unknown deployment" : evaluated.name())
                  + ", not for "
                  + deployment.name()));
    }
    evaluation.results().stream()
        .filter(result -> result.state().blocks())
        .sorted(Comparator.comparing(Result::state).thenComparing(Gate::repeatsOthers))
        .map(
            result ->
                new Blocker(
                    result.item().id(),
                    result.item().text(),
                    result.state(),
                    result.reason(),
                    result.item().owner()))
        .forEach(blockers::add);
    return new Verdict(blockers.isEmpty(), deployment, blockers);
  }

  /** A roll-up comes after what it sums up. */
  private static boolean repeatsOthers(Result result) {
    return result.item().kind() == Kind.ROLL_UP;
  }

  private static Blocker about(String why) {
    return new Blocker("", DEPLOYMENT, State.UNKNOWN, why, "operations");
  }
}
