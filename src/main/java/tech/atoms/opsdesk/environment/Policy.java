package tech.atoms.opsdesk.environment;

import java.time.Duration;
import java.util.List;

/**
 * Who may change an environment, and how carefully.
 *
 * @param mayChange roles that may start a workflow; empty: nobody
 * @param typedConfirmation whether a dangerous change asks for the environment's name in letters
 * @param fourEyes whether a gate asks for the approval of somebody who did not start the run
 * @param unlockMinutes how long a person who unlocks it may change it; 0: it is never read-only
 * @param recoverySeconds how long the metrics are watched after a rollback, at most; 0: not at all
 * @param keepWarm how the server is kept from starting cold
 * @param budgets what the desk may cost the environment
 */
public record Policy(
    List<String> mayChange,
    boolean typedConfirmation,
    boolean fourEyes,
    int unlockMinutes,
    int recoverySeconds,
    KeepWarm keepWarm,
    Budgets budgets) {
  /** Unless the profile says something else. */
  public static final int USUAL_RECOVERY = 30;

  /** Without four eyes, and never read-only. */
  public Policy(List<String> mayChange, boolean typedConfirmation, Budgets budgets) {
    this(mayChange, typedConfirmation, false, 0, budgets);
  }

  /** With what is usual after a rollback, and not kept warm. */
  public Policy(
      List<String> mayChange,
      boolean typedConfirmation,
      boolean fourEyes,
      int unlockMinutes,
      Budgets budgets) {
    this(
        mayChange,
        typedConfirmation,
        fourEyes,
        unlockMinutes,
        USUAL_RECOVERY,
        KeepWarm.USUAL,
        budgets);
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

  /**
   * A request now and then, so that the platform keeps an instance.
   *
   * @param on whether it is, as long as no person has switched it
   * @param interval between two requests
   */
  public record KeepWarm(boolean on, Duration interval) {
    /** Off; every five minutes where somebody switches it on. */
    public static final KeepWarm USUAL = new KeepWarm(false, Duration.ofMinutes(5));
  }
}
