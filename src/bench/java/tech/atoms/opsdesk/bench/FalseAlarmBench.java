package tech.atoms.opsdesk.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tech.atoms.opsdesk.check.Check;
import tech.atoms.opsdesk.check.CheckRun;
import tech.atoms.opsdesk.check.CheckSpec;
import tech.atoms.opsdesk.check.Cost;
import tech.atoms.opsdesk.check.Finding;
import tech.atoms.opsdesk.check.catalogue.Catalogue;
import tech.atoms.opsdesk.checklist.state.Deployment;
import tech.atoms.opsdesk.checklist.state.Evaluation;
import tech.atoms.opsdesk.checklist.state.Evaluator;
import tech.atoms.opsdesk.checklist.state.Known;
import tech.atoms.opsdesk.checklist.state.Recorded;
import tech.atoms.opsdesk.checklist.state.Result;
import tech.atoms.opsdesk.checklist.state.State;
import tech.atoms.opsdesk.checklist.template.Kind;
import tech.atoms.opsdesk.checklist.template.Templates;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.Profiles;
import tech.atoms.opsdesk.environment.Secrets;
import tech.atoms.opsdesk.sandbox.Options;
import tech.atoms.opsdesk.sandbox.Sandbox;
import tech.atoms.opsdesk.sandbox.database.Size;

/**
 * Full passive runs on a healthy sandbox of its own with people in it, one after the other as fast
 * as they go, each as {@code opsdesk check} does it: how many automatic items fail or are unknown
 * although all is well. Argument: runs (20). Ends with 1 where there was one.
 */
public final class FalseAlarmBench {
  private static final Deployment LIVE = new Deployment("live", "");

  private FalseAlarmBench() {}

  /**
   * Runs it.
   *
   * @param args runs
   */
  public static void main(String[] args) throws Exception {
    int runs = args.length > 0 && !args[0].isBlank() ? Integer.parseInt(args[0]) : 20;
    InstantSource clock = InstantSource.system();
    Path directory = Files.createTempDirectory("false-alarms");
    int alarms = 0;
    try (Sandbox sandbox =
        Sandbox.start(
            new Options(directory.resolve("sandbox"), false, Size.ofScale(1), null, true),
            clock,
            line -> {})) {
      Path profile = Path.of(sandbox.ready().profile());
      Environment environment = Profiles.load(profile).environments().getFirst();
      System.out.println("| run | seconds | pass | not applicable | fail, unknown |");
      System.out.println("| --- | --- | --- | --- | --- |");
      for (int i = 1; i <= runs; i++) {
        alarms += run(i, environment, Secrets.of(profile), clock);
      }
    }
    System.out.printf(Locale.ROOT, "%d false alarms in %d runs%n", alarms, runs);
    System.exit(alarms == 0 ? 0 : 1);
  }

  private static int run(int number, Environment environment, Secrets secrets, InstantSource clock)
      throws InterruptedException {
    List<Finding> findings;
    List<CheckSpec> specs;
    long start = System.nanoTime();
    try (Catalogue catalogue = new Catalogue(environment, secrets, null, clock)) {
      specs = catalogue.all().stream().map(Check::spec).toList();
      findings =
          new CheckRun(clock)
              .run(catalogue.matching(spec -> spec.cost() == Cost.PASSIVE), one -> {});
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    Evaluation evaluation =
        Evaluator.evaluate(
            Templates.shipped(),
            new Known(
                specs,
                findings.stream().map(one -> new Recorded(one, LIVE.id())).toList(),
                Map.of(),
                Map.of(),
                Map.of(),
                LIVE),
            clock.instant());
    List<Result> items =
        evaluation.results().stream()
            .filter(one -> one.item().kind() == Kind.AUTOMATIC && !one.checks().isEmpty())
            .toList();
    List<String> wrong =
        items.stream()
            .filter(one -> one.state() == State.FAIL || one.state() == State.UNKNOWN)
            .map(one -> one.item().id() + " " + one.state().word() + ": " + one.reason())
            .toList();
    System.out.printf(
        Locale.ROOT,
        "| %d | %.1f | %d | %d | %s |%n",
        number,
        seconds,
        count(items, State.PASS),
        count(items, State.NOT_APPLICABLE),
        wrong.isEmpty() ? "none" : String.join("; ", wrong));
    findings.stream()
        .filter(one -> one.items().isEmpty())
        .filter(
            one -> one.outcome().word().equals("fail") || one.outcome().word().equals("unknown"))
        .forEach(one -> System.err.println("  " + one.check() + ": " + one.line()));
    return wrong.size();
  }

  private static long count(List<Result> items, State state) {
    return items.stream().filter(one -> one.state() == state).count();
  }
}
