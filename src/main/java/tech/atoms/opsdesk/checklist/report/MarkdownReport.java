package tech.atoms.opsdesk.checklist.report;

/** Markdown: a table for each chapter. */
final class MarkdownReport {
  private MarkdownReport() {}

  static String write(Report report) {
    StringBuilder text = new StringBuilder();
    text.append("# ")
        .append(Escaped.cell(report.title() + ": " + report.environment()))
        .append("\n\n**")
        .append(Escaped.cell(report.verdict()))
        .append("**, ")
        .append(report.at())
        .append("\n\n");
    report
        .facts()
        .forEach(
            (label, value) ->
                text.append("- ")
                    .append(Escaped.cell(label))
                    .append(": ")
                    .append(Escaped.cell(value))
                    .append('\n'));
    for (Report.Chapter chapter : report.chapters()) {
      text.append("\n## ")
          .append(Escaped.cell(chapter.title()))
          .append("\n\n| | what | state | why | at |\n| --- | --- | --- | --- | --- |\n");
      for (Report.Row row : chapter.rows()) {
        text.append("| ")
            .append(Escaped.cell(row.id()))
            .append(" | ")
            .append(Escaped.cell(row.title()))
            .append(" | ")
            .append(Escaped.cell(row.state()))
            .append(" | ")
            .append(Escaped.cell(row.reason()))
            .append(" | ")
            .append(row.checked())
            .append(" |\n");
      }
    }
    return text.toString();
  }
}
