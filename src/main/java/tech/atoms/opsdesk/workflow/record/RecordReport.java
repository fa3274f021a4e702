package tech.atoms.opsdesk.workflow.record;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.checklist.report.Report;
import tech.atoms.opsdesk.common.Masking;
import tech.atoms.opsdesk.notify.Delivery;
import tech.atoms.opsdesk.workflow.GateCheck;
import tech.atoms.opsdesk.workflow.GateView;
import tech.atoms.opsdesk.workflow.LogLine;
import tech.atoms.opsdesk.workflow.Plan;
import tech.atoms.opsdesk.workflow.PlanText;
import tech.atoms.opsdesk.workflow.PlannedStep;
import tech.atoms.opsdesk.workflow.Run;
import tech.atoms.opsdesk.workflow.RunRecord;
import tech.atoms.opsdesk.workflow.RunState;
import tech.atoms.opsdesk.workflow.Said;
import tech.atoms.opsdesk.workflow.StepDefinition;

/** A record as people read it. */
final class RecordReport {
  private RecordReport() {}

  static Report of(RunRecord record, Instant at) {
    Run run = record.run();
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("What", run.plan().title());
    facts.put("Who", run.by() + " (" + run.login() + "), at the desk on " + run.host());
    facts.put("Why", run.reason());
    facts.put("Asked for", run.created().toString());
    facts.put("Ended", run.ended() == null ? "not yet" : run.ended() + took(run));
    facts.put("Outcome", verdict(run) + (run.why().isEmpty() ? "" : ": " + run.why()));
    facts.put("What remains", record.remains());
    facts.put("Workflow", run.plan().workflow() + " " + run.plan().target());
    facts.put("Plan", run.plan().hash());
    facts.replaceAll((label, value) -> Masking.mask(value));
    return new Report(
        "Run " + run.id(),
        run.plan().environment(),
        at.truncatedTo(ChronoUnit.SECONDS),
        verdict(run),
        run.isVerified(),
        facts,
        chapters(record));
  }

  private static String verdict(Run run) {
    return run.state() == RunState.DONE && !run.isVerified()
        ? "done, steps left out"
        : run.state().words();
  }

  private static String took(Run run) {
    Long took = RecordJson.millis(run.created(), run.ended());
    return took == null ? "" : ", after " + PlanText.time(Duration.ofMillis(took));
  }

  private static List<Report.Chapter> chapters(RunRecord record) {
    List<Report.Chapter> all = new ArrayList<>();
    all.add(new Report.Chapter("Steps", steps(record.run())));
    all.add(
        new Report.Chapter(
            "Steps as carried out",
            record.definitions().stream().map(RecordReport::definition).toList()));
    for (GateView gate : record.gates()) {
      all.add(new Report.Chapter("Gate: " + Masking.mask(gate.question()), gate(gate)));
    }
    all.add(
        new Report.Chapter(
            "What people said", record.said().stream().map(RecordReport::said).toList()));
    all.add(new Report.Chapter("What was found before", found(record.run().plan())));
    all.add(
        new Report.Chapter(
            "Notifications",
            record.deliveries().stream().map(RecordReport::notification).toList()));
    all.add(new Report.Chapter("Log", record.log().stream().map(RecordReport::line).toList()));
    return all.stream().filter(chapter -> !chapter.rows().isEmpty()).toList();
  }

  private static List<Report.Row> steps(Run run) {
    List<Report.Row> rows = new ArrayList<>();
    for (int i = 0; i < run.steps().size(); i++) {
      Run.RunStep step = run.steps().get(i);
      PlannedStep planned = run.plan().steps().get(i);
      List<String> words = new ArrayList<>();
      if (!planned.after().isEmpty()) {
        words.add(planned.before() + " → " + planned.after());
      }
      if (!step.detail().isEmpty()) {
        words.add(step.detail());
      }
      if (step.attempts() > 0) {
        words.add(
            step.attempts() == 1 ? "asked for once" : "asked for " + step.attempts() + " times");
      }
      Long took = RecordJson.millis(step.started(), step.ended());
      if (took != null) {
        words.add("took " + PlanText.time(Duration.ofMillis(took)));
      }
      words.add("undo: " + planned.undo());
      rows.add(
          row(
              step.id(),
              step.name(),
              run.words(step),
              switch (step.state()) {
                case DONE -> Report.Mood.GOOD;
                case FAILED -> Report.Mood.BAD;
                case OBSERVING, APPLYING, TAKING_BACK -> Report.Mood.OPEN;
                case WAITING, SKIPPED, CANCELLED, TAKEN_BACK -> Report.Mood.QUIET;
              },
              String.join("; ", words),
              step.ended()));
    }
    return rows;
  }

