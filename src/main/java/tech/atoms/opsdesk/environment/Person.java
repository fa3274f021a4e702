package tech.atoms.opsdesk.environment;

import java.util.List;

/**
 * Somebody who may sign.
 *
 * @param name as it is shown and recorded
 * @param login the account on this machine that is this person
 * @param roles what the person may sign for, e.g. "operations"
 */
public record Person(String name, String login, List<String> roles) {

  /** Copies the list. */
  public Person {
    roles = List.copyOf(roles);
  }
}
