package tech.atoms.opsdesk.cli;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.check.Check;
import tech.atoms.opsdesk.check.CheckRun;
import tech.atoms.opsdesk.check.CheckSpec;
import tech.atoms.opsdesk.check.Finding;
import tech.atoms.opsdesk.check.catalogue.Catalogue;
import tech.atoms.opsdesk.checklist.report.Report;
import tech.atoms.opsdesk.checklist.report.ReportForm;
import tech.atoms.opsdesk.environment.Environment;

/** A command that runs some of the catalogue's checks and tells what they found. */
abstract class CheckingCommand extends EnvironmentCommand {
  private final InstantSource clock = InstantSource.system();

  /** Whether a check belongs to this command. */
  abstract boolean wants(CheckSpec spec);

  /** The form of a report, in place of the usual answer; null: none is wanted. */
  @Nullable ReportForm report() {
    return null;
  }

  /** Refuses what was asked for, where it makes no sense, before anything is read. */
  void validate(List<CheckSpec> known) {}

  /** Other checks than the catalogue's, which need no environment; null: those of the catalogue. */
  @Nullable List<Check> own() {
    return null;
  }

  @Override
  protected int execute() throws Exception {
    List<Check> own = own();
    if (own != null) {
      return tell("", new CheckRun(clock).run(own, finding -> {}));
    }
    Environment environment = environment();
    List<Finding> findings;
    try (Catalogue catalogue = new Catalogue(environment, secrets(), null, clock)) {
      validate(catalogue.all().stream().map(Check::spec).toList());
      findings = new CheckRun(clock).run(catalogue.matching(this::wants), finding -> {});
    }
    return tell(environment.name(), findings);
  }

  private int tell(String environment, List<Finding> findings) throws Exception {
    Told told = new Told(findings);
    ReportForm form = report();
    if (form != null) {
      say(form.write(Report.of(environment, clock.instant(), findings)));
    } else if (wantsJson()) {
      Map<String, @Nullable Object> answer = new LinkedHashMap<>();
      answer.put("environment", environment.isEmpty() ? null : environment);
      answer.put("at", clock.instant());
      told.into(answer);
      json(answer);
    } else {
      told.lines().forEach(this::say);
    }
    return told.exitCode();
  }
}
