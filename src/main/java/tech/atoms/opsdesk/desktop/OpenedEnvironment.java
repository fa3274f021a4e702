package tech.atoms.opsdesk.desktop;

import java.util.List;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.monitor.Monitor;

/**
 * An environment that is being watched, with the screens that show it.
 *
 * @param environment what is watched
 * @param monitor who watches
 * @param screens in the order of the navigation
 * @param operations what changes it
 */
public record OpenedEnvironment(
    Environment environment, Monitor monitor, List<ScreenEntry> screens, Operations operations) {

  /** Copies the list. */
  public OpenedEnvironment {
    screens = List.copyOf(screens);
  }

  /** An environment that is only watched. */
  public OpenedEnvironment(Environment environment, Monitor monitor, List<ScreenEntry> screens) {
    this(environment, monitor, screens, Operations.NONE);
  }
}
