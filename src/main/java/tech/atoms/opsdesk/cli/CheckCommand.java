package tech.atoms.opsdesk.cli;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tech.atoms.opsdesk.check.CheckSpec;
import tech.atoms.opsdesk.checklist.report.ReportForm;
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
    sectionItems =
        section == null
            ? null
            : SectionItems.of(Templates.with(Templates.beside(profileFile())), section);
    for (String id : ids) {
      if (known.stream().noneMatch(spec -> names(spec, id))) {
        throw new WrongUse(
            new Problem(
                "There is no such check",
                id,
                "no check, item or subject is called that",
                "See docs/checks.md, or run 'opsdesk check' for all"));
      }
    }
    super.validate(known);
  }

  @Override
  boolean belongs(CheckSpec spec) {
    return (sectionItems == null || spec.items().stream().anyMatch(sectionItems::contains))
        && (ids.isEmpty() || ids.stream().anyMatch(id -> names(spec, id)));
  }

  private static boolean names(CheckSpec spec, String id) {
    return spec.id().equalsIgnoreCase(id)
        || spec.subject().equalsIgnoreCase(id)
        || spec.items().stream().anyMatch(id::equalsIgnoreCase);
  }
}
