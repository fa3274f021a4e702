package tech.atoms.opsdesk.check.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.atoms.opsdesk.check.CheckRun;
import tech.atoms.opsdesk.check.Finding;
import tech.atoms.opsdesk.check.Outcome;
import tech.atoms.opsdesk.check.source.Sources;

class TestResultCheckTest {
  private static final Instant THEN = Instant.parse("2026-11-22T09:00:00Z");
  private static final String SUITE =
      "<testsuites><testsuite name=\"pytest\" tests=\"2\">"
          + "<testcase classname=\"tests.a\" name=\"one\"/>"
          + "<testcase classname=\"tests.a\" name=\"two\">%s</testcase>"
          + "</testsuite></testsuites>";

  @TempDir private Path checkout;

  @BeforeEach
  void sources() throws IOException {
    write("app.py", "x = 1\n", THEN);
  }

  private void write(String name, String text, Instant at) throws IOException {
    Path file = checkout.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    Files.setLastModifiedTime(file, FileTime.from(at));
  }

  private Finding finding() throws InterruptedException {
    return new CheckRun(InstantSource.system())
        .run(List.of(TestResultCheck.of(Sources.fact(checkout))), one -> {})
        .getFirst();
  }

  private void is(Outcome outcome, String found) throws InterruptedException {
    Finding finding = finding();
    assertThat(finding.found()).isEqualTo(found);
    assertThat(finding.outcome()).isEqualTo(outcome);
  }

  @Test
  void noRunIsNoPass() throws Exception {
    is(Outcome.UNKNOWN, "the checkout holds no result of a run of its tests");
  }

  @Test
  void pytestsCacheTellsWhatFailedLast() throws Exception {
    write(".pytest_cache/v/cache/nodeids", "[\"a::one\", \"a::two\"]", THEN);
    is(Outcome.PASS, "0 of 2 failed");
    write(".pytest_cache/v/cache/lastfailed", "{\"a::two\": true}", THEN);
    is(Outcome.FAIL, "1 of 2 failed");
    assertThat(finding().evidence().getFirst().text()).isEqualTo("a::two");
  }

  @Test
  void aReportTellsTestsFailuresAndErrors() throws Exception {
    write("reports/junit.xml", SUITE.formatted("<skipped/>"), THEN);
    is(Outcome.PASS, "0 of 1 failed");
    write("reports/junit.xml", SUITE.formatted("<failure message=\"no\">trace</failure>"), THEN);
    is(Outcome.FAIL, "1 of 2 failed");
    write("reports/junit.xml", SUITE.formatted("<error/><failure/>"), THEN);
    is(Outcome.FAIL, "1 of 2 failed");
    assertThat(finding().evidence().getFirst().text()).isEqualTo("tests.a::two");
  }

  @Test
  void theNewestRunCounts() throws Exception {
    write(".pytest_cache/v/cache/lastfailed", "{\"a::two\": true}", THEN);
    write("junit.xml", SUITE.formatted(""), THEN.plusSeconds(60));
    is(Outcome.PASS, "0 of 2 failed");
    write("junit.xml", "<testsuites><testcase", THEN.plusSeconds(60));
    is(Outcome.UNKNOWN, "the newest report cannot be read: it is cut off or no XML");
    write("junit.xml", SUITE.formatted(""), THEN.plusSeconds(60));
    write("build/out.xml", SUITE.formatted("<failure/>"), THEN.plusSeconds(90));
    is(Outcome.PASS, "0 of 2 failed");
    write("pyproject.toml", "addopts = \"--junitxml=build/out.xml\"", THEN);
    is(Outcome.FAIL, "1 of 2 failed");
  }

  @Test
  void aRunBeforeTheLastChangeSaysNothing() throws Exception {
    write("junit.xml", SUITE.formatted(""), THEN);
    write("tests/unit/test_a.py", "", THEN.plusSeconds(5));
    is(Outcome.UNKNOWN, "none failed, but tests/unit/test_a.py was changed after that run");
    write("tests/unit/test_a.py", "", THEN);
    write("node_modules/x/a.py", "", THEN.plusSeconds(5));
    is(Outcome.PASS, "0 of 2 failed");
    write("atoms/tools/deep/entity.py", "", THEN.plusSeconds(5));
    is(Outcome.UNKNOWN, "none failed, but atoms/tools/deep/entity.py was changed after that run");
  }

  @Test
  void anEmptyOrBrokenOrHostileReportIsNoPass() throws Exception {
    write("junit.xml", "<testsuites/>", THEN);
    is(Outcome.UNKNOWN, "in the last run no test ran");
    write("junit.xml", "<testsuite><testcase name='a'><skipped/></testcase></testsuite>", THEN);
    is(Outcome.UNKNOWN, "in the last run no test ran");
    for (String bad :
        List.of(
            "<testsuites><testcase",
            "<html/>",
            "",
            "<!DOCTYPE t [<!ENTITY e SYSTEM"
                + " \"file:///etc/passwd\">]><testsuites>&e;</testsuites>")) {
      write("junit.xml", bad, THEN);
      assertThat(finding().outcome()).as(bad).isEqualTo(Outcome.UNKNOWN);
    }
    write(".pytest_cache/v/cache/nodeids", "{", THEN);
    assertThat(finding().outcome()).isEqualTo(Outcome.UNKNOWN);
  }
}
