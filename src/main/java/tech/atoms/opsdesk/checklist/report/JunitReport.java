package tech.atoms.opsdesk.checklist.report;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** JUnit XML: what falls short is a failure, what is not known an error, what is waived skipped. */
final class JunitReport {
  private JunitReport() {}

  static String write(Report report) {
    StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    List<Report.Row> all =
        report.chapters().stream().flatMap(chapter -> chapter.rows().stream()).toList();
    xml.append("<testsuites name=\"").append(Escaped.xml(report.title())).append('"');
    counts(xml, all);
    xml.append(">\n");
    for (Report.Chapter chapter : report.chapters()) {
      xml.append("  <testsuite name=\"")
          .append(Escaped.xml(chapter.title()))
          .append("\" timestamp=\"")
          .append(report.at().toString().replace("Z", ""))
          .append('"');
      counts(xml, chapter.rows());
      xml.append(">\n");
      chapter.rows().forEach(row -> row(xml, report.environment(), row));
      xml.append("  </testsuite>\n");
    }
    return xml.append("</testsuites>\n").toString();
  }

  private static void counts(StringBuilder xml, List<Report.Row> rows) {
    xml.append(" tests=\"")
        .append(rows.size())
        .append("\" failures=\"")
        .append(count(rows, Report.Mood.BAD))
        .append("\" errors=\"")
        .append(count(rows, Report.Mood.OPEN))
        .append("\" skipped=\"")
        .append(count(rows, Report.Mood.QUIET))
        .append("\" time=\"")
        .append(seconds(rows.stream().map(Report.Row::took).reduce(Duration.ZERO, Duration::plus)))
        .append('"');
  }

  private static String seconds(Duration took) {
    return String.format(Locale.ROOT, "%d.%03d", took.toSeconds(), took.toMillisPart());
  }

  private static long count(List<Report.Row> rows, Report.Mood mood) {
    return rows.stream().filter(row -> row.mood() == mood).count();
  }

  private static void row(StringBuilder xml, String environment, Report.Row row) {
    xml.append("    <testcase classname=\"")
        .append(Escaped.xml(environment))
        .append("\" name=\"")
        .append(Escaped.xml(row.id() + " " + row.title()))
        .append("\" time=\"")
        .append(seconds(row.took()))
        .append('"');
    String element =
        switch (row.mood()) {
          case GOOD -> "";
          case BAD -> "failure";
          case OPEN -> "error";
          case QUIET -> "skipped";
        };
    if (element.isEmpty()) {
      xml.append("/>\n");
      return;
    }
    xml.append(">\n      <")
        .append(element)
        .append(" message=\"")
        .append(Escaped.xml(row.state() + ": " + row.reason()))
        .append('"');
    if (element.equals("skipped")) {
      xml.append("/>\n    </testcase>\n");
      return;
    }
    xml.append(" type=\"").append(Escaped.xml(row.state())).append("\">");
    row.evidence()
        .forEach(
            one ->
                xml.append(Escaped.xml(one.label()))
                    .append('\n')
                    .append(Escaped.xml(one.text()))
                    .append('\n'));
    xml.append("</").append(element).append(">\n    </testcase>\n");
  }
}
