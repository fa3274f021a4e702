package tech.atoms.opsdesk.check.database;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.check.Answer;
import tech.atoms.opsdesk.check.Check;
import tech.atoms.opsdesk.check.CheckSpec;
import tech.atoms.opsdesk.check.Evidence;
import tech.atoms.opsdesk.check.Fact;
import tech.atoms.opsdesk.check.Lane;
import tech.atoms.opsdesk.check.Unanswerable;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.database.MonitoredDatabase;
import tech.atoms.opsdesk.database.Schema;

/** The checks of the monitored database. Its tables are read from the catalogue, in one look. */
public final class DatabaseChecks {
  private static final String SOURCE = "database catalogue";
  private static final Duration INTERVAL = Duration.ofSeconds(30);

  private static final List<Wanted> INDEXES =
      List.of(
          new Wanted("DB-06", "atoms_sessions", "user_id"),
          new Wanted("DB-07", "atoms_sessions", "token_hash"),
          new Wanted("DB-08", "atoms_sessions", "expires_at"),
          new Wanted("DB-09", "atoms_entities", "workspace_id"),
          new Wanted("DB-10", "atoms_entities", "type"),
          new Wanted("DB-11", "atoms_relationships", "source_id"),
          new Wanted("DB-12", "atoms_relationships", "target_id"));

  private final Fact<MonitoredDatabase> opened;
  private final Fact<Schema> schema;

  private record Wanted(String item, String table, String column) {
    String id() {
      String name = table.substring("atoms_".length()) + "-" + column;
      return "database.index." + name.replace('_', '-');
    }

    String on() {
      return table + "(" + column + ")";
    }
  }

  /**
   * The checks of a database.
   *
   * @param database whom to ask; null where the profile names none: all are unknown then
   */
  public DatabaseChecks(@Nullable MonitoredDatabase database) {
    opened =
        Fact.of(
            "database",
            Lane.NONE,
            facts -> {
              if (database == null) {
                throw new Unanswerable(
                    new Problem(
                        "The database cannot be asked",
                        "environment's database",
                        "the profile names none",
                        "Add a database to the environment in the profile"),
                    null);
              }
              return database;
            });
    schema =
        Fact.of(
            "catalogue of the database",
            Lane.DATABASE,
            facts -> facts.get(opened).schema(),
            opened);
  }

  /** All of them. */
  public List<Check> all() {
    List<Check> checks = new ArrayList<>();
    for (ExpectedTable table : ExpectedTable.ALL) {
      checks.add(
          Check.over(
              CheckSpec.of(
                      "database.table." + table.name().replace('_', '-'),
                      "Table " + table.name(),
                      table.item())
                  .expecting("columns, types, defaults and keys of the specification")
                  .by("catalogue: columns, types, null, defaults, validated keys", SOURCE)
                  .every(INTERVAL)
                  .build(),
              schema,
              found -> TableJudge.judge(table, found)));
    }
    for (Wanted wanted : INDEXES) {
      checks.add(
          Check.over(
              CheckSpec.of(wanted.id(), "Index on " + wanted.on(), wanted.item())
                  .expecting("a valid index that begins with this column")
                  .by("catalogue: by table and columns, valid and ready, not by name", SOURCE)
                  .every(INTERVAL)
                  .build(),
              schema,
              found -> index(wanted, found)));
    }
    checks.add(
        Check.over(
            CheckSpec.of("database.row-security", "Row-level security on the five tables", "SEC-10")
                .expecting("on for every table, with a policy each, and nothing for anon to read")
                .by(
                    "catalogue: row security, has_table_privilege and policies of anon, each of"
                        + " which must ask who reads; it is not acted as, which the desk's own role"
                        + " may not",
                    SOURCE)
                .every(INTERVAL)
                .build(),
            schema,
            DatabaseChecks::rowSecurity));
    checks.add(
        Check.over(
            CheckSpec.of(
                    "database.audit-trail", "Where the database keeps an audit trail", "SEC-24")
                .expecting("a person has seen recent rows of it")
                .by("catalogue: tables with audit in their names, pgaudit, supa_audit", SOURCE)
                .every(INTERVAL)
                .build(),
            schema,
            DatabaseChecks::auditTrail));
    checks.add(
        Check.over(
            CheckSpec.of("database.foreign-keys-indexed", "Foreign keys with an index")
                .expecting("each foreign key begins an index")
                .by("catalogue: foreign keys against indexes", SOURCE)
                .every(INTERVAL)
                .build(),
            schema,
            DatabaseChecks::foreignKeys));
    checks.addAll(new StandingChecks(opened, schema).all());
    return List.copyOf(checks);
  }

