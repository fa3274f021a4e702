package tech.atoms.opsdesk.monitor;

import java.util.List;

/** Every rule, in the order in which reasons of equal weight are shown. */
final class StateRules {
  static final List<Rule> ALL = List.copyOf(HealthRules.ALL);

  private StateRules() {}
}
