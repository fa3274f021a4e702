package tech.atoms.opsdesk.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tech.atoms.opsdesk.audit.Audit;
import tech.atoms.opsdesk.checklist.ItemView;
import tech.atoms.opsdesk.checklist.Readiness;
import tech.atoms.opsdesk.checklist.ReadinessSnapshot;
import tech.atoms.opsdesk.checklist.SectionView;
import tech.atoms.opsdesk.checklist.report.ChecklistJson;
import tech.atoms.opsdesk.store.Store;

/** {@code opsdesk checklist show}: how every item stands, and the verdict. */
@Command(
    name = "show",
    description = {
      "Runs the passive checks and tells how every item stands, and whether it is Go.",
      "Exit code 0 Go, 1 No-go."
    })
final class ChecklistShow extends ReadinessCommand {
  @Parameters(paramLabel = "ITEM", description = "Only these items, e.g. DB-06.")
  List<String> ids = List.of();

  @Option(names = "--section", paramLabel = "S", description = "Only this section, e.g. security.")
  @Nullable String section;

  @Option(names = "--recorded", description = "Run nothing: tell what is recorded.")
  boolean recorded;

  @Option(
      names = "--active",
      description = "Run active probes too: they send something unusual. Asks first.")
  boolean active;

  @Mixin Consent consent = new Consent();

  @Override
  boolean needsStore() {
    return false;
  }

  @Override
  int work(Readiness readiness, Store store, Audit audit) throws Exception {
    ids.forEach(id -> item(readiness.snapshot(), id));
    Set<String> sectionItems =
        section == null ? null : SectionItems.of(readiness.checklist(), section);
    if (active) {
      String plan =
          "Active probes send at most " + readiness.requests(ids) + " requests to the environment";
      if (consent.given(this, List.of(plan))) {
        readiness.runActive(ids).get();
      } else {
        note("Nothing was run: what is recorded follows.");
      }
    } else if (!recorded) {
      recheck(readiness, ids);
    }
    ReadinessSnapshot snapshot = readiness.snapshot();
    if (wantsJson()) {
      Map<String, @Nullable Object> answer = new LinkedHashMap<>(ChecklistJson.of(snapshot));
      answer.put(
          "items",
          snapshot.items().stream()
              .filter(view -> wanted(view, sectionItems))
              .map(ChecklistJson::item)
              .toList());
      json(answer);
    } else {
      for (SectionView one : snapshot.sections()) {
        List<ItemView> items =
            one.items().stream().filter(view -> wanted(view, sectionItems)).toList();
        if (!items.isEmpty()) {
          say(
              one.section().title()
                  + ": "
                  + one.counts().done()
                  + " of "
                  + one.counts().total()
                  + " done");
          items.forEach(item -> say("  " + line(item)));
        }
      }
      summary(snapshot);
    }
    return exitCode(snapshot);
  }

  private void summary(ReadinessSnapshot snapshot) {
    if (snapshot.storeProblem() != null) {
      note("Not all that is recorded is known: " + snapshot.storeProblem().line());
    }
    if (snapshot.deploymentProblem() != null) {
      note(snapshot.deploymentProblem().line());
    }
    say(snapshot.verdict().go() ? "Go" : "No-go: " + String.join(", ", snapshot.verdict().parts()));
  }

  private boolean wanted(ItemView view, @Nullable Set<String> sectionItems) {
    String id = view.item().id();
    return (ids.isEmpty() || ids.stream().anyMatch(id::equalsIgnoreCase))
        && (sectionItems == null || sectionItems.contains(id));
  }
}
