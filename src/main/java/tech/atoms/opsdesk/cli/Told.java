package tech.atoms.opsdesk.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.check.Finding;
import tech.atoms.opsdesk.check.Outcome;

/**
 * Findings as every checking command tells them.
 *
 * @param findings in the order in which they are told
 */
record Told(List<Finding> findings) {
  private static final int WIDEST_WORD = 15;

  /** Copies the list. */
  Told {
    findings = List.copyOf(findings);
  }

  /** Lines for people, the sum last. */
  List<String> lines() {
    return Stream.concat(findings.stream().map(Told::line), Stream.of(sum())).toList();
  }

  /** Members of the JSON answer. */
  void into(Map<String, @Nullable Object> answer) {
    answer.put("outcome", outcome().word());
    answer.put("findings", findings.stream().map(Told::json).toList());
  }

  /** 0 all pass, 1 something falls short, 3 something could not be determined. */
  int exitCode() {
    return switch (outcome()) {
      case FAIL -> ExitCode.FALLS_SHORT;
      case UNKNOWN -> ExitCode.UNDETERMINED;
      case PASS, FACTS, NOT_APPLICABLE -> ExitCode.OK;
    };
  }

  private Outcome outcome() {
    if (count(Outcome.FAIL) > 0) {
      return Outcome.FAIL;
    }
    // Nothing looked at is nothing known, and facts alone are for a person to judge.
    boolean judged = count(Outcome.PASS) + count(Outcome.NOT_APPLICABLE) > 0;
    return !judged || count(Outcome.UNKNOWN) > 0 ? Outcome.UNKNOWN : Outcome.PASS;
  }

  private static String line(Finding finding) {
    String word = finding.outcome().word();
    return word
        + " ".repeat(WIDEST_WORD - word.length())
        + finding.title()
        + ": "
        + finding.found()
        + (finding.outcome() == Outcome.FAIL ? " (expected " + finding.expected() + ")" : "");
  }

  private String sum() {
    return findings.size()
        + (findings.size() == 1 ? " check: " : " checks: ")
        + Stream.of(Outcome.values())
            .filter(outcome -> count(outcome) > 0)
            .map(outcome -> count(outcome) + " " + outcome.word())
            .collect(Collectors.joining(", "));
  }

  private long count(Outcome outcome) {
    return findings.stream().filter(finding -> finding.outcome() == outcome).count();
  }

  private static Map<String, Object> json(Finding finding) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("id", finding.check());
    members.put("items", finding.items());
    members.put("title", finding.title());
    members.put("outcome", finding.outcome().word());
    members.put("expected", finding.expected());
    members.put("found", finding.found());
    members.put(
        "evidence",
        finding.evidence().stream()
            .map(one -> one.label() + ": " + one.text())
            .collect(Collectors.joining("\n")));
    members.put("source", finding.source());
    members.put("at", finding.at());
    members.put("durationMs", finding.took().toMillis());
    return members;
  }
}
