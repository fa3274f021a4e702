package tech.atoms.opsdesk.cli;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tech.atoms.opsdesk.checklist.report.DossierCheck;

/** {@code opsdesk checklist verify}: is a release dossier whole; needs neither profile nor net. */
@Command(
    name = "verify",
    description = {
      "Checks a release dossier offline: signature, every file, the audit rows, the sign-offs.",
      "Exit code 0 whole, 1 something was changed, 2 it is no dossier."
    })
final class ChecklistVerify extends DeskCommand {
  private final InstantSource clock = InstantSource.system();

  @Parameters(paramLabel = "FILE", description = "The dossier.")
  @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
  Path file;

  @Option(
      names = "--fingerprint",
      paramLabel = "HEX",
      description = "The key that must have signed it, as 'checklist report --dossier' told it.")
  String fingerprint = "";

  @Override
  protected int execute() throws Exception {
    DossierCheck check = DossierCheck.of(file);
    List<String> wrong = new ArrayList<>(check.wrong());
    if (!fingerprint.isEmpty() && !fingerprint.strip().equalsIgnoreCase(check.fingerprint())) {
      wrong.add("it was signed with another key than the one that was asked for");
    }
    if (wantsJson()) {
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("environment", check.environment());
      answer.put("at", clock.instant());
      answer.put("outcome", wrong.isEmpty() ? "pass" : "fail");
      answer.put("deployment", check.deployment());
      answer.put("verdict", check.verdict());
      answer.put("files", check.files());
      answer.put("fingerprint", check.fingerprint());
      answer.put("wrong", wrong);
      json(answer);
    } else {
      wrong.forEach(line -> say("wrong: " + line));
      say(
          (wrong.isEmpty() ? "Whole: " : "Not whole: ")
              + check.environment()
              + ", deployment "
              + (check.deployment().isEmpty() ? "not known" : check.deployment())
              + ", "
              + check.verdict()
              + ", "
              + check.files()
              + " files");
      say("Key " + (check.fingerprint().isEmpty() ? "none" : check.fingerprint()));
      if (fingerprint.isEmpty()) {
        note(
            "Who forges a whole dossier signs it with another key: compare, or give --fingerprint");
      }
    }
    return wrong.isEmpty() ? ExitCode.OK : ExitCode.FALLS_SHORT;
  }
}
