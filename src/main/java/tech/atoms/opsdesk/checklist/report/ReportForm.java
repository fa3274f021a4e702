package tech.atoms.opsdesk.checklist.report;

/** The forms in which a {@link Report} can be written. */
public enum ReportForm {
  /** One file for a browser and for paper. */
  html {
    @Override
    public String write(Report report) {
      return HtmlReport.write(report);
    }
  },
  /** For a ticket or a wiki. */
  markdown {
    @Override
    public String write(Report report) {
      return MarkdownReport.write(report);
    }
  },
  /** JUnit XML, so that any build can gate on it. */
  junit {
    @Override
    public String write(Report report) {
      return JunitReport.write(report);
    }
  };

  /** The report as a text. */
  public abstract String write(Report report);
}
