package tech.atoms.opsdesk.environment;

import java.util.List;

/**
 * Who may change an environment, and how carefully.
 *
 * @param mayChange roles that may start a workflow; empty: nobody
 * @param typedConfirmation whether a dangerous change asks for the environment's name in letters
 * @param fourEyes whether a gate asks for the approval of somebody who did not start the run
 * @param unlockMinutes how long a person who unlocks it may change it; 0: it is never read-only
 * @param budgets what the desk may cost the environment
 */
public record Policy(
    List<String> mayChange,
    boolean typedConfirmation,
    boolean fourEyes,
    int unlockMinutes,
    Budgets budgets) {

  /** Without four eyes, and never read-only. */
  public Policy(List<String> mayChange, boolean typedConfirmation, Budgets budgets) {
    this(mayChange, typedConfirmation, false, 0, budgets);
  }

  /** Copies the list. */
  public Policy {
    mayChange = List.copyOf(mayChange);
  }

  /**
   * Limits that the desk puts on itself.
   *
   * @param databaseConnections most connections to the monitored database, 1 or 2
   * @param requestsPerMinute most passive requests a minute to the server
   */
  public record Budgets(int databaseConnections, int requestsPerMinute) {}
}
