package tech.atoms.opsdesk.cli;

import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;
import tech.atoms.opsdesk.common.Masking;
import tech.atoms.opsdesk.common.Problem;

/** What is said when a command cannot be understood, or ends in an exception nobody foresaw. */
final class Failures {
  private static final Logger log = LoggerFactory.getLogger(Failures.class);

  private Failures() {}

  /** Wrong use: what was wrong, what may have been meant, where the help is. */
  static final class Usage implements IParameterExceptionHandler {
    @Override
    public int handleParseException(ParameterException wrong, String[] args) {
      CommandLine command = wrong.getCommandLine();
      PrintWriter err = command.getErr();
      err.println(Masking.mask("opsdesk: " + words(wrong.getMessage())));
      UnmatchedArgumentException.printSuggestions(wrong, err);
      err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
      return ExitCode.USAGE;
    }

    /** Numbers are called so, not by the names that the program has for them. */
    private static String words(@Nullable String message) {
      return String.valueOf(message)
          .replaceAll("is not an? (double|float)$", "is not a number")
          .replaceAll("is not an? (int|long|integer)$", "is not a whole number");
    }
  }

  /** A fault of the desk: one line for the person, the stack trace for the log file. */
  static final class Unexpected implements IExecutionExceptionHandler {
    @Override
    public int handleExecutionException(Exception error, CommandLine command, ParseResult parsed)
        throws Exception {
      String name = command.getCommandSpec().qualifiedName();
      log.info("Unexpected error in {}", name, error);
      Problem problem =
          new Problem(
              "Unexpected error",
              name,
              String.valueOf(error),
              "see the newest file in the data directory's logs folder");
      if (command.getCommand() instanceof DeskCommand desk && desk.format == Format.json) {
        desk.fail(problem, ExitCode.FALLS_SHORT);
      } else {
        command
            .getErr()
            .println(
                Masking.mask("opsdesk: " + problem.line() + " Next: " + problem.next() + ".")
                    .replaceAll("\\R", " "));
      }
      return ExitCode.FALLS_SHORT;
    }
  }
}