  private static Report.Row definition(StepDefinition step) {
    List<String> words = new ArrayList<>();
    words.add(step.gate() ? "waits for people" : step.changes() ? "changes" : "only looks");
    words.add("within " + PlanText.time(Duration.ofMillis(step.timeoutMs())));
    if (step.changes()) {
      words.add(
          step.repeatable()
              ? "may be asked for again where nothing happened"
              : "is asked for once only");
      words.add(step.retries() + " retries");
      words.add(step.takenBack() ? "the run can take it back" : "the run does not take it back");
    }
    words.add(
        switch (step.cancellation()) {
          case BEFORE -> "can be cancelled until it is asked for";
          case DURING -> "can be cancelled while it is under way";
          case NEVER -> "cannot be cancelled";
        });
    if (step.pointOfNoReturn()) {
      words.add("point of no return");
    }
    return row(step.id(), "", "", Report.Mood.QUIET, String.join("; ", words), null);
  }

  private static List<Report.Row> gate(GateView gate) {
    List<Report.Row> rows = new ArrayList<>();
    for (GateCheck check : gate.checks()) {
      rows.add(
          row(
              "check",
              check.name(),
              check.state().word(),
              switch (check.state()) {
                case PASS -> Report.Mood.GOOD;
                case FAIL -> Report.Mood.BAD;
                case UNKNOWN, RUNNING -> Report.Mood.OPEN;
              },
              check.detail(),
              check.at()));
    }
    gate.ticks().forEach(text -> rows.add(asked("tick", text)));
    gate.approvals().forEach(text -> rows.add(asked("approval", text)));
    if (!gate.typed().isEmpty()) {
      rows.add(asked("typed text", gate.typed()));
    }
    gate.waitsFor().forEach(text -> rows.add(row("", text, "missing", Report.Mood.OPEN, "", null)));
    return rows;
  }

  private static Report.Row asked(String kind, String text) {
    return row(kind, text, "asked for", Report.Mood.QUIET, "", null);
  }

  private static Report.Row said(Said said) {
    boolean bypass = said.kind() == Said.Kind.BYPASS;
    return row(
        said.step(),
        said.text(),
        bypass ? "WITHOUT APPROVAL" : said.kind().word(),
        bypass ? Report.Mood.BAD : Report.Mood.GOOD,
        "by " + said.by() + " (" + said.login() + ")",
        said.at());
  }

  private static List<Report.Row> found(Plan plan) {
    List<Report.Row> rows = new ArrayList<>();
    plan.facts()
        .forEach((name, value) -> rows.add(row("", name, "", Report.Mood.QUIET, value, null)));
    plan.warnings().forEach(text -> rows.add(row("", text, "warning", Report.Mood.OPEN, "", null)));
    return rows;
  }

  private static Report.Row notification(Delivery delivery) {
    return row(
        delivery.channel(),
        delivery.notice().outcome(),
        delivery.state().word(),
        switch (delivery.state()) {
          case DELIVERED -> Report.Mood.GOOD;
          case FAILED -> Report.Mood.BAD;
          case WAITING -> Report.Mood.OPEN;
        },
        delivery.words() + "; key " + delivery.key(),
        delivery.ended());
  }

  private static Report.Row line(LogLine line) {
    return row(
        line.step(),
        line.text(),
        line.level().name().toLowerCase(Locale.ROOT),
        switch (line.level()) {
          case OK -> Report.Mood.GOOD;
          case ERROR -> Report.Mood.BAD;
          case WARN, GATE -> Report.Mood.OPEN;
          case RUN, INFO -> Report.Mood.QUIET;
        },
        "",
        line.at());
  }

  private static Report.Row row(
      String id,
      String title,
      String state,
      Report.Mood mood,
      String reason,
      @Nullable Instant at) {
    return new Report.Row(
        id,
        Masking.mask(title),
        state,
        mood,
        Masking.mask(reason),
        at == null ? "" : at.truncatedTo(ChronoUnit.MILLIS).toString(),
        List.of(),
        Duration.ZERO);
  }
}
