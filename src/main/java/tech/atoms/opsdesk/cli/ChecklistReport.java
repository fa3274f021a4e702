package tech.atoms.opsdesk.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tech.atoms.opsdesk.audit.Audit;
import tech.atoms.opsdesk.checklist.Readiness;
import tech.atoms.opsdesk.checklist.ReadinessSnapshot;
import tech.atoms.opsdesk.checklist.report.DossierKey;
import tech.atoms.opsdesk.checklist.report.Reports;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.environment.Directories;
import tech.atoms.opsdesk.store.Store;

/** {@code opsdesk checklist report}: the checklist on paper, for a build, or as a dossier. */
@Command(
    name = "report",
    description = {
      "Runs the passive checks and writes a report: html, markdown, json or junit; or the release",
      "dossier. Exit code 0 Go, 1 No-go, also where the report was written."
    })
final class ChecklistReport extends ReadinessCommand {
  /** What can be written. */
  enum Form {
    html(Reports.Form.HTML),
    markdown(Reports.Form.MARKDOWN),
    json(Reports.Form.JSON),
    junit(Reports.Form.JUNIT);

    private final Reports.Form form;

    Form(Reports.Form form) {
      this.form = form;
    }
  }

  @Option(
      names = "--report",
      paramLabel = "FORM",
      defaultValue = "html",
      description = "html, markdown, json or junit (default: ${DEFAULT-VALUE}).")
  Form form = Form.html;

  @Option(names = "--out", paramLabel = "FILE", description = "Write it here (default: print it).")
  @Nullable Path out;

  @Option(
      names = "--dossier",
      paramLabel = "FILE",
      description = "Write the release dossier here: one signed archive.")
  @Nullable Path dossier;

  @Option(names = "--recorded", description = "Run nothing: report what is recorded.")
  boolean recorded;

  @Override
  int work(Readiness readiness, Store store, Audit audit) throws Exception {
    if (out != null && dossier != null) {
      throw new WrongUse(
          new Problem(
              "One file at a time",
              "--out, --dossier",
              "a report and a dossier are two files",
              "Run the command once for each"));
    }
    if (!recorded) {
      recheck(readiness, List.of());
    }
    ReadinessSnapshot snapshot = readiness.snapshot();
    Path target = dossier == null ? out : dossier;
    Reports reports = new Reports(store, audit, snapshot.environment(), Directories.data());
    byte[] bytes = reports.write(snapshot, dossier == null ? form.form : Reports.Form.DOSSIER);
    if (target == null) {
      say(new String(bytes, StandardCharsets.UTF_8).stripTrailing());
      return exitCode(snapshot);
    }
    try {
      Files.write(target, bytes);
    } catch (IOException e) {
      return fail(
          new Problem(
              "The report cannot be written",
              target.toString(),
              e.getClass().getSimpleName(),
              "Name a file in a directory that is there and yours"),
          ExitCode.USAGE);
    }
    tell(snapshot, target, dossier == null ? "" : DossierKey.in(Directories.data()).fingerprint());
    return exitCode(snapshot);
  }

  private void tell(ReadinessSnapshot snapshot, Path target, String fingerprint) throws Exception {
    if (wantsJson()) {
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("environment", snapshot.environment());
      answer.put("at", snapshot.at());
      answer.put("outcome", "done");
      answer.put("verdict", snapshot.verdict().word());
      answer.put("file", target.toString());
      answer.put("fingerprint", fingerprint);
      json(answer);
    } else {
      say(target + " written: " + snapshot.verdict().word());
      if (!fingerprint.isEmpty()) {
        say("Key " + fingerprint);
      }
    }
  }
}
