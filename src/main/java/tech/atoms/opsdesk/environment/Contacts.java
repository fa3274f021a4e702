package tech.atoms.opsdesk.environment;

import java.util.List;

/**
 * Whom to call, by role (specification, appendix B).
 *
 * @param onCall in order of escalation: primary, secondary, escalation
 * @param teams the teams with their channels
 */
public record Contacts(List<Person> onCall, List<Team> teams) {

  /** Nobody. */
  public static final Contacts NONE = new Contacts(List.of(), List.of());

  /** Copies the lists. */
  public Contacts {
    onCall = List.copyOf(onCall);
    teams = List.copyOf(teams);
  }

  /**
   * One rung of the ladder.
   *
   * @param role e.g. "Primary"
   * @param phone e.g. "+1-555-0100"
   */
  public record Person(String role, String phone) {}

  /**
   * A team and its channels.
   *
   * @param name e.g. "engineering"
   * @param slack channel, e.g. "#atoms-engineering"; empty where there is none
   * @param email address; empty where there is none
   */
  public record Team(String name, String slack, String email) {}
}
