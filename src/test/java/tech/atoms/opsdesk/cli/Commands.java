package tech.atoms.opsdesk.cli;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import picocli.CommandLine;

/** Walks the tree of commands. */
final class Commands {
  private Commands() {}

  /** The command and everything below it, parents first, hidden ones left out. */
  static List<CommandLine> all(CommandLine root) {
    List<CommandLine> found = new ArrayList<>();
    if (!root.getCommandSpec().usageMessage().hidden()) {
      found.add(root);
      new LinkedHashSet<>(root.getSubcommands().values())
          .forEach(child -> found.addAll(all(child)));
    }
    return found;
  }
}
