package tech.atoms.opsdesk.cli;

import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tech.atoms.opsdesk.check.CheckSpec;
import tech.atoms.opsdesk.check.Finding;
import tech.atoms.opsdesk.checklist.Unchecked;
import tech.atoms.opsdesk.checklist.Wanted;
import tech.atoms.opsdesk.checklist.report.ReportForm;
import tech.atoms.opsdesk.checklist.template.Checklist;
import tech.atoms.opsdesk.checklist.template.Templates;
import tech.atoms.opsdesk.common.Problem;

/** {@code opsdesk check}: any or all checks. */
@Command(
    name = "check",
    description = {
      "Runs checks: all passive ones, or those that are named by check, item or subject.",
      "Exit code 0 all pass, 1 something falls short, 3 something could not be determined."
    })
final class CheckCommand extends ProbingCommand {

  @Parameters(
      paramLabel = "ID",
      description = "A check, an item of the checklist, or a subject, e.g. DB-06 or database.")
  List<String> ids = List.of();

  @Option(
      names = "--section",
      paramLabel = "S",
      description = "Only checks of this section of the checklist, e.g. security.")
  @Nullable String section;

  @Option(names = "--active", description = "Active probes too: they send something unusual.")
  boolean active;

  @Option(
      names = "--report",
      paramLabel = "FORM",
      description = "Print a report instead: html, markdown or junit.")
  @Nullable ReportForm form;

  private @Nullable Set<String> sectionItems;
  private Set<String> itemChecks = Set.of();
  private List<Finding> unchecked = List.of();

  @Override
  @Nullable ReportForm report() {
    return form;
  }

  @Override
  String askedBy() {
    return active ? "" : "--active";
  }

  @Override
  void validate(List<CheckSpec> known) {
    List<String> items =
        ids.stream().filter(id -> known.stream().noneMatch(spec -> isCalled(spec, id))).toList();
    if (section != null || !items.isEmpty()) {
      Checklist checklist = Templates.with(Templates.beside(profileFile()));
      sectionItems = section == null ? null : SectionItems.of(checklist, section);
      for (String id : items) {
        if (checklist.item(id).isEmpty()) {
          throw noSuch(id, known, checklist);
        }
      }
      if (!items.isEmpty()) {
        itemChecks = Wanted.checks(checklist, known, items);
        unchecked =
            Unchecked.of(checklist, known, items, InstantSource.system().instant()).stream()
                .filter(finding -> inSection(finding.items()))
                .toList();
      }
    }
    super.validate(known);
  }

  @Override
  List<Finding> unchecked() {
    return unchecked;
  }

  private static WrongUse noSuch(String id, List<CheckSpec> known, Checklist checklist) {
    Set<String> words = new LinkedHashSet<>();
    checklist.items().forEach(item -> words.add(item.id()));
    known.forEach(spec -> words.add(spec.subject()));
    known.forEach(spec -> words.add(spec.id()));
    return new WrongUse(
        new Problem(
            "There is no such check",
            id,
            "no check, item or subject is called that" + Meant.words(id, words),
            "See docs/checks.md, or run 'opsdesk check' for all"));
  }

  @Override
  boolean belongs(CheckSpec spec) {
    return inSection(spec.items())
        && (ids.isEmpty()
            || itemChecks.contains(spec.id())
            || ids.stream().anyMatch(id -> isCalled(spec, id)));
  }

  private boolean inSection(List<String> items) {
    return sectionItems == null || items.stream().anyMatch(sectionItems::contains);
  }

  private static boolean isCalled(CheckSpec spec, String id) {
    return spec.id().equalsIgnoreCase(id) || spec.subject().equalsIgnoreCase(id);
  }
}
