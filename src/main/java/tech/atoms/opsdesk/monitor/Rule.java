package tech.atoms.opsdesk.monitor;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A named condition that makes the environment less than healthy.
 *
 * @param name as shown and documented, e.g. {@code server-unreachable}
 * @param component the cell of the strip that it colours; null: the environment alone
 * @param source whose readings it judges
 * @param readings on how many readings in a row it must hold before it counts, and must not hold
 *     before it ends; 1 for what is plainly wrong, 2 for targets, which would flap
 * @param condition in words, for {@code docs/state-rules.md}
 * @param test what it makes of the facts; null where it does not hold
 */
record Rule(
    String name,
    Component.@Nullable Kind component,
    String source,
    int readings,
    String condition,
    Function<Facts, @Nullable Hit> test) {

  /**
   * A rule that holds.
   *
   * @param state DEGRADED, DOWN or UNKNOWN
   * @param text with numbers
   */
  record Hit(State state, String text) {}
}
