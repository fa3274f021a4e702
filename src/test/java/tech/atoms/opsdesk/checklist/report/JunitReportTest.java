package tech.atoms.opsdesk.checklist.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tech.atoms.opsdesk.check.Finding;
import tech.atoms.opsdesk.check.Outcome;

class JunitReportTest {
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

  private static Finding took(String check, long millis) {
    return new Finding(
        check,
        List.of(),
        "Title",
        Outcome.PASS,
        "this",
        "this",
        List.of(),
        "test",
        NOW,
        Duration.ofMillis(millis));
  }

  @Test
  void everyCheckHasItsDurationAndASuiteTheirSum() {
    Report report =
        Report.of(
            "staging", NOW, List.of(took("a.one", 1_250), took("a.two", 7), took("b.one", 0)));
    String xml = ReportForm.junit.write(report);
    assertThat(xml)
        .contains("name=\"a.one Title\" time=\"1.250\"", "name=\"a.two Title\" time=\"0.007\"")
        .containsPattern("<testsuite name=\"a\"[^>]* time=\"1.257\"")
        .containsPattern("<testsuites [^>]* time=\"1.257\"");
  }
}
