package tech.atoms.opsdesk.backup.store;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tech.atoms.opsdesk.backup.Content;
import tech.atoms.opsdesk.backup.Enclosed;
import tech.atoms.opsdesk.backup.Manifest;

/** What lies beside an archive for whoever restores it without the desk. */
public final class ByHand {
  static final String GUIDE = "RESTORE.md";
  static final String PREREQUISITES = "prerequisites.sql";

  private ByHand() {}

  /**
   * The statements that make what the dump uses and does not hold, each on its own: roles without
   * the right to sign in, extensions, functions of other schemas. What is there already is left.
   */
  public static List<String> statements(Manifest.Needs needs) {
    List<String> all = new ArrayList<>();
    for (String role : needs.roles()) {
      all.add(
          "do $$ begin create role %s nologin; exception when duplicate_object then null; end $$"
              .formatted(quoted(role)));
    }
    for (Manifest.Extension extension : needs.extensions()) {
      all.add("create schema if not exists " + quoted(extension.schema()));
      all.add(
          "create extension if not exists %s with schema %s"
              .formatted(quoted(extension.name()), quoted(extension.schema())));
    }
    if (!needs.functions().isEmpty()) {
      all.add("set check_function_bodies = off");
      all.addAll(needs.functions());
    }
    return List.copyOf(all);
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  static String prerequisites(Manifest manifest) {
    return statements(manifest.needs()).stream().collect(Collectors.joining(";\n", "", ";\n"));
  }

  static String guide(Manifest manifest) {
    Manifest.Archive archive = manifest.archive();
    String tables =
        manifest.content().tables().stream().map(ByHand::line).collect(Collectors.joining("\n"));
    return """
    # Backup %s

    PostgreSQL %s, database %s of %s, schemas %s, as it was at %s.
    `%s` is a dump in pg_dump's custom format, encrypted by age (https://age-encryption.org) for:

    %s

    ## To restore it without the desk

    You need `age`, the client programs of PostgreSQL %d, and the secret key of one of these recipients in a file, here `key.txt`.

        sha256sum %s     # must be %s
        age --decrypt --identity key.txt --output dump.pgdump %s
        sha256sum dump.pgdump     # must be %s
        createdb restored
        psql --dbname=restored --file=%s
        psql --dbname=restored --command='drop schema if exists %s'     # only where it is empty
        pg_restore --exit-on-error --single-transaction --dbname=restored dump.pgdump

    An extension that the new server does not have fails while `prerequisites.sql` runs, and matters only where a table uses it.

    ## What must be in it then

    %s

    ## What else is here
    %s
    """
        .formatted(
            manifest.id(),
            manifest.server().version(),
            manifest.server().database(),
            manifest.environment(),
            String.join(", ", manifest.schemas()),
            manifest.at(),
            archive.file(),
            archive.recipients().stream()
                .map(one -> "    " + one)
                .collect(Collectors.joining("\n")),
            manifest.server().major(),
            archive.file(),
            archive.sha256(),
            archive.file(),
            archive.plainSha256(),
            PREREQUISITES,
            String.join(", ", manifest.schemas()),
            tables,
            enclosed(manifest));
  }

  private static String enclosed(Manifest manifest) {
    StringBuilder text = new StringBuilder();
    for (Enclosed one : manifest.enclosed()) {
      text.append("\n- ").append(one.what()).append(": ").append(one.words());
      if (one.isThere()) {
        String plain = one.file().replaceAll("\\.age$", "");
        text.append("\n\n      age --decrypt --identity key.txt --output ")
            .append(plain)
            .append(' ')
            .append(one.file());
        if (plain.endsWith(".pgdump")) {
          text.append(
                  "\n"
                      + "      pg_restore --no-owner --exit-on-error --single-transaction"
                      + " --dbname=empty ")
              .append(plain);
        }
      }
    }
    return text.isEmpty() ? "\nNothing." : text.toString();
  }

  private static String line(Content.Table table) {
    return "- %s: %d rows".formatted(table.name(), table.rows());
  }
}
