package tech.atoms.opsdesk.checklist.report;

import java.util.Locale;

/** One HTML file: no script, nothing loaded from elsewhere, fit for paper. */
final class HtmlReport {
  private static final String STYLE =
      """
      body{font:14px/1.45 system-ui,sans-serif;color:#1b1f24;background:#fff;margin:2rem auto;max-width:70rem;padding:0 1rem}
      h1{font-size:1.6rem;margin:0}h2{font-size:1.15rem;margin:1.8rem 0 .4rem}
      .verdict{font-size:1.6rem;font-weight:700;margin:.3rem 0}.verdict.good,.good b{color:#116329}.verdict.bad,.bad b{color:#a40e26}
      .open b{color:#7d4e00}.quiet b{color:#57606a}
      dl{display:grid;grid-template-columns:max-content auto;gap:.1rem 1rem;margin:.6rem 0}dt{color:#57606a}dd{margin:0}
      table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.3rem .5rem;border-bottom:1px solid #d0d7de}
      th{color:#57606a;font-weight:600}td:nth-child(1),td:nth-child(3),td:nth-child(5){white-space:nowrap}
      td:nth-child(2),td:nth-child(4){overflow-wrap:anywhere}
      pre{white-space:pre-wrap;overflow-wrap:anywhere;background:#f6f8fa;padding:.4rem .6rem;margin:.2rem 0;font-size:12px}
      summary{cursor:pointer;color:#57606a}
      @media print{body{margin:0;max-width:none;font-size:11px}tr{break-inside:avoid}h2{break-after:avoid}thead{display:table-header-group}}
      """;

  private HtmlReport() {}

  static String write(Report report) {
    StringBuilder html = new StringBuilder();
    html.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; ")
        .append("style-src 'unsafe-inline'\">\n<title>")
        .append(Escaped.xml(report.title() + ", " + report.environment()))
        .append("</title>\n<style>\n")
        .append(STYLE)
        .append("</style>\n</head>\n<body>\n<h1>")
        .append(Escaped.xml(report.title() + ": " + report.environment()))
        .append("</h1>\n<p class=\"verdict ")
        .append(report.good() ? "good" : "bad")
        .append("\">")
        .append(Escaped.xml(report.verdict()))
        .append("</p>\n<dl>\n<dt>Made</dt><dd>")
        .append(report.at())
        .append("</dd>\n");
    report
        .facts()
        .forEach(
            (label, value) ->
                html.append("<dt>")
                    .append(Escaped.xml(label))
                    .append("</dt><dd>")
                    .append(Escaped.xml(value))
                    .append("</dd>\n"));
    html.append("</dl>\n");
    report.chapters().forEach(chapter -> chapter(html, chapter));
    return html.append("</body>\n</html>\n").toString();
  }

  private static void chapter(StringBuilder html, Report.Chapter chapter) {
    html.append("<h2>")
        .append(Escaped.xml(chapter.title()))
        .append("</h2>\n<table>\n<thead><tr><th></th><th>What</th><th>State</th><th>Why</th>")
        .append("<th>At (UTC)</th></tr></thead>\n<tbody>\n");
    for (Report.Row row : chapter.rows()) {
      html.append("<tr class=\"")
          .append(row.mood().name().toLowerCase(Locale.ROOT))
          .append("\"><td>")
          .append(Escaped.xml(row.id()))
          .append("</td><td>")
          .append(Escaped.xml(row.title()))
          .append("</td><td><b>")
          .append(Escaped.xml(row.state()))
          .append("</b></td><td>")
          .append(Escaped.xml(row.reason()));
      if (!row.evidence().isEmpty()) {
        html.append("<details><summary>evidence</summary>");
        row.evidence()
            .forEach(
                one ->
                    html.append("<pre>")
                        .append(Escaped.xml(one.label() + "\n" + one.text()))
                        .append("</pre>"));
        html.append("</details>");
      }
      html.append("</td><td>").append(row.checked()).append("</td></tr>\n");
    }
    html.append("</tbody>\n</table>\n");
  }
}
