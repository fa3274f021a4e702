package tech.atoms.opsdesk.desktop.audit;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import tech.atoms.opsdesk.audit.Audit;
import tech.atoms.opsdesk.audit.AuditQuery;
import tech.atoms.opsdesk.audit.Entry;
import tech.atoms.opsdesk.audit.Line;

/** Writes the rows that match a query, all of them, to a file: whole or not at all. */
final class AuditExport {
  private static final int PAGE = 1_000;
  private static final JsonMapper JSON = new JsonMapper();
  private final Audit audit;

  /** What is written. */
  enum Form {
    /** Comma-separated values (RFC 4180), a line for each row. */
    CSV("csv"),
    /** One object with the rows, each as {@code audit list} tells it. */
    JSON("json");

    private final String ending;

    Form(String ending) {
      this.ending = ending;
    }

    /** Of the file's name, without the dot. */
    String ending() {
      return ending;
    }
  }

  AuditExport(Audit audit) {
    this.audit = audit;
  }

  /**
   * Writes a file. Blocks.
   *
   * @param at stands in the file
   * @param file replaced where it is there
   * @param progress is told how many rows there are so far
   * @return how many rows were written
   */
  long write(AuditQuery query, Form form, Instant at, Path file, LongConsumer progress)
      throws IOException {
    Path whole = file.toAbsolutePath();
    Path part = Files.createTempFile(whole.getParent(), ".audit", ".part");
    try {
      long rows;
      try (Writer out = Files.newBufferedWriter(part)) {
        rows = form == Form.CSV ? csv(query, out, progress) : json(query, at, out, progress);
      }
      Files.move(part, whole, StandardCopyOption.REPLACE_EXISTING);
      return rows;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private long csv(AuditQuery query, Writer out, LongConsumer progress) throws IOException {
    out.write(
        "row,at_utc,environment,actor,login,machine,action,item,outcome,detail,previous,hash\r\n");
    return each(
        query,
        progress,
        line -> {
          Entry entry = line.entry();
          String text =
              List.of(
                      Long.toString(line.seq()),
                      entry.at().toString(),
                      entry.environment(),
                      entry.actor(),
                      entry.login(),
                      line.host(),
                      entry.action(),
                      entry.subject(),
                      entry.outcome().word(),
                      entry.detail(),
                      line.previous(),
                      line.hash())
                  .stream()
                  .map(AuditExport::quoted)
                  .collect(Collectors.joining(","));
          try {
            out.write(text + "\r\n");
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private long json(AuditQuery query, Instant at, Writer out, LongConsumer progress)
      throws IOException {
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.useDefaultPrettyPrinter();
      json.writeStartObject();
      json.writeStringField("environment", query.environment());
      json.writeStringField("at", at.toString());
      json.writeArrayFieldStart("entries");
      long rows =
          each(
              query,
              progress,
              line -> {
                try {
                  write(json, line);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      json.writeEndArray();
      json.writeEndObject();
      return rows;
    }
  }

  private static void write(JsonGenerator json, Line line) throws IOException {
    Entry entry = line.entry();
    json.writeStartObject();
    json.writeNumberField("seq", line.seq());
    json.writeStringField("at", entry.at().toString());
    json.writeStringField("environment", entry.environment());
    json.writeStringField("actor", entry.actor());
    json.writeStringField("login", entry.login());
    json.writeStringField("host", line.host());
    json.writeStringField("action", entry.action());
    json.writeStringField("subject", entry.subject());
    json.writeStringField("outcome", entry.outcome().word());
    json.writeStringField("detail", entry.detail());
    json.writeStringField("previous", line.previous());
    json.writeStringField("hash", line.hash());
    json.writeEndObject();
  }

  private long each(AuditQuery query, LongConsumer progress, Consumer<Line> row) {
    long rows = 0;
    long before = Long.MAX_VALUE;
    while (true) {
      List<Line> page = audit.find(query, before, PAGE);
      page.forEach(row);
      rows += page.size();
      if (page.size() < PAGE) {
        return rows;
      }
      before = page.getLast().seq();
      progress.accept(rows);
    }
  }

  /**
   * What a table program would take for a formula is led by an apostrophe: a note that somebody
   * wrote must not be computed by who reads it.
   */
  private static String quoted(String text) {
    boolean formula = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0;
    String safe = formula ? "'" + text : text;
    return safe.matches("[\\w .:/@+-]*") ? safe : '"' + safe.replace("\"", "\"\"") + '"';
  }
}
