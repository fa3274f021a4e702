package tech.atoms.opsdesk.checklist;

import java.util.ArrayList;
import java.util.List;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.Person;

/**
 * The person at this desk.
 *
 * @param name as it is shown and recorded; the account where the profile does not name the person
 * @param login the account on this machine
 * @param roles what the person may sign for; empty where the profile does not name the person
 */
public record Me(String name, String login, List<String> roles) {

  /** Copies the list. */
  public Me {
    roles = List.copyOf(roles);
  }

  /**
   * Who an account is in an environment.
   *
   * @param login the account, {@code user.name} of the operating system
   */
  public static Me of(Environment environment, String login) {
    List<String> names = new ArrayList<>();
    List<String> roles = new ArrayList<>();
    for (Person person : environment.people()) {
      if (person.login().equals(login)) {
        names.add(person.name());
        roles.addAll(person.roles());
      }
    }
    return new Me(names.isEmpty() ? login : names.getFirst(), login, roles);
  }

  /** Whether the person may sign for a role. */
  public boolean holds(String role) {
    return roles.contains(role);
  }
}
