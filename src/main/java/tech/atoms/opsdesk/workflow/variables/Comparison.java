package tech.atoms.opsdesk.workflow.variables;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import tech.atoms.opsdesk.check.configuration.Required;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.EnvironmentKind;
import tech.atoms.opsdesk.environment.Secret;
import tech.atoms.opsdesk.provider.vercel.Variable;

/**
 * The variables of production against the thirty that the checklist requires. Holds no value.
 *
 * @param lines the required ones, in the specification's order
 * @param others names of those that are set and not required
 */
public record Comparison(List<Line> lines, List<String> others) {

  /** Copies the lists. */
  public Comparison {
    lines = List.copyOf(lines);
    others = List.copyOf(others);
  }

  /**
   * A required variable.
   *
   * @param required what is asked for
   * @param state how it stands
   * @param type as the platform keeps it, e.g. "sensitive"; empty where it is missing
   */
  public record Line(Required required, State state, String type) {}

  /** How a variable stands. */
  public enum State {
    /** It is set as asked for. */
    MET,
    /** It is set, and the platform tells its value to nobody. */
    NOT_TOLD,
    /** It is set to something else. */
    DIFFERS,
    /** It is not set. */
    MISSING;

    /** As it is told, e.g. "not-told". */
    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** Compares. */
  public static Comparison of(Environment environment, List<Variable> variables) {
    List<Line> lines = new ArrayList<>();
    List<Required> all = Required.all();
    for (Required required : all) {
      lines.add(
          variables.stream()
              .filter(variable -> variable.key().equals(required.name()))
              .findFirst()
              .map(set -> new Line(required, state(environment, required, set), set.type()))
              .orElse(new Line(required, State.MISSING, "")));
    }
    Set<String> names = all.stream().map(Required::name).collect(Collectors.toSet());
    List<String> others =
        variables.stream().map(Variable::key).filter(key -> !names.contains(key)).sorted().toList();
    return new Comparison(lines, others);
  }

  /** Names of those that are not set. */
  public List<String> missing() {
    return lines.stream()
        .filter(line -> line.state() == State.MISSING)
        .map(line -> line.required().name())
        .toList();
  }

  /** Whether every required one is set, and none is seen to differ. */
  public boolean isWhole() {
    return lines.stream()
        .allMatch(line -> line.state() == State.MET || line.state() == State.NOT_TOLD);
  }

  private static State state(Environment environment, Required required, Variable set) {
    String value = set.value();
    if (value == null) {
      return State.NOT_TOLD;
    }
    if (required.secret() && value.length() > 7) {
      new Secret(value); // from here on it is masked wherever it might appear
    }
    return fits(environment, required, value) ? State.MET : State.DIFFERS;
  }

  static boolean fits(Environment environment, Required required, String value) {
    return required.isMetBy(
        value,
        environment.server().publicUrl(),
        environment.server().mcpPath(),
        environment.kind() == EnvironmentKind.PRODUCTION);
  }
}
