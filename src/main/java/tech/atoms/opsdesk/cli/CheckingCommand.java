package tech.atoms.opsdesk.cli;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tech.atoms.opsdesk.check.Check;
import tech.atoms.opsdesk.check.CheckRun;
import tech.atoms.opsdesk.check.CheckSpec;
import tech.atoms.opsdesk.check.Outcome;
import tech.atoms.opsdesk.check.catalogue.Catalogue;
import tech.atoms.opsdesk.environment.Environment;

/** A command that runs some of the catalogue's checks and tells what they found. */
abstract class CheckingCommand extends EnvironmentCommand {
  private static final int WIDEST_WORD = 15;

  private final InstantSource clock = InstantSource.system();

  /** Whether a check belongs to this command. */
  abstract boolean wants(CheckSpec spec);

  /** Refuses what was asked for, where it makes no sense, before anything is read. */
  void validate(List<CheckSpec> known) {}

  @Override
  protected int execute() throws Exception {
    Environment environment = environment();
    List<tech.atoms.opsdesk.check.Finding> findings;
    try (Catalogue catalogue = new Catalogue(environment, secrets(), null, clock)) {
      validate(catalogue.all().stream().map(Check::spec).toList());
      findings = new CheckRun(clock).run(catalogue.matching(this::wants), finding -> {});
    }
    return tell(environment, findings);
  }

  private int tell(Environment environment, List<tech.atoms.opsdesk.check.Finding> findings)
      throws Exception {
    boolean fails = any(findings, Outcome.FAIL);
    boolean unknown = any(findings, Outcome.UNKNOWN);
    if (wantsJson()) {
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("environment", environment.name());
      answer.put("at", clock.instant());
      answer.put(
          "outcome", (fails ? Outcome.FAIL : unknown ? Outcome.UNKNOWN : Outcome.PASS).word());
      answer.put("findings", findings.stream().map(Finding::of).toList());
      json(answer);
    } else {
      findings.forEach(this::print);
      say(summary(findings));
    }
    return fails ? ExitCode.FALLS_SHORT : unknown ? ExitCode.UNDETERMINED : ExitCode.OK;
  }

  private void print(tech.atoms.opsdesk.check.Finding finding) {
    String word = finding.outcome().word();
    say(
        word
            + " ".repeat(WIDEST_WORD - word.length())
            + finding.title()
            + ": "
            + finding.found()
            + (finding.outcome() == Outcome.FAIL ? " (expected " + finding.expected() + ")" : ""));
  }

  private static String summary(List<tech.atoms.opsdesk.check.Finding> findings) {
    StringBuilder line = new StringBuilder(findings.size() + " checks");
    String separator = ": ";
    for (Outcome outcome : Outcome.values()) {
      long count = findings.stream().filter(f -> f.outcome() == outcome).count();
      if (count > 0) {
        line.append(separator).append(count).append(' ').append(outcome.word());
        separator = ", ";
      }
    }
    return line.toString();
  }

  private static boolean any(List<tech.atoms.opsdesk.check.Finding> findings, Outcome outcome) {
    return findings.stream().anyMatch(finding -> finding.outcome() == outcome);
  }
}
