package tech.atoms.opsdesk.desktop.run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tech.atoms.opsdesk.workflow.Journal;

/** The lines of a run's log as the journal has them. Blocks. */
final class RunLog {
  private RunLog() {}

  /** Those behind a line. */
  static List<LogLine> after(Journal journal, String run, long after) {
    List<String> all = journal.log(run);
    List<LogLine> lines = new ArrayList<>();
    for (int i = (int) after; i < all.size(); i++) {
      String line = all.get(i);
      int space = line.indexOf("  ");
      String text = line.substring(space + 2);
      lines.add(
          new LogLine(i + 1L, Instant.parse(line.substring(0, space)), level(text), "", text));
    }
    return lines;
  }

  private static LogLine.Level level(String text) {
    if (text.contains(": failed")) {
      return LogLine.Level.FAIL;
    }
    return text.contains(": done") ? LogLine.Level.OK : LogLine.Level.INFO;
  }
}
