package tech.atoms.opsdesk.desktop;

import java.util.List;
import java.util.function.Supplier;

/**
 * A screen as the navigation knows it. Only what is registered is shown.
 *
 * @param name for the command line, e.g. "sessions"
 * @param title in the sidebar, e.g. "Sessions"
 * @param icon code of its icon
 * @param section heading it stands under, e.g. "Monitor"
 * @param keys that open it, e.g. "Ctrl 3"
 * @param factory builds it, on the JavaFX thread, when it is opened for the first time
 * @param places what can be found on it by name; asked whenever the palette opens
 */
public record ScreenEntry(
    String name,
    String title,
    String icon,
    String section,
    String keys,
    Supplier<? extends Screen> factory,
    Supplier<List<Place>> places) {

  /** A screen on which nothing is found by name. */
  public ScreenEntry(
      String name,
      String title,
      String icon,
      String section,
      String keys,
      Supplier<? extends Screen> factory) {
    this(name, title, icon, section, keys, factory, List::of);
  }

  /**
   * Something on a screen.
   *
   * @param key what {@link Screen#goTo} is asked for
   * @param title as it is called, e.g. "Slow responses"
   * @param words other words it is found by, e.g. "slow-responses"; empty for none
   */
  public record Place(String key, String title, String words) {}
}