  private static Answer index(Wanted wanted, Schema schema) {
    Schema.Table table = schema.table(wanted.table()).orElse(null);
    if (table == null) {
      return Answer.fail("no table public." + wanted.table());
    }
    List<Schema.Index> fitting =
        table.indexes().stream().filter(index -> index.finds(wanted.column())).toList();
    Evidence evidence = new Evidence("indexes of " + wanted.table(), described(table));
    for (Schema.Index index : fitting) {
      if (index.usable()) {
        return Answer.pass(index.name(), evidence);
      }
    }
    return Answer.fail(
        fitting.isEmpty()
            ? "no index begins with " + wanted.column()
            : fitting.getFirst().name() + " is not valid: it failed to build",
        evidence);
  }

  private static Answer auditTrail(Schema found) {
    List<String> places = new ArrayList<>();
    found.tables().stream()
        .map(Schema.Table::name)
        .filter(name -> name.contains("audit"))
        .forEach(name -> places.add("table " + name));
    found.extensions().stream()
        .filter(name -> name.contains("audit"))
        .forEach(name -> places.add("extension " + name));
    return Answer.facts(
        places.isEmpty()
            ? "none in schema public, and no extension for it; the desk's own is its Audit log"
            : String.join(", ", places),
        new Evidence("extensions", String.join(", ", found.extensions())));
  }

  private static Answer rowSecurity(Schema schema) {
    List<String> wrong = new ArrayList<>();
    StringBuilder seen = new StringBuilder();
    for (ExpectedTable expected : ExpectedTable.ALL) {
      Schema.Table table = schema.table(expected.name()).orElse(null);
      if (table == null) {
        wrong.add("no table " + expected.name());
        continue;
      }
      seen.append(table.name())
          .append(table.rowSecurity() ? ": on, " : ": off, ")
          .append(table.policies().isEmpty() ? "no policy" : String.join(", ", table.policies()))
          .append(table.anonRights().isEmpty() ? "" : "; anon: " + table.anonRights())
          .append('\n');
      if (!table.rowSecurity()) {
        wrong.add(
            table.name()
                + " off"
                + (table.anonRights().isEmpty() ? "" : ", and anon may " + table.anonRights()));
      } else if (table.policies().isEmpty()) {
        wrong.add(table.name() + " without a policy");
      } else if (!table.anonReads().isEmpty()) {
        wrong.add(
            table.name()
                + ": anon may read rows by "
                + String.join(", ", table.anonReads())
                + ", which does not ask who reads");
      }
    }
    Evidence evidence = new Evidence("row-level security", seen.toString().stripTrailing());
    return wrong.isEmpty()
        ? Answer.pass("on for 5 of 5 tables", evidence)
        : Answer.fail(String.join("; ", wrong), evidence);
  }

  /** The specification's own schema has one without: owner_id of atoms_workspaces. */
  private static Answer foreignKeys(Schema schema) {
    List<String> bare = new ArrayList<>();
    int keys = 0;
    for (Schema.Table table : schema.tables()) {
      for (Schema.Key key : table.keys()) {
        if (key.kind() == Schema.Key.Kind.FOREIGN) {
          keys++;
          String first = key.columns().getFirst();
          if (table.indexes().stream().noneMatch(i -> i.usable() && i.finds(first))) {
            bare.add(table.name() + "(" + String.join(", ", key.columns()) + ")");
          }
        }
      }
    }
    return bare.isEmpty()
        ? Answer.pass(keys + " of " + keys)
        : Answer.fail("without an index: " + String.join(", ", bare));
  }

  private static String described(Schema.Table table) {
    return table.indexes().stream()
        .map(
            index ->
                index.name()
                    + " ("
                    + String.join(", ", index.columns())
                    + ")"
                    + (index.usable() ? "" : " NOT VALID")
                    + (index.partial() ? " partial" : ""))
        .collect(Collectors.joining("\n"));
  }
}
