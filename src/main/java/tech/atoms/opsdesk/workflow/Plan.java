package tech.atoms.opsdesk.workflow;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import tech.atoms.opsdesk.common.Sha256;

/**
 * What a workflow is going to do, and the facts on which it decided so.
 *
 * @param workflow which, e.g. "rollback"
 * @param environment where
 * @param target what it is about, in a form that the workflow takes again, e.g. {@code dpl_…}
 * @param title for people, e.g. "Roll back from v1.5.0 to v1.4.2"
 * @param confirmation what a person types to confirm where the policy asks for it
 * @param facts what was found, by name; the plan holds only while they do
 * @param warnings what the person should know before
 * @param steps in order
 * @param changes names of those facts that tell what will be different
 * @param rows what becomes of the rows of tables, as they are at the moment; no fact of the plan
 */
public record Plan(
    String workflow,
    String environment,
    String target,
    String title,
    String confirmation,
    Map<String, String> facts,
    List<String> warnings,
    List<PlannedStep> steps,
    List<String> changes,
    List<Rows> rows) {

  /**
   * What becomes of a table's rows.
   *
   * @param table schema and name
   * @param now how many there are
   * @param then how many there will be
   */
  public record Rows(String table, long now, long then) {
    /** How many more, or fewer where it is negative. */
    public long change() {
      return then - now;
    }
  }

  /** A plan that does nothing to rows. */
  public Plan(
      String workflow,
      String environment,
      String target,
      String title,
      String confirmation,
      Map<String, String> facts,
      List<String> warnings,
      List<PlannedStep> steps,
      List<String> changes) {
    this(
        workflow,
        environment,
        target,
        title,
        confirmation,
        facts,
        warnings,
        steps,
        changes,
        List.of());
  }

  /** A plan whose steps alone tell what will be different. */
  public Plan(
      String workflow,
      String environment,
      String target,
      String title,
      String confirmation,
      Map<String, String> facts,
      List<String> warnings,
      List<PlannedStep> steps) {
    this(workflow, environment, target, title, confirmation, facts, warnings, steps, List.of());
  }

  /** Copies; the facts keep their order. */
  @JsonCreator
  public Plan {
    facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    warnings = List.copyOf(warnings);
    steps = List.copyOf(steps);
    // A plan that was recorded by an earlier version has none.
    changes = List.copyOf(Objects.requireNonNullElse(changes, List.of()));
    rows = List.copyOf(Objects.requireNonNullElse(rows, List.of()));
  }

  /** Over everything that was decided on: 64 hexadecimal digits. */
  public String hash() {
    StringBuilder text = new StringBuilder();
    for (String part : List.of(workflow, environment, target)) {
      text.append(part).append('\n');
    }
    for (String name : new TreeSet<>(facts.keySet())) {
      text.append(name).append('=').append(facts.get(name)).append('\n');
    }
    steps.forEach(step -> text.append(step).append('\n'));
    return Sha256.hex(text.toString());
  }

  /** What differs in a newer plan of the same, in words; empty where nothing does. */
  public List<String> differences(Plan now) {
    List<String> all = new ArrayList<>();
    TreeSet<String> names = new TreeSet<>(facts.keySet());
    names.addAll(now.facts().keySet());
    for (String name : names) {
      String was = facts.getOrDefault(name, "nothing");
      String is = now.facts().getOrDefault(name, "nothing");
      if (!was.equals(is)) {
        all.add(name + " was " + was + ", is " + is);
      }
    }
    if (all.isEmpty() && !Objects.equals(hash(), now.hash())) {
      all.add("the steps are others");
    }
    return all;
  }
}
