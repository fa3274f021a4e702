package tech.atoms.opsdesk.sandbox.traffic;

import java.time.Duration;
import tech.atoms.opsdesk.sandbox.database.Person;

/** Where people get their tokens. */
@FunctionalInterface
public interface Tokens {
  /**
   * Signs a person in.
   *
   * @return a bearer token that the server accepts for this long
   */
  String issue(Person person, Duration valid);
}
