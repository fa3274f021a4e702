package tech.atoms.opsdesk.workflow.variables;

import java.time.Instant;
import java.util.List;
import tech.atoms.opsdesk.common.Few;
import tech.atoms.opsdesk.provider.vercel.Variable;

/** Variables that are not as they were when a deployment was built. */
public final class Changed {
  private Changed() {}

  /** The names of those that were changed after a moment, in few words; "none" where none was. */
  public static String since(Instant built, List<Variable> variables) {
    return Few.of(
        variables.stream()
            .filter(
                variable -> {
                  Instant updated = variable.updated();
                  return updated != null && updated.isAfter(built);
                })
            .map(Variable::key)
            .toList());
  }
}
