package tech.atoms.opsdesk.cli;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.workflow.Engine;
import tech.atoms.opsdesk.workflow.Journal;
import tech.atoms.opsdesk.workflow.restore.Elsewhere;
import tech.atoms.opsdesk.workflow.restore.Restore;
import tech.atoms.opsdesk.workflow.restore.RestoreInto;
import tech.atoms.opsdesk.workflow.restore.Wanted;

/** {@code opsdesk backup restore}: replaces the live rows by those of a backup. */
@Command(
    name = "restore",
    description = {
      "Replaces the rows of the live database by those of a verified backup, in one transaction or",
      "not at all. What is there is backed up and proven first. Tells the plan and asks first;"
          + " with",
      "the typed confirmation where the profile wants one. Exit code 1 where it was refused or has",
      "failed: see 'opsdesk runs'."
    })
final class BackupRestore extends ChangingCommand {
  @Parameters(
      arity = "0..1",
      paramLabel = "ID",
      description = "The backup, as 'opsdesk backup list' names it.")
  String id = "";

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = {
        "Instead of a backup: a dump of pg_dump (custom, directory, tar, SQL) that this desk has"
            + " not",
        "made. Without a manifest it counts as unproven. Needs --into."
      })
  @Nullable Path file;

  @Option(
      names = "--into",
      paramLabel = "URL",
      description =
          "Another database, which is empty or is made, e.g. postgresql://host:5432/restored; the"
              + " live one is not touched.")
  @Nullable String into;

  @Option(
      names = "--into-user",
      paramLabel = "ROLE",
      description = "A role that may make schemas there (default: postgres).")
  @Nullable String intoUser;

  @Option(
      names = "--into-password",
      paramLabel = "REF",
      description = "Where its password is: env:NAME, file:PATH or keyring:NAME.")
  @Nullable String intoPassword;

  @Option(
      names = "--table",
      paramLabel = "NAME",
      split = ",",
      description =
          "A table with its schema, e.g. public.users; may be given again (default: all).")
  List<String> tables = List.of();

  @Override
  int work(Engine engine, Journal journal) throws Exception {
    if (into == null && (intoUser != null || intoPassword != null)) {
      throw unclear(
          "--into-user and --into-password are of a database that --into names, and there is none",
          "Add --into; or leave them out, and the live rows are replaced");
    }
    if (into == null && file == null && !id.isEmpty()) {
      return inPlace(engine);
    }
    if (into != null && !tables.isEmpty()) {
      throw unclear(
          "--table is for the live database; into another one all of it goes", "Leave --table out");
    }
    if (into == null || id.isEmpty() == (file == null)) {
      throw unclear(
          into == null
              ? "no backup is named, or a file without a database to restore it into"
              : "either a backup or --file goes into another database, not both",
          "Name a backup; or a backup or --file, and --into");
    }
    Elsewhere where =
        new Elsewhere(
            file == null ? id : file.toAbsolutePath().normalize().toString(),
            file != null,
            into,
            intoUser == null ? "postgres" : intoUser,
            intoPassword == null ? "" : intoPassword);
    return plannedAndRun(engine, RestoreInto.ID, where.word());
  }

  private static WrongUse unclear(String why, String next) {
    return new WrongUse(
        new Problem("It is not clear what to restore where", "backup restore", why, next));
  }

  private int inPlace(Engine engine) throws Exception {
    return plannedAndRun(engine, Restore.ID, new Wanted(id, new HashSet<>(tables)).word());
  }
}
