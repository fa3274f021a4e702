package tech.atoms.opsdesk.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.audit.Audit;
import tech.atoms.opsdesk.checklist.Me;
import tech.atoms.opsdesk.checklist.template.Templates;
import tech.atoms.opsdesk.common.AtExit;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.common.ThisMachine;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.http.HttpFailure;
import tech.atoms.opsdesk.notify.Delivery;
import tech.atoms.opsdesk.store.Store;
import tech.atoms.opsdesk.workflow.AtGate;
import tech.atoms.opsdesk.workflow.Engine;
import tech.atoms.opsdesk.workflow.GateCheck;
import tech.atoms.opsdesk.workflow.GateView;
import tech.atoms.opsdesk.workflow.Guards;
import tech.atoms.opsdesk.workflow.Journal;
import tech.atoms.opsdesk.workflow.Pause;
import tech.atoms.opsdesk.workflow.Plan;
import tech.atoms.opsdesk.workflow.PlanText;
import tech.atoms.opsdesk.workflow.Preview;
import tech.atoms.opsdesk.workflow.Run;
import tech.atoms.opsdesk.workflow.RunState;
import tech.atoms.opsdesk.workflow.UnderWay;
import tech.atoms.opsdesk.workflow.Workflow;
import tech.atoms.opsdesk.workflow.catalogue.Workflows;
import tech.atoms.opsdesk.workflow.deploy.Evidence;
import tech.atoms.opsdesk.workflow.news.RunNews;
import tech.atoms.opsdesk.workflow.record.RecordForm;

/** A command that works with the journal of workflows. */
abstract class WorkflowCommand extends StoreCommand {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private @Nullable AtGate atGate;
  private @Nullable Journal journal;
  private @Nullable Store store;
  private @Nullable Audit audit;

  /** What the person says beside runs; within {@link #work(Engine, Journal)}. */
  final AtGate atGate() {
    return Objects.requireNonNull(atGate);
  }

  /** Does the work with the journal. */
  abstract int work(Engine engine, Journal journal) throws Exception;

  @Override
  final int work(Store opened, Audit trail) throws Exception {
    store = opened;
    audit = trail;
    Environment environment = environment();
    Journal opens = new Journal(opened, environment.notices());
    journal = opens;
    Guards guards = new Guards(opened);
    Me me = Me.of(environment, System.getProperty("user.name", ""));
    atGate = new AtGate(environment, opens, guards, trail, me, clock);
    UnderWay runs = new UnderWay();
    Engine engine =
        new Engine(
            environment, opens, guards, trail, me, ThisMachine.name(), clock, Pause.REAL, runs);
    try (var _ = AtExit.first(runs::stop)) {
      return work(environment, engine, opens);
    }
  }

  private int work(Environment environment, Engine engine, Journal opens) throws Exception {
    if (environment.notices().runs().isEmpty()) {
      return work(engine, opens);
    }
    Instant began = clock.instant();
    try (RunNews news = new RunNews(Objects.requireNonNull(store), secrets(), clock)) {
      try {
        return work(engine, opens);
      } finally {
        news(news, environment, began);
      }
    }
  }

  /** Tells people outside before the command ends, and says what it leaves to another desk. */
  private void news(RunNews news, Environment environment, Instant began) {
    try {
      for (Delivery one : news.finish(environment, began, PATIENCE)) {
        String told = "run " + one.notice().subject() + ": " + one.words();
        switch (one.state()) {
          case WAITING ->
              note(
                  "Channel "
                      + one.channel()
                      + " has not heard of "
                      + told
                      + ". The next desk or command on this store sends it.");
          case FAILED -> note("Channel " + one.channel() + " was not told of " + told + ".");
          case DELIVERED -> {}
        }
      }
    } catch (ProblemException e) {
      note("What waits for channels is not known: " + e.problem().line());
    }
  }

  /** What is done with a workflow. */
  interface With {
    int go(Workflow workflow) throws Exception;
  }

  /** Opens the workflow of a name, and closes what it needs. */
  final int with(String workflow, With with) throws Exception {
    Store there = Objects.requireNonNull(store);
    try (OwnReadiness readiness =
            new OwnReadiness(
                environment(),
                secrets(),
                Templates.with(Templates.beside(profileFile())),
                there,
                Objects.requireNonNull(audit),
                clock);
        Workflows workflows =
            new Workflows(
                environment(),
                secrets(),
                null,
                new Evidence(readiness::get, new Guards(there), there),
                clock)) {
      return with.go(workflows.of(workflow));
    }
  }

  /** Tells a plan: on standard output, or as JSON. */
  final void tell(Plan plan) throws Exception {
    tell(plan, Preview.NONE);
  }

  /** Tells a plan, and what its first gate says. */
  final void tell(Plan plan, Preview preview) throws Exception {
    if (wantsJson()) {
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("environment", plan.environment());
      answer.put("at", clock.instant());
      answer.put("outcome", "done");
      answer.put("plan", json(plan));
      if (preview.isThere()) {
        answer.put("firstGate", preview);
      }
      json(answer);
    } else {
      lines(plan).forEach(this::say);
      if (preview.isThere()) {
        say("  first gate, as it is now: " + preview.words());
        preview.checks().forEach(check -> say(line(check)));
        preview.ticks().forEach(tick -> say("    confirm  " + tick));
      }
    }
  }

