package tech.atoms.opsdesk.monitor;

import java.util.List;
import java.util.stream.Stream;

/** Every rule, in the order in which reasons of equal weight are shown. */
final class StateRules {
  static final List<Rule> ALL =
      Stream.of(
              HealthRules.ALL,
              EndpointRules.ALL,
              DatabaseRules.ALL,
              SignInRules.ALL,
              TargetRules.ALL,
              DeskRules.ALL,
              RightsRules.ALL)
          .flatMap(List::stream)
          .toList();

  private StateRules() {}
}
