package tech.atoms.opsdesk.desktop.run;

import tech.atoms.opsdesk.workflow.Workflow;

/** Opens workflows by their names. Safe on any thread. */
public interface Workflows {

  /**
   * Opens a workflow, works with it, and closes what it needed. Blocks for as long as the work
   * does.
   *
   * @param workflow its name, e.g. "rollback"
   * @throws tech.atoms.opsdesk.common.ProblemException where there is none of that name here
   */
  <T> T with(String workflow, Work<T> work) throws Exception;

  /** What is done with a workflow. */
  @FunctionalInterface
  interface Work<T> {
    /** Does it. */
    T with(Workflow workflow) throws Exception;
  }
}
