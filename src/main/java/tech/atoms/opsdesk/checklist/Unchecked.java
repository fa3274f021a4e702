package tech.atoms.opsdesk.checklist;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import tech.atoms.opsdesk.check.CheckSpec;
import tech.atoms.opsdesk.check.Evidence;
import tech.atoms.opsdesk.check.Finding;
import tech.atoms.opsdesk.check.Outcome;
import tech.atoms.opsdesk.checklist.state.Evaluation;
import tech.atoms.opsdesk.checklist.state.Evaluator;
import tech.atoms.opsdesk.checklist.state.Known;
import tech.atoms.opsdesk.checklist.state.Result;
import tech.atoms.opsdesk.checklist.state.State;
import tech.atoms.opsdesk.checklist.template.Checklist;
import tech.atoms.opsdesk.checklist.template.Item;

/** What is said of items that no check answers. Pure. */
public final class Unchecked {
  private Unchecked() {}

  /**
   * A finding, always unknown, for each item that is asked about and has no check: what it awaits,
   * or that a person answers it. Its id is the item's.
   *
   * @param specs all checks that there are
   * @param items ids, however capitalised; a roll-up stands for what it sums up
   * @param at the time of the findings
   * @throws tech.atoms.opsdesk.common.ProblemException where the checklist has no such item
   */
  public static List<Finding> of(
      Checklist checklist, List<CheckSpec> specs, Collection<String> items, Instant at) {
    Known nothing = new Known(specs, List.of(), Map.of(), Map.of(), Map.of(), null);
    Evaluation evaluation = Evaluator.evaluate(checklist, nothing, at);
    List<Finding> findings = new ArrayList<>();
    for (Item item : Wanted.items(checklist, items)) {
      Result result = evaluation.of(item.id());
      boolean hasParts = checklist.items().stream().anyMatch(item.sums()::has);
      if (result.checks().isEmpty() && !hasParts) {
        findings.add(finding(item, result, at));
      }
    }
    return findings;
  }

  private static Finding finding(Item item, Result result, Instant at) {
    boolean lacking = result.state() == State.UNKNOWN;
    return new Finding(
        item.id(),
        List.of(item.id()),
        item.text(),
        Outcome.UNKNOWN,
        item.asks(),
        lacking ? result.reason() : byPerson(item),
        lacking ? List.of() : List.of(new Evidence("next", next(item))),
        "checklist",
        at,
        Duration.ZERO);
  }

  private static String byPerson(Item item) {
    String role = item.signedBy();
    return (role == null ? "a person answers it" : "the role " + role + " signs it")
        + ", and no evidence is gathered for it"
        + (item.asks().isEmpty() ? "" : "; asked for: " + item.asks());
  }

  private static String next(Item item) {
    String role = item.signedBy();
    return "'opsdesk checklist show "
        + item.id()
        + "' tells whether somebody has, 'opsdesk checklist "
        + (role == null ? "tick " + item.id() : "sign " + role)
        + "' does it";
  }
}
