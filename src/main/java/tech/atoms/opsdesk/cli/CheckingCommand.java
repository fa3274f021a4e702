package tech.atoms.opsdesk.cli;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.audit.Audit;
import tech.atoms.opsdesk.audit.Entry;
import tech.atoms.opsdesk.check.Check;
import tech.atoms.opsdesk.check.CheckRun;
import tech.atoms.opsdesk.check.CheckSpec;
import tech.atoms.opsdesk.check.Earlier;
import tech.atoms.opsdesk.check.Finding;
import tech.atoms.opsdesk.check.OwnNetwork;
import tech.atoms.opsdesk.check.catalogue.Catalogue;
import tech.atoms.opsdesk.checklist.Me;
import tech.atoms.opsdesk.checklist.Probing;
import tech.atoms.opsdesk.checklist.report.Report;
import tech.atoms.opsdesk.checklist.report.ReportForm;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ThisMachine;
import tech.atoms.opsdesk.environment.Directories;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.store.Store;
import tech.atoms.opsdesk.store.StoreSettings;

/** A command that runs some of the catalogue's checks and tells what they found. */
abstract class CheckingCommand extends EnvironmentCommand {
  private static final Duration STORE_PATIENCE = Duration.ofSeconds(20);

  private final InstantSource clock = InstantSource.system();
  private @Nullable Environment target;

  /** Whether a check belongs to this command. */
  abstract boolean wants(CheckSpec spec);

  /** The form of a report, in place of the usual answer; null: none is wanted. */
  @Nullable ReportForm report() {
    return null;
  }

  /** Refuses what was asked for, where it makes no sense, before anything is read. */
  void validate(List<CheckSpec> known) {}

  /** What is told beside what the checks find; known after {@link #validate}. */
  List<Finding> unchecked() {
    return List.of();
  }

  /** The server that may be named in place of an environment; null where the command needs one. */
  @Nullable AnyServer anyServer() {
    return null;
  }

  /** What is looked at: the server that is named, or an environment of the profile. */
  final Environment target() {
    if (target == null) {
      AnyServer any = anyServer();
      Environment named = any == null ? null : any.environment();
      target = named == null ? environment() : named;
    }
    return target;
  }

  /** The exit code of what was found. */
  int exitCode(Told told) {
    return told.exitCode();
  }

  /** Other checks than the catalogue's, which need no environment; null: those of the catalogue. */
  @Nullable List<Check> own() {
    return null;
  }

  @Override
  protected int execute() throws Exception {
    List<Check> own = own();
    if (own != null) {
      return tell(null, new CheckRun(clock).run(own, finding -> {}));
    }
    Environment environment = target();
    List<Finding> findings;
    try (Catalogue catalogue = new Catalogue(environment, secrets(), null, clock)) {
      validate(catalogue.all().stream().map(Check::spec).toList());
      CheckRun run = new CheckRun(clock, Earlier.NOTHING, OwnNetwork.of(environment));
      List<Check> wanted = catalogue.matching(this::wants);
      if (!isNamedByUrl()) {
        record(environment, wanted.stream().map(Check::spec).toList());
      }
      findings = new ArrayList<>(run.run(wanted, finding -> {}));
      findings.addAll(unchecked());
    }
    return tell(environment, findings);
  }

  private boolean isNamedByUrl() {
    AnyServer any = anyServer();
    return any != null && any.url != null;
  }

  /** Active probes stand in the audit trail, also where they are started from here. */
  private void record(Environment environment, List<CheckSpec> specs) throws InterruptedException {
    Entry entry =
        Probing.entry(
                environment.name(),
                Me.of(environment, System.getProperty("user.name", "")),
                clock.instant(),
                specs)
            .orElse(null);
    if (entry == null) {
      return;
    }
    try (Store store =
        Store.open(StoreSettings.of(profile().store(), Directories.data(), secrets()))) {
      if (store.awaitOpened(STORE_PATIENCE) == Store.State.UP) {
        new Audit(store, Directories.data(), ThisMachine.name()).record(entry);
      } else {
        Problem trouble = store.trouble();
        note(
            "The probes are not in the audit trail: "
                + (trouble == null ? "the store did not open in time" : trouble.line()));
      }
    }
  }

  private int tell(@Nullable Environment of, List<Finding> findings) throws Exception {
    boolean named = isNamedByUrl();
    Told told = new Told(findings);
    ReportForm form = report();
    if (form != null) {
      say(form.write(Report.of(of == null ? "" : of.name(), clock.instant(), findings)));
    } else if (wantsJson()) {
      Map<String, @Nullable Object> answer = new LinkedHashMap<>();
      answer.put("environment", of == null || named ? null : of.name());
      if (of != null) {
        answer.put("url", of.server().baseUrl().toString());
      }
      answer.put("at", clock.instant());
      told.into(answer);
      json(answer);
    } else {
      told.lines().forEach(this::say);
    }
    return exitCode(told);
  }
}
