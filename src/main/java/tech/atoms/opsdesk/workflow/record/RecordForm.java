package tech.atoms.opsdesk.workflow.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.checklist.report.ReportForm;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.notify.Delivery;
import tech.atoms.opsdesk.workflow.RunRecord;

/** The forms in which the record of a run can be written. */
public enum RecordForm {
  /** For other programs. */
  JSON {
    @Override
    public String write(RunRecord record, Instant at) {
      try {
        return RecordJson.write(record, at);
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(e);
      }
    }
  },
  /** For a ticket or a wiki. */
  MD {
    @Override
    public String write(RunRecord record, Instant at) {
      return ReportForm.markdown.write(RecordReport.of(record, at));
    }
  },
  /** One file for a browser and for paper. */
  HTML {
    @Override
    public String write(RunRecord record, Instant at) {
      return ReportForm.html.write(RecordReport.of(record, at));
    }
  };

  /** The form that a file's name asks for by its ending; empty where it names none of them. */
  public static Optional<RecordForm> of(String file) {
    String name = file.toLowerCase(Locale.ROOT);
    for (RecordForm form : values()) {
      if (name.endsWith("." + form.name().toLowerCase(Locale.ROOT))) {
        return Optional.of(form);
      }
    }
    return Optional.empty();
  }

  /**
   * Writes a record to a file, in the form that its ending names.
   *
   * @param file where; what is there is replaced
   * @param record without secrets in the file
   * @param at when it is written
   * @throws ProblemException the ending names no form, or the file cannot be written
   */
  public static void save(Path file, RunRecord record, Instant at) throws ProblemException {
    RecordForm form =
        of(file.toString())
            .orElseThrow(
                () ->
                    new ProblemException(
                        new Problem(
                            "The form of the record is not known",
                            file.toString(),
                            "its ending is none of .json, .md and .html",
                            "Name a file with one of these endings")));
    try {
      Files.writeString(file, form.write(record, at));
    } catch (IOException e) {
      throw new ProblemException(
          new Problem(
              "The record cannot be written",
              file.toString(),
              e.getClass().getSimpleName(),
              "Name a file in a directory that is there and yours"),
          e);
    }
  }

  /** What became of a notice, as the record in JSON tells it. */
  public static Map<String, @Nullable Object> notification(Delivery delivery) {
    return RecordJson.notification(delivery);
  }

  /**
   * The record as a text without secrets.
   *
   * @param at when it is written
   */
  public abstract String write(RunRecord record, Instant at);
}
