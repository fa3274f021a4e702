package tech.atoms.opsdesk.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tech.atoms.opsdesk.backup.place.Fetching;
import tech.atoms.opsdesk.backup.place.Place;
import tech.atoms.opsdesk.backup.place.Places;
import tech.atoms.opsdesk.backup.store.Catalogue;
import tech.atoms.opsdesk.backup.store.Stored;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.environment.BackupCopy;

/** {@code opsdesk backup fetch}: brings a backup back from one of its copies. */
@Command(
    name = "fetch",
    description = {
      "Fetches a backup from one of its copies to where backups are kept, and compares every file"
          + " with",
      "its manifest. Then it can be verified and restored as any other. Changes no database.",
      "Exit code 1 where no place has it whole."
    })
final class BackupFetch extends EnvironmentCommand {
  @Parameters(
      paramLabel = "ID",
      description = "The backup, as 'opsdesk backup list --from PLACE' names it.")
  String id = "";

  @Option(
      names = "--from",
      paramLabel = "PLACE",
      description = "The place, as backup.copies names it (default: the first that has it whole).")
  @Nullable String from;

  private final InstantSource clock = InstantSource.system();
  private String said = "";

  @Override
  protected int execute() throws Exception {
    Catalogue catalogue = new Catalogue(environment(), secrets());
    List<BackupCopy> all = catalogue.settings().copies();
    String wanted = from;
    if (wanted != null) {
      BackupCopy named = Places.named(all, wanted);
      try {
        return told(fetched(catalogue, named), wanted);
      } catch (ProblemException e) {
        return fail(e.problem(), ExitCode.FALLS_SHORT);
      }
    }
    List<String> whys = new ArrayList<>();
    for (BackupCopy one : all) {
      try {
        return told(fetched(catalogue, one), one.name());
      } catch (ProblemException e) {
        note(e.problem().line());
        whys.add(one.name() + ": " + e.problem().why());
      }
    }
    return fail(
        new Problem(
            "The backup was not fetched",
            id,
            whys.isEmpty() ? "the profile names no copies" : String.join("; ", whys),
            whys.isEmpty()
                ? "Add backup.copies to the profile"
                : "See 'opsdesk backup list --from PLACE'"),
        whys.isEmpty() ? ExitCode.USAGE : ExitCode.FALLS_SHORT);
  }

  private Stored fetched(Catalogue catalogue, BackupCopy settings) {
    try (Place place = Places.of(settings, secrets())) {
      return new Fetching(catalogue, clock).fetch(id, place, this::progress);
    }
  }

  /** A file once: it may be of thousands of pieces. */
  private void progress(String words) {
    String file = words.substring(0, words.lastIndexOf(','));
    if (!file.equals(said)) {
      said = file;
      note("Fetching from " + file);
    }
  }

  private int told(Stored backup, String place) throws JsonProcessingException {
    if (wantsJson()) {
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("environment", environment().name());
      answer.put("at", clock.instant());
      answer.put("outcome", "done");
      answer.put("id", backup.id());
      answer.put("from", place);
      answer.put("path", backup.directory().toString());
      answer.put("state", backup.state().word());
      json(answer);
    } else {
      say(backup.id() + " is here, " + backup.state().word() + ": " + backup.directory());
      say("Next: opsdesk backup verify " + backup.id());
    }
    return ExitCode.OK;
  }
}
