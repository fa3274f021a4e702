package tech.atoms.opsdesk.audit;

import java.util.List;

/**
 * What the rows of a trail can be told apart by, each in the order of the alphabet.
 *
 * @param actors names of people
 * @param actions e.g. "checklist.tick"
 * @param subjects e.g. {@code SEC-15}
 */
public record AuditNames(List<String> actors, List<String> actions, List<String> subjects) {
  /** None. */
  public static final AuditNames NONE = new AuditNames(List.of(), List.of(), List.of());

  /** Copies the lists. */
  public AuditNames {
    actors = List.copyOf(actors);
    actions = List.copyOf(actions);
    subjects = List.copyOf(subjects);
  }
}
