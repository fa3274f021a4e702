package tech.atoms.opsdesk.check.catalogue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tech.atoms.opsdesk.check.CheckSpec;
import tech.atoms.opsdesk.check.Finding;
import tech.atoms.opsdesk.check.Outcome;
import tech.atoms.opsdesk.checklist.state.Deployment;
import tech.atoms.opsdesk.checklist.state.Evaluation;
import tech.atoms.opsdesk.checklist.state.Evaluator;
import tech.atoms.opsdesk.checklist.state.Known;
import tech.atoms.opsdesk.checklist.state.Recorded;
import tech.atoms.opsdesk.checklist.state.Result;
import tech.atoms.opsdesk.checklist.state.State;
import tech.atoms.opsdesk.checklist.state.Tick;
import tech.atoms.opsdesk.checklist.template.Checklist;
import tech.atoms.opsdesk.checklist.template.Item;
import tech.atoms.opsdesk.checklist.template.Templates;

/**
 * How the items of the checklist stand by what checks found, judged as the desk judges them. What
 * no check was asked about holds, and people have ticked what is theirs.
 */
final class Standings {
  private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
  private static final Deployment LIVE = new Deployment("dpl_live", "v1.5.0");

  private final Checklist checklist = Templates.shipped();
  private final List<CheckSpec> specs;
  private final Map<String, Tick> ticks = new HashMap<>();
  private final Evaluation well;

  Standings(List<CheckSpec> specs) {
    this.specs = List.copyOf(specs);
    for (Item item : checklist.items()) {
      if (item.kind().byPerson() && !item.isSignOff()) {
        ticks.put(item.id(), new Tick(item.id(), "Somebody", "somebody", NOW, LIVE, "", null));
      }
    }
    well = evaluate(List.of());
  }

  /** Items that fall short by these findings, and would not if all was well; by id. */
  Map<String, State> turned(Collection<Finding> findings) {
    Map<String, State> turned = new TreeMap<>();
    for (Result result : evaluate(findings).results()) {
      String id = result.item().id();
      if (result.state().blocks() && !well.of(id).state().blocks()) {
        turned.put(id, result.state());
      }
    }
    return turned;
  }

  private Evaluation evaluate(Collection<Finding> findings) {
    Map<String, Finding> all = new LinkedHashMap<>();
    for (CheckSpec spec : specs) {
      all.put(
          spec.id(),
          new Finding(
              spec.id(),
              spec.items(),
              spec.title(),
              Outcome.PASS,
              spec.expected(),
              "not asked",
              List.of(),
              spec.source(),
              NOW,
              Duration.ZERO));
    }
    findings.forEach(finding -> all.put(finding.check(), now(finding)));
    List<Recorded> recorded = new ArrayList<>();
    all.values().forEach(finding -> recorded.add(new Recorded(finding, LIVE.id())));
    return Evaluator.evaluate(
        checklist, new Known(specs, recorded, ticks, Map.of(), Map.of(), LIVE), NOW);
  }

  /** Clocks of tests jump. */
  private static Finding now(Finding finding) {
    return new Finding(
        finding.check(),
        finding.items(),
        finding.title(),
        finding.outcome(),
        finding.expected(),
        finding.found(),
        finding.evidence(),
        finding.source(),
        NOW,
        finding.took());
  }
}
