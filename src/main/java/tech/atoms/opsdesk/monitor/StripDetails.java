package tech.atoms.opsdesk.monitor;

import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.monitor.Component.Kind;

/** The one line of numbers below a component's state. */
final class StripDetails {
  private StripDetails() {}

  /** The line; null where nothing is known of the component now. */
  static @Nullable String of(Kind kind, Facts facts) {
    return null;
  }
}
