package tech.atoms.opsdesk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.environment.Secret;

class OpsdeskTest {
  private static final String CANARY = "canary-8b1e55a0";

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void helpGoesToStandardOutput() {
    assertThat(run("--help")).isEqualTo(ExitCode.OK);

    assertThat(out.toString()).startsWith("Usage: opsdesk").contains("probe", "Exit codes");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void theVersionIsTheOneOfTheBuild() {
    assertThat(run("--version")).isEqualTo(ExitCode.OK);

    assertThat(out.toString().trim()).matches("opsdesk \\d+\\.\\d+\\.\\d+.*");
  }

  @Test
  void wrongUseIsToldInTwoLinesWithExitCode2() {
    assertThat(run("probe", "--formt", "json")).isEqualTo(ExitCode.USAGE);
    assertThat(run("nonsense")).isEqualTo(ExitCode.USAGE);
    assertThat(run("probe", "--format", "xml")).isEqualTo(ExitCode.USAGE);

    assertThat(err.toString())
        .contains("--formt", "Try 'opsdesk probe --help'.", "nonsense", "xml");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void aNumberIsCalledANumber() {
    assertThat(run("probe", "--share", "abc")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("'abc' is not a number");
    assertThat(run("probe", "--count", "1.5")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("'1.5' is not a whole number");
  }

  @Test
  void everyCommandHasHelp() {
    for (CommandLine command : Commands.all(Opsdesk.commandLine(List.of()))) {
      assertThat(command.getCommandSpec().findOption("--help"))
          .as(command.getCommandSpec().qualifiedName())
          .isNotNull();
    }
  }

  @Test
  void anUnforeseenExceptionIsOneMaskedLineWithExitCode1() {
    new Secret(CANARY);

    assertThat(run("probe", "--fail", "unforeseen")).isEqualTo(ExitCode.FALLS_SHORT);

    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString()).contains("opsdesk probe", "boom ****").doesNotContain(CANARY);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void anUnforeseenExceptionInJsonIsAnErrorObject() {
    new Secret(CANARY);

    assertThat(run("probe", "--fail", "unforeseen", "--format", "json"))
        .isEqualTo(ExitCode.FALLS_SHORT);

    assertThat(out.toString()).contains("\"error\"", "\"what\"", "boom\\n****");
    assertThat(out + err.toString()).doesNotContain(CANARY);
  }

  @Test
  void aProblemIsToldInFullAndMasked() {
    new Secret(CANARY);

    assertThat(run("probe", "--fail", "problem")).isEqualTo(ExitCode.USAGE);

    assertThat(err.toString())
        .isEqualToNormalizingNewlines(
            """
            No answer.
              where: http://localhost
              why:   refused with ****
              next:  start it
            """);
  }

  @Test
  void whatIsPrintedIsMasked() {
    new Secret(CANARY);

    assertThat(run("probe")).isEqualTo(ExitCode.OK);
    assertThat(run("probe", "--format", "json")).isEqualTo(ExitCode.OK);

    assertThat(out.toString()).contains("text **** 0.0 0", "\"value\" : \"****\"");
    assertThat(err.toString()).contains("note ****");
    assertThat(out + err.toString()).doesNotContain(CANARY);
  }

  private int run(String... args) {
    return Opsdesk.commandLine(List.of(new Probe()))
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(args);
  }

  @Command(name = "probe")
  private static final class Probe extends DeskCommand {
    @Option(names = "--fail")
    String fail = "";

    @Option(names = "--share")
    double share;

    @Option(names = "--count")
    int count;

    @Override
    protected int execute() throws Exception {
      switch (fail) {
        case "unforeseen" -> throw new IllegalStateException("boom\n" + CANARY);
        case "problem" ->
            throw new ProblemException(
                new Problem("No answer", "http://localhost", "refused with " + CANARY, "start it"));
        default -> {
          note("note " + CANARY);
          if (format == Format.json) {
            json(java.util.Map.of("value", CANARY));
          } else {
            say("text " + CANARY + " " + share + " " + count);
          }
        }
      }
      return ExitCode.OK;
    }
  }
}
