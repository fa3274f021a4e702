package tech.atoms.opsdesk.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tech.atoms.opsdesk.audit.Audit;
import tech.atoms.opsdesk.audit.Line;
import tech.atoms.opsdesk.checklist.Readiness;
import tech.atoms.opsdesk.checklist.ReadinessSnapshot;
import tech.atoms.opsdesk.checklist.record.Records;
import tech.atoms.opsdesk.checklist.report.ChecklistJson;
import tech.atoms.opsdesk.checklist.report.Dossier;
import tech.atoms.opsdesk.checklist.report.DossierKey;
import tech.atoms.opsdesk.checklist.report.Report;
import tech.atoms.opsdesk.checklist.report.ReportForm;
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
  private static final int AUDIT_ROWS = 2_000;

  /** What can be written. */
  enum Form {
    html,
    markdown,
    json,
    junit
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
    if (!recorded) {
      recheck(readiness, List.of());
    }
    ReadinessSnapshot snapshot = readiness.snapshot();
    String text =
        form == Form.json ? null : ReportForm.valueOf(form.name()).write(Report.of(snapshot));
    Path target = dossier == null ? out : dossier;
    if (target == null) {
      if (text == null) {
        json(ChecklistJson.of(snapshot));
      } else {
        say(text);
      }
      return exitCode(snapshot);
    }
    String fingerprint = "";
    byte[] bytes;
    if (dossier != null) {
      DossierKey key = DossierKey.in(Directories.data());
      fingerprint = key.fingerprint();
      Records records = new Records(store, audit, snapshot.environment());
      bytes =
          Dossier.pack(snapshot, rows(audit), hash -> records.attachment(hash).orElse(null), key);
    } else {
      bytes =
          (text == null ? jsonText(ChecklistJson.of(snapshot)) : text)
              .getBytes(StandardCharsets.UTF_8);
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
    tell(snapshot, target, fingerprint);
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

  /** The newest rows of the whole trail, which follow each other; the oldest first. */
  private static List<Line> rows(Audit audit) {
    List<Line> rows = new ArrayList<>(audit.newest("", Long.MAX_VALUE, AUDIT_ROWS));
    Collections.reverse(rows);
    return rows;
  }
}
