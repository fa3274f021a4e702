package tech.atoms.opsdesk.desktop.task;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a screen listens to while it is shown, and not a moment longer: news of a source, and the
 * seconds. On the JavaFX thread.
 *
 * @param <T> what the source tells
 */
public final class WhileShown<T> {
  private final Source<T> source;
  private final Consumer<T> news;
  private final Runnable second;
  private final Jobs jobs;
  private final Ticker ticker;
  private @Nullable Runnable leave;
  private Ticker.@Nullable Ticking ticking;

  /** Tells news on any thread. */
  @FunctionalInterface
  public interface Source<T> {
    /**
     * Begins to tell.
     *
     * @param listener hears of news, on any thread
     * @return ends it
     */
    Runnable subscribe(Consumer<T> listener);
  }

  /**
   * Listens to nothing yet.
   *
   * @param source tells news
   * @param news hears of them, on the JavaFX thread, while shown
   * @param second runs once a second, on the JavaFX thread, while shown
   * @param jobs brings news onto the JavaFX thread
   * @param ticker tells the seconds
   */
  public WhileShown(Source<T> source, Consumer<T> news, Runnable second, Jobs jobs, Ticker ticker) {
    this.source = source;
    this.news = news;
    this.second = second;
    this.jobs = jobs;
    this.ticker = ticker;
  }

  /** The screen comes to the front. */
  public void begin() {
    end();
    leave =
        source.subscribe(
            told ->
                jobs.onFx(
                    () -> {
                      if (isShown()) {
                        news.accept(told);
                      }
                    }));
    ticking = ticker.every(second);
  }

  /** The screen goes to the back. */
  public void end() {
    if (leave != null) {
      leave.run();
      leave = null;
    }
    if (ticking != null) {
      ticking.close();
      ticking = null;
    }
  }

  /** Whether it listens. */
  public boolean isShown() {
    return leave != null;
  }
}
