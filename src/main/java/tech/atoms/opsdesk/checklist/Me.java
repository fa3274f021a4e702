package tech.atoms.opsdesk.checklist;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.Person;

/**
 * The person at this desk.
 *
 * @param name as it is shown and recorded; the account where the profile does not name the person
 * @param login the account on this machine
 * @param roles what the person may sign for; empty where the profile does not name the person
 * @param others whom the profile names where it does not name the person, who may look then and
 *     change nothing; empty where it names the person, or nobody at all
 */
public record Me(String name, String login, List<String> roles, List<String> others) {

  private static final int MOST_TOLD = 5;

  /** Somebody who is named, or is where nobody is. */
  public Me(String name, String login, List<String> roles) {
    this(name, login, roles, List.of());
  }

  /** Copies the lists. */
  public Me {
    roles = List.copyOf(roles);
    others = List.copyOf(others);
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
    return names.isEmpty()
        ? new Me(login, login, roles, environment.people().stream().map(Person::name).toList())
        : new Me(names.getFirst(), login, roles);
  }

  /** Whether the profile names people, and this is none of them: who may look, and no more. */
  public boolean isStranger() {
    return !others.isEmpty();
  }

  /**
   * Why the person may say nothing about an item; null where the person may.
   *
   * @param environment its name
   * @param item its id
   */
  public @Nullable Problem forbidden(String environment, String item) {
    if (!isStranger()) {
      return null;
    }
    String named = others.stream().limit(MOST_TOLD).collect(Collectors.joining(", "));
    int more = others.size() - MOST_TOLD;
    return new Problem(
        login + " may look at the checklist, but not change it",
        environment + ", " + item,
        "the profile names people ("
            + named
            + (more > 0 ? " and " + more + " more" : "")
            + "), and none of them has the login "
            + login,
        "Ask one of them, or add to 'people' in the profile: {name: NAME, login: "
            + login
            + ", roles: [ROLE]}");
  }

  /** Whether the person may sign for a role. */
  public boolean holds(String role) {
    return roles.contains(role);
  }
}
