package tech.atoms.opsdesk.cli;

import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tech.atoms.opsdesk.workflow.Engine;
import tech.atoms.opsdesk.workflow.Journal;
import tech.atoms.opsdesk.workflow.sessions.EndSessions;

/** {@code opsdesk sessions revoke}: ends sessions that people have. */
@Command(
    name = "revoke",
    description = {
      "Revokes application sessions: those of some ids, or all of a user. Exactly as many as the",
      "plan has counted, or none. Needs database.write in the profile. Asks first.",
      "Exit code 1 where it was refused: see 'opsdesk runs'."
    })
final class SessionsRevoke extends ChangingCommand {
  @ArgGroup(multiplicity = "1")
  Which which = new Which();

  /** One of these. */
  static final class Which {
    @Parameters(paramLabel = "ID", description = "Sessions, as 'opsdesk sessions list' tells them.")
    @Nullable List<UUID> ids;

    @Option(names = "--user", paramLabel = "ADDRESS", description = "All sessions of this user.")
    @Nullable String user;
  }

  @Override
  int work(Engine engine, Journal journal) throws Exception {
    List<UUID> ids = which.ids;
    String target =
        ids == null
            ? "user:" + which.user
            : "ids:" + ids.stream().map(UUID::toString).collect(Collectors.joining(","));
    return plannedAndRun(engine, EndSessions.Kind.REVOKE.id(), target);
  }
}
