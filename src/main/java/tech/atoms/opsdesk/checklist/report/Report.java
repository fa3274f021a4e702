package tech.atoms.opsdesk.checklist.report;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tech.atoms.opsdesk.check.Evidence;
import tech.atoms.opsdesk.check.Finding;
import tech.atoms.opsdesk.check.Outcome;
import tech.atoms.opsdesk.checklist.ItemView;
import tech.atoms.opsdesk.checklist.ReadinessSnapshot;
import tech.atoms.opsdesk.checklist.SectionView;
import tech.atoms.opsdesk.checklist.WaiverView;
import tech.atoms.opsdesk.checklist.state.Blocker;
import tech.atoms.opsdesk.checklist.state.Deployment;
import tech.atoms.opsdesk.checklist.state.Result;
import tech.atoms.opsdesk.checklist.state.Tick;

/**
 * What stands in a report, whatever its form. Without secrets.
 *
 * @param title e.g. "Production readiness"
 * @param environment its name
 * @param at when it was made
 * @param verdict in words, e.g. "No-go"
 * @param good whether the verdict is a good one
 * @param facts label and value, in order, e.g. Deployment
 * @param chapters in order
 */
public record Report(
    String title,
    String environment,
    Instant at,
    String verdict,
    boolean good,
    Map<String, String> facts,
    List<Chapter> chapters) {

  /** How a row is to be taken. */
  public enum Mood {
    /** It holds. */
    GOOD,
    /** It does not. */
    BAD,
    /** It is not known, or somebody has to look. */
    OPEN,
    /** It does not count: waived, not applicable. */
    QUIET
  }

  /**
   * Rows that belong together.
   *
   * @param title e.g. "Security"
   * @param rows in order
   */
  public record Chapter(String title, List<Row> rows) {}

  /**
   * One row.
   *
   * @param id of an item or a check
   * @param title what is asked
   * @param state a word, e.g. "fail"
   * @param mood how to take it
   * @param reason one line
   * @param checked when, ISO 8601; empty: never
   * @param evidence what was seen
   * @param took how long its checks took together; zero: none was run
   */
  public record Row(
      String id,
      String title,
      String state,
      Mood mood,
      String reason,
      String checked,
      List<Evidence> evidence,
      Duration took) {}

  /** A report on the checklist. */
  public static Report of(ReadinessSnapshot snapshot) {
    Map<String, String> facts = new LinkedHashMap<>();
    Deployment live = snapshot.deployment();
    facts.put("Deployment", live == null ? "not known" : live.name() + " (" + live.id() + ")");
    facts.put(
        "Items",
        snapshot.counts().done()
            + " of "
            + snapshot.counts().total()
            + " done, "
            + snapshot.counts().failed()
            + " fail, "
            + snapshot.counts().waived()
            + " waived, "
            + snapshot.counts().open()
            + " open, "
            + snapshot.counts().notApplicable()
            + " not applicable");
    if (snapshot.storeProblem() != null) {
      facts.put("Records", snapshot.storeProblem().line());
    }
    List<Chapter> chapters = new ArrayList<>();
    List<Blocker> blockers = snapshot.verdict().blockers();
    if (!blockers.isEmpty()) {
      facts.put(
          "Blockers",
          String.join(", ", snapshot.verdict().parts())
              + "; the first: "
              + told(blockers.getFirst()));
    }
    for (SectionView section : snapshot.sections()) {
      chapters.add(
          new Chapter(
              section.section().title()
                  + " · "
                  + section.counts().done()
                  + " of "
                  + section.counts().total(),
              section.items().stream().map(Report::row).toList()));
    }
    if (!snapshot.waivers().isEmpty()) {
      chapters.add(new Chapter("Waivers", snapshot.waivers().stream().map(Report::row).toList()));
    }
    return new Report(
        "Production readiness",
        snapshot.environment(),
        snapshot.at().truncatedTo(ChronoUnit.SECONDS),
        snapshot.verdict().go() ? "Go" : "No-go",
        snapshot.verdict().go(),
        facts,
        chapters);
  }

  /** A report on findings alone, a chapter for each subject. */
  public static Report of(String environment, Instant at, List<Finding> findings) {
    Map<String, List<Row>> subjects = new LinkedHashMap<>();
    for (Finding finding : findings) {
      String subject = finding.check().substring(0, Math.max(0, finding.check().indexOf('.')));
      subjects.computeIfAbsent(subject, key -> new ArrayList<>()).add(row(finding));
    }
    long failed = findings.stream().filter(one -> one.outcome() == Outcome.FAIL).count();
    long unknown = findings.stream().filter(one -> one.outcome() == Outcome.UNKNOWN).count();
    return new Report(
        "Checks",
        environment,
        at.truncatedTo(ChronoUnit.SECONDS),
        failed > 0 ? "Fail" : unknown > 0 ? "Unknown" : "Pass",
        failed + unknown == 0,
        Map.of("Checks", findings.size() + ", " + failed + " fail, " + unknown + " unknown"),
        subjects.entrySet().stream()
            .map(one -> new Chapter(one.getKey(), one.getValue()))
            .toList());
  }

  private static String told(Blocker blocker) {
    return (blocker.item() + " " + blocker.text()).strip() + ": " + blocker.why();
  }

  private static Row row(ItemView view) {
    Result result = view.result();
    List<Evidence> evidence = new ArrayList<>();
    result
        .findings()
        .forEach(
            one -> {
              Finding finding = one.finding();
              evidence.add(new Evidence(finding.title(), finding.line()));
              evidence.addAll(finding.evidence());
            });
    Tick tick = result.tick();
    if (tick != null) {
      evidence.add(new Evidence("ticked by " + tick.by() + ", " + tick.at(), tick.note()));
    }
    Instant at = result.at();
    return new Row(
        view.item().id(),
        view.item().text(),
        result.state().word(),
        switch (result.state()) {
          case PASS, ATTESTED -> Mood.GOOD;
          case FAIL, WAIVER_EXPIRED -> Mood.BAD;
          case UNKNOWN, STALE, NOT_EVALUATED, AWAITING -> Mood.OPEN;
          case WAIVED, NOT_APPLICABLE -> Mood.QUIET;
        },
        result.reason(),
        at == null ? "" : at.truncatedTo(ChronoUnit.SECONDS).toString(),
        evidence,
        result.findings().stream()
            .map(one -> one.finding().took())
            .reduce(Duration.ZERO, Duration::plus));
  }

  private static Row row(WaiverView waiver) {
    return new Row(
        waiver.item().item().id(),
        waiver.item().item().text(),
        waiver.holds() ? "until " + waiver.waiver().until() : "ended " + waiver.waiver().until(),
        // An ended waiver is told at its item; here it would count twice.
        Mood.QUIET,
        waiver.waiver().reason() + ", approved by " + waiver.waiver().approver(),
        waiver.waiver().at().truncatedTo(ChronoUnit.SECONDS).toString(),
        List.of(),
        Duration.ZERO);
  }

  private static Row row(Finding finding) {
    return new Row(
        finding.check(),
        finding.title(),
        finding.outcome().word(),
        switch (finding.outcome()) {
          case PASS -> Mood.GOOD;
          case FAIL -> Mood.BAD;
          case UNKNOWN -> Mood.OPEN;
          case FACTS, NOT_APPLICABLE -> Mood.QUIET;
        },
        finding.line(),
        finding.at().truncatedTo(ChronoUnit.SECONDS).toString(),
        finding.evidence(),
        finding.took());
  }
}
