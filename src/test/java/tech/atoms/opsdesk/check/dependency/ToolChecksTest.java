package tech.atoms.opsdesk.check.dependency;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tech.atoms.opsdesk.check.CheckRun;
import tech.atoms.opsdesk.check.Finding;
import tech.atoms.opsdesk.check.Outcome;
import tech.atoms.opsdesk.common.Programs;

@DisabledOnOs(OS.WINDOWS)
class ToolChecksTest {
  @TempDir Path directory;

  @BeforeEach
  void everyTool() throws IOException {
    for (String name : new String[] {"psql", "redis-cli", "curl", "jq", "vercel"}) {
      program(name, name + " 8.1");
    }
    program("python3", "Python 3.12.4");
  }

  private void program(String name, String says) throws IOException {
    Path file = Files.writeString(directory.resolve(name), "#!/bin/sh\necho '" + says + "'\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  private Map<String, Outcome> run(String system, boolean sandbox) throws InterruptedException {
    ToolChecks checks = new ToolChecks(new Programs(directory.toString()), system, sandbox);
    Map<String, Outcome> outcomes = new TreeMap<>();
    for (Finding finding : new CheckRun(InstantSource.system()).run(checks.all(), one -> {})) {
      outcomes.put(finding.items().getFirst(), finding.outcome());
    }
    return outcomes;
  }

  @Test
  void everyToolThereIsAPassOnItsPlatformAndNotApplicableOnAnother() throws Exception {
    assertThat(run("Linux", false))
        .hasToString(
            "{DPL-01=PASS, SYS-02=PASS, SYS-03=NOT_APPLICABLE, SYS-04=NOT_APPLICABLE,"
                + " SYS-05=NOT_APPLICABLE, SYS-06=NOT_APPLICABLE}");
    assertThat(run("Mac OS X", false))
        .hasToString(
            "{DPL-01=PASS, SYS-02=NOT_APPLICABLE, SYS-03=PASS, SYS-04=PASS, SYS-05=PASS,"
                + " SYS-06=PASS}");
    assertThat(run("Linux", true).values()).containsOnly(Outcome.NOT_APPLICABLE);
  }

  /** Section 5.3 compares versions as texts: "3.9" passes there. */
  @Test
  void python39IsTooOldThoughNineIsMoreThanOne() throws Exception {
    program("python3", "Python 3.9.18");
    assertThat(run("Linux", false)).containsEntry("SYS-02", Outcome.FAIL);
  }
}
