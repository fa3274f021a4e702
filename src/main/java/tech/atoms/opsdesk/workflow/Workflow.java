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

  /**
   * Whether its runs hold their environment: no other change is made until they are over. False
   * where nothing of the environment is changed.
   */
  default boolean holdsEnvironment() {
    return true;
  }

  /** What the first gate of a plan says now, before anything has begun. Blocks as its checks do. */
  default Preview preview(Plan plan) {
    return Preview.NONE;
  }

  /**
   * The steps of a plan, in its order.
   *
   * @param log where they say what they see
   */
  List<Step> steps(Plan plan, RunLog log);

  /**
   * The steps of a run's plan. What they create can carry the run's id, so that it is found again
   * whatever becomes of the answer; and what earlier turns of the run have seen stands in its
   * steps.
   */
  default List<Step> steps(Run run, RunLog log) {
    return steps(run.plan(), log);
  }
}
