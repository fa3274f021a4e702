package tech.atoms.opsdesk.workflow;

import java.util.List;

/** A kind of change. Blocks on providers. */
public interface Workflow {
  /** Its name in commands and in the journal, e.g. "rollback". */
  String id();

  /**
   * Gathers facts and works out what would be done.
   *
   * @param target what it is about; empty: the workflow's own proposal
   * @throws tech.atoms.opsdesk.common.ProblemException where it cannot be done, or the facts cannot
   *     be had
   */
  Plan plan(String target);

  /** The steps of a plan, in its order. */
  List<Step> steps(Plan plan);
}
