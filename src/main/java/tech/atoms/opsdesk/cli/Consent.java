package tech.atoms.opsdesk.cli;

import java.io.Console;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tech.atoms.opsdesk.common.Problem;

/** Asks a person before something is changed: mixed into commands that change something. */
final class Consent {
  @Option(names = "--yes", description = "Do it without asking; needed where nobody can be asked.")
  boolean yes;

  @Option(names = "--dry-run", description = "Tell what would be done, and stop.")
  boolean dryRun;

  /**
   * Tells the plan and asks.
   *
   * @param command speaks
   * @param plan what will be done, one line each
   * @return whether to go on; false where it was a dry run, or the person declined
   * @throws WrongUse where nobody can be asked
   */
  boolean given(DeskCommand command, List<String> plan) {
    plan.forEach(command::note);
    if (dryRun) {
      return false;
    }
    if (yes) {
      return true;
    }
    Console console = terminal();
    if (console == null) {
      throw new WrongUse(
          new Problem(
              "Nobody can be asked",
              "standard input",
              "it is no terminal, and --yes is not given",
              "Give --yes to do it without asking"));
    }
    String answer = console.readLine("Do it? [y/N] ");
    return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
  }

  /** Lets the person type a confirmation; null where nobody can be asked. */
  @Nullable String typed(String wanted) {
    Console console = terminal();
    return console == null ? null : console.readLine("Type \"%s\" to confirm: ", wanted);
  }

  @SuppressWarnings("SystemConsoleNull") // the JDK's documentation still allows null
  private static @Nullable Console terminal() {
    Console console = System.console();
    return console != null && console.isTerminal() ? console : null;
  }
}
