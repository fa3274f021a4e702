package tech.atoms.opsdesk.cli;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tech.atoms.opsdesk.common.MaskedJson;
import tech.atoms.opsdesk.common.Masking;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;

/**
 * What every command shares: {@code --format}, output that is masked, problems in words with their
 * exit code. A {@link ProblemException} that leaves {@link #execute} is printed as an error.
 */
public abstract class DeskCommand implements Callable<Integer> {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
  CommandSpec spec;

  @Option(
      names = "--format",
      defaultValue = "text",
      description = "text or json (default: ${DEFAULT-VALUE})")
  Format format = Format.text;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  /** Does the work and returns an {@link ExitCode}. */
  protected abstract int execute() throws Exception;

  @Override
  public final Integer call() throws Exception {
    try {
      return execute();
    } catch (WrongUse e) {
      return fail(e.problem(), ExitCode.USAGE);
    } catch (ProblemException e) {
      return fail(e.problem(), exitCodeOf(e));
    }
  }

  /**
   * The exit code of a problem that ended the command; {@link ExitCode#USAGE} unless a command
   * knows better.
   */
  protected int exitCodeOf(ProblemException problem) {
    return ExitCode.USAGE;
  }

  /** Prints a line for people on standard output. */
  protected final void say(String line) {
    out().println(Masking.mask(line));
  }

  /** Prints progress or a remark on standard error. */
  protected final void note(String line) {
    spec.commandLine().getErr().println(Masking.mask(line));
  }

  /** Prints the one JSON object of the answer. */
  protected final void json(Map<String, ?> answer)
      throws com.fasterxml.jackson.core.JsonProcessingException {
    out().println(jsonText(answer));
  }

  /** One JSON object as a text, masked. */
  protected final String jsonText(Map<String, ?> answer)
      throws com.fasterxml.jackson.core.JsonProcessingException {
    return JSON.writeValueAsString(MaskedJson.of(JSON.valueToTree(answer)));
  }

  /** Whether the answer is to be one JSON object. */
  protected final boolean wantsJson() {
    return format == Format.json;
  }

  /** Prints a problem, in the chosen format, and returns the exit code. */
  protected final int fail(Problem problem, int exitCode)
      throws com.fasterxml.jackson.core.JsonProcessingException {
    if (format == Format.json) {
      json(Map.of("error", problem));
    } else {
      note(problem.what() + ".");
      note("  where: " + problem.where());
      note("  why:   " + problem.why());
      note("  next:  " + problem.next());
    }
    return exitCode;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