  final List<String> lines(Plan plan) {
    return PlanText.lines(plan, usual(plan));
  }

  private Map<String, Duration> usual(Plan plan) {
    return Objects.requireNonNull(journal).usual(plan.environment(), plan.workflow());
  }

  private Map<String, Object> json(Plan plan) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", plan.target());
    json.put("hash", plan.hash());
    json.put("title", plan.title());
    json.put("confirmation", plan.confirmation());
    json.put("steps", plan.steps());
    Map<String, Long> usual = new LinkedHashMap<>();
    usual(plan).forEach((step, took) -> usual.put(step, took.toMillis()));
    json.put("usualMs", usual);
    json.put("facts", plan.facts());
    json.put("changes", plan.changes());
    json.put("rows", plan.rows());
    json.put("warnings", plan.warnings());
    return json;
  }

  /** Tells how a run stands, and returns the exit code of that. */
  final int tell(Run run) throws Exception {
    return tell(run, List.of());
  }

  /** As the other, with what people outside were told of it. */
  final int tell(Run run, List<Delivery> deliveries) throws Exception {
    if (wantsJson()) {
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("environment", run.plan().environment());
      answer.put("at", clock.instant());
      answer.put(
          "outcome",
          run.isVerified()
              ? "done"
              : run.state() == RunState.INTERRUPTED ? "interrupted" : "failed");
      Map<String, Object> json = runJson(run);
      if (!deliveries.isEmpty()) {
        json.put("notifications", deliveries.stream().map(RecordForm::notification).toList());
      }
      answer.put("run", json);
      json(answer);
    } else {
      say(line(run));
      for (Run.RunStep step : run.steps()) {
        say(
            "  %-11s  %s%s"
                .formatted(
                    run.words(step),
                    step.name(),
                    step.detail().isEmpty() ? "" : ": " + step.detail()));
      }
      gateLines(run).forEach(this::say);
      deliveries.forEach(
          one ->
              say(
                  "  told %s \"%s\": %s"
                      .formatted(one.channel(), one.notice().outcome(), one.words())));
      if (run.state() == RunState.PAUSED || run.state() == RunState.INTERRUPTED) {
        say("  opsdesk runs resume " + run.id() + ", or opsdesk runs abandon " + run.id());
      }
    }
    return run.isVerified() ? ExitCode.OK : ExitCode.FALLS_SHORT;
  }

  private static List<String> gateLines(Run run) {
    GateView gate = run.gate();
    if (gate == null) {
      return List.of();
    }
    List<String> lines = new java.util.ArrayList<>();
    lines.add("  gate: " + gate.question());
    gate.checks().forEach(check -> lines.add(line(check)));
    gate.waitsFor().forEach(one -> lines.add("    waits for " + one));
    return lines;
  }

  private static String line(GateCheck check) {
    return "    %-7s  %s: %s".formatted(check.state().word(), check.name(), check.detail());
  }

  static String line(Run run) {
    return "%s  %-11s  %s, by %s on %s%s"
        .formatted(
            run.id(),
            run.state().words(),
            run.plan().title(),
            run.by(),
            run.created(),
            run.why().isEmpty() ? "" : ": " + run.why());
  }

  static Map<String, Object> runJson(Run run) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", run.id());
    json.put("workflow", run.plan().workflow());
    json.put("title", run.plan().title());
    json.put("state", run.state());
    json.put("why", run.why());
    json.put("reason", run.reason());
    json.put("by", run.by());
    json.put("createdAt", run.created());
    json.put("planHash", run.plan().hash());
    if (run.gate() != null) {
      json.put("gate", run.gate());
    }
    json.put("steps", run.steps().stream().map(WorkflowCommand::stepJson).toList());
    return json;
  }

  private static Map<String, @Nullable Object> stepJson(Run.RunStep step) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("id", step.id());
    json.put("name", step.name());
    json.put("state", step.state());
    json.put("attempts", step.attempts());
    json.put("startedAt", step.started());
    json.put(
        "durationMs",
        step.started() == null || step.ended() == null
            ? null
            : Duration.between(step.started(), step.ended()).toMillis());
    json.put("detail", step.detail());
    return json;
  }

  /** Tells each turn of a run on standard error, once. */
  final java.util.function.Consumer<Run> progress() {
    return new java.util.function.Consumer<>() {
      private String last = "";

      @Override
      public void accept(Run run) {
        String line =
            run.steps().stream()
                .filter(step -> step.started() != null)
                .reduce((earlier, later) -> later)
                .map(step -> run.words(step) + "  " + step.name() + detail(step))
                .orElse(run.state().words() + (run.why().isEmpty() ? "" : ": " + run.why()));
        GateView gate = run.gate();
        if (gate != null) {
          line = gate.question() + " waits for " + String.join("; ", gate.waitsFor());
        }
        if (run.state() == RunState.PAUSED) {
          line =
              "run %s is paused: %s It goes on with: opsdesk runs resume %s"
                  .formatted(run.id(), Problem.ended(run.why()), run.id());
        }
        if (!Objects.equals(line, last)) {
          last = line;
          note(line);
        }
      }

      private String detail(Run.RunStep step) {
        return step.detail().isEmpty() ? "" : ": " + step.detail();
      }
    };
  }

  @Override
  protected int exitCodeOf(ProblemException problem) {
    return problem instanceof HttpFailure ? ExitCode.UNDETERMINED : ExitCode.FALLS_SHORT;
  }
}
