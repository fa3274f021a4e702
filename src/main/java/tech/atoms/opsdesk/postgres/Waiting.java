package tech.atoms.opsdesk.postgres;

/** Polling of things that cannot be waited for otherwise: files written by other processes. */
final class Waiting {
  private static final long STEP_MILLIS = 20;

  private Waiting() {}

  /**
   * Waits one step.
   *
   * @return false where the thread was interrupted; its interrupt flag is set again
   */
  static boolean pause() {
    try {
      Thread.sleep(STEP_MILLIS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
