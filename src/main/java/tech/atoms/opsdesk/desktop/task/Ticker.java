package tech.atoms.opsdesk.desktop.task;

/**
 * Calls back once a second, for ages and clocks. Costs nothing while nobody listens: an animation
 * would keep the toolkit pulsing sixty times a second.
 */
public interface Ticker {

  /**
   * Calls back once a second.
   *
   * @param action runs on the JavaFX thread, shortly after each full second
   * @return closing it ends the calls
   */
  Ticking every(Runnable action);

  /** A running subscription. */
  @FunctionalInterface
  interface Ticking extends AutoCloseable {
    @Override
    void close();
  }
}
