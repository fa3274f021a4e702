package tech.atoms.opsdesk.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.environment.Secret;
import tech.atoms.opsdesk.environment.SecretRef;
import tech.atoms.opsdesk.workflow.Engine;
import tech.atoms.opsdesk.workflow.Journal;
import tech.atoms.opsdesk.workflow.catalogue.Workflows;
import tech.atoms.opsdesk.workflow.variables.SetVariables;

/** {@code opsdesk env set}: sets variables that are missing. */
@Command(
    name = "set",
    description = {
      "Sets environment variables of production that are not set; what is set is left alone. A"
          + " value",
      "is named by reference and shown nowhere; '-' reads it from standard input, one line for"
          + " each",
      "variable, in order. Asks first. Exit code 1 where it was refused: see 'opsdesk runs'."
    })
final class EnvSet extends ChangingCommand {
  @Parameters(
      arity = "1..*",
      paramLabel = "NAME=REF",
      description = "E.g. LOG_LEVEL=env:LEVEL, WORKOS_API_KEY=keyring:workos, KEY=-.")
  List<String> wanted = List.of();

  @Override
  int work(Engine engine, Journal journal) throws Exception {
    Map<String, String> references = new LinkedHashMap<>();
    Map<String, Secret> given = new LinkedHashMap<>();
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String one : wanted) {
      int at = one.indexOf('=');
      String name = at < 0 ? "" : one.substring(0, at);
      String reference = one.substring(at + 1);
      if (reference.equals("-")) {
        given.put(name, line(in, name));
        references.put(name, SetVariables.GIVEN);
      } else {
        references.put(name, reference(name, reference));
      }
    }
    try (Workflows workflows = new Workflows(environment(), secrets(), null, clock)) {
      return plannedAndRun(engine, workflows.variables(given), SetVariables.target(references));
    }
  }

  /** Checked here, where what was typed is not told: it may be the value itself. */
  private static String reference(String name, String reference) {
    try {
      return SecretRef.parse(reference).toString();
    } catch (IllegalArgumentException e) {
      throw new WrongUse(
          new Problem(
              "The value is not named by reference",
              name.isEmpty() ? "NAME=REF" : name,
              String.valueOf(e.getMessage()),
              "Give NAME=env:…, NAME=file:…, NAME=keyring:… or NAME=-"));
    }
  }

  private static Secret line(BufferedReader in, String name) throws IOException {
    String line = in.readLine();
    if (line == null || line.isBlank()) {
      throw new WrongUse(
          new Problem(
              "There is no value",
              name,
              "standard input holds no line for it",
              "Write the value to standard input, or name it by reference"));
    }
    return new Secret(line.strip());
  }
}
