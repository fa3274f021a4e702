package tech.atoms.opsdesk.desktop;

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
 */
public record ScreenEntry(
    String name,
    String title,
    String icon,
    String section,
    String keys,
    Supplier<? extends Screen> factory) {}
