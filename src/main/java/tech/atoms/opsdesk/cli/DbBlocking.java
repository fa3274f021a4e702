package tech.atoms.opsdesk.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import tech.atoms.opsdesk.database.BlockingTree;
import tech.atoms.opsdesk.database.DatabaseActivity;
import tech.atoms.opsdesk.database.DatabaseSession;
import tech.atoms.opsdesk.database.MonitoredDatabase;
import tech.atoms.opsdesk.environment.Environment;

/** {@code opsdesk db blocking}: which sessions wait for which. */
@Command(
    name = "blocking",
    description = {
      "Shows which database sessions wait for which, as a tree.",
      "Exit code 3 where it is unreachable or the role may not see what they do."
    })
final class DbBlocking extends DatabaseCommand {

  @Override
  int read(Environment environment, MonitoredDatabase database) throws Exception {
    DatabaseActivity activity = database.activity();
    List<BlockingTree.Node> nodes = activity.blocking().nodes();
    boolean whole = nodes.stream().noneMatch(n -> n.session().hidden());
    if (format == Format.json) {
      Map<String, @Nullable Object> answer = answer(environment, activity.at(), whole);
      answer.put("blocked", activity.blocking().blocked());
      answer.put("blocking", nodes.stream().map(DbBlocking::row).toList());
      answer.put("next", null);
      json(answer);
    } else if (nodes.isEmpty()) {
      say("Nobody waits. " + activity.figures().inUse() + " sessions checked.");
    } else {
      nodes.forEach(n -> say(line(n)));
    }
    if (!whole) {
      note("No rights to see what other roles do: the role needs pg_monitor.");
    }
    return whole ? ExitCode.OK : ExitCode.UNDETERMINED;
  }

  private static Map<String, @Nullable Object> row(BlockingTree.Node node) {
    DatabaseSession session = node.session();
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("pid", session.pid());
    row.put("blockedBy", session.blockedBy());
    row.put("query", session.query());
    row.put("since", session.waitingSince());
    row.put("depth", node.depth());
    row.put("victims", node.victims());
    row.put("state", session.state());
    row.put("waitsFor", session.waitsFor());
    row.put("application", session.application());
    row.put("noRights", session.hidden());
    return row;
  }

  private static String line(BlockingTree.Node node) {
    DatabaseSession session = node.session();
    String indent = node.depth() == 0 ? "" : "  ".repeat(node.depth() - 1) + "└ ";
    String does =
        session.blocked()
            ? "waits for " + (session.waitsFor().isEmpty() ? "a lock" : session.waitsFor())
            : session.hidden() ? DbRows.NO_RIGHTS : session.state() + "";
    String blocks = node.victims() == 0 ? "" : ", blocks " + node.victims();
    return indent
        + session.pid()
        + "  "
        + does
        + blocks
        + "  "
        + DbRows.age(session.duration())
        + "  "
        + DbRows.query(session);
  }
}
