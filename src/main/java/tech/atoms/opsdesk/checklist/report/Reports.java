package tech.atoms.opsdesk.checklist.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import tech.atoms.opsdesk.audit.Audit;
import tech.atoms.opsdesk.audit.Line;
import tech.atoms.opsdesk.checklist.ReadinessSnapshot;
import tech.atoms.opsdesk.checklist.record.Records;
import tech.atoms.opsdesk.common.MaskedJson;
import tech.atoms.opsdesk.store.Store;

/**
 * The checklist of one environment as files: reports, the release dossier, and what was attached.
 * Safe on any thread; every method may block on the store.
 */
public final class Reports {
  private static final int AUDIT_ROWS = 2_000;

  private final Records records;
  private final Audit audit;
  private final Path data;

  /** What can be written. */
  public enum Form {
    /** One file for a browser and for paper. */
    HTML("HTML", "html"),
    /** For a ticket or a wiki. */
    MARKDOWN("Markdown", "md"),
    /** For other programs. */
    JSON("JSON", "json"),
    /** For a build that gates on it. */
    JUNIT("JUnit XML", "xml"),
    /** The release dossier: one signed archive. */
    DOSSIER("Release dossier", "zip");

    private final String title;
    private final String ending;

    Form(String title, String ending) {
      this.title = title;
      this.ending = ending;
    }

    /** As a menu names it. */
    public String title() {
      return title;
    }

    /** Of a file's name, without the dot. */
    public String ending() {
      return ending;
    }
  }

  /**
   * The reports of an environment.
   *
   * @param environment its name
   * @param data the desk's data directory, where its key for dossiers lies
   */
  public Reports(Store store, Audit audit, String environment, Path data) {
    this.records = new Records(store, audit, environment);
    this.audit = audit;
    this.data = data;
  }

  /**
   * A report on a snapshot.
   *
   * @return the file's bytes
   * @throws tech.atoms.opsdesk.common.ProblemException where the store or the key is not there,
   *     which a dossier needs
   */
  public byte[] write(ReadinessSnapshot snapshot, Form form) throws IOException {
    return switch (form) {
      case HTML -> text(ReportForm.html.write(Report.of(snapshot)));
      case MARKDOWN -> text(ReportForm.markdown.write(Report.of(snapshot)));
      case JUNIT -> text(ReportForm.junit.write(Report.of(snapshot)));
      case JSON -> json(snapshot);
      case DOSSIER ->
          Dossier.pack(
              snapshot, rows(), hash -> records.attachment(hash).orElse(null), DossierKey.in(data));
    };
  }

  /** The content of an attachment; empty where there is none of that hash. */
  public Optional<byte[]> attachment(String sha256) {
    return records.attachment(sha256);
  }

  /** The newest rows of the whole trail, which follow each other; the oldest first. */
  private List<Line> rows() {
    List<Line> rows = new ArrayList<>(audit.newest("", Long.MAX_VALUE, AUDIT_ROWS));
    Collections.reverse(rows);
    return rows;
  }

  private static byte[] json(ReadinessSnapshot snapshot) throws JsonProcessingException {
    JsonMapper json = ChecklistJson.JSON;
    return text(
        json.writeValueAsString(MaskedJson.of(json.valueToTree(ChecklistJson.of(snapshot))))
            + "\n");
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
