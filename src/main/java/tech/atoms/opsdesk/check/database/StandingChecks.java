package tech.atoms.opsdesk.check.database;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tech.atoms.opsdesk.check.Answer;
import tech.atoms.opsdesk.check.Check;
import tech.atoms.opsdesk.check.CheckSpec;
import tech.atoms.opsdesk.check.Evidence;
import tech.atoms.opsdesk.check.Fact;
import tech.atoms.opsdesk.check.Lane;
import tech.atoms.opsdesk.database.ConnectionFigures;
import tech.atoms.opsdesk.database.Extensions;
import tech.atoms.opsdesk.database.MonitoredDatabase;
import tech.atoms.opsdesk.database.Pooling;
import tech.atoms.opsdesk.database.Rights;
import tech.atoms.opsdesk.database.Rights.Role;
import tech.atoms.opsdesk.database.Schema;

/** The checks of a database's roles, pooler, extensions and connections. */
final class StandingChecks {
  private static final String SOURCE = "database catalogue";
  private static final Duration INTERVAL = Duration.ofMinutes(5);

  /** Connections of the specification, section 7.1: fewer than 20. */
  private static final int POOL = 20;

  /** Section 9.2 raises an alarm below this. */
  private static final int LEAST_LEFT = 2;

  /** Whom row-level security does not hold back where Supabase has set the server up. */
  private static final Set<String> USUAL =
      Set.of(
          "postgres",
          "service_role",
          "supabase_admin",
          "supabase_etl_admin",
          "supabase_read_only_user");

  private final Fact<Schema> schema;
  private final Fact<Rights> rights;
  private final Fact<Extensions> extensions;
  private final Fact<Pooling> pooling;
  private final Fact<ConnectionFigures> figures;

  /** Reads something of the database. */
  interface Reading<T> {
    T of(MonitoredDatabase database);
  }

  /**
   * The checks.
   *
   * @param database whom to ask
   * @param schema where it cannot be read, the rest is not even tried
   */
  StandingChecks(Fact<MonitoredDatabase> database, Fact<Schema> schema) {
    this.schema = schema;
    rights = fact("rights of the database's roles", database, MonitoredDatabase::rights);
    extensions = fact("extensions of the database", database, MonitoredDatabase::extensions);
    pooling = fact("pooling of the database", database, MonitoredDatabase::pooling);
    figures = fact("connections of the database", database, MonitoredDatabase::connectionFigures);
  }

  private <T> Fact<T> fact(String name, Fact<MonitoredDatabase> database, Reading<T> reading) {
    return Fact.of(name, Lane.DATABASE, facts -> reading.of(facts.get(database)), database, schema);
  }

  List<Check> all() {
    return List.of(
        Check.over(
            spec("pooler", "Pooler between the desk and the database")
                .expecting("none, or one of sessions")
                .by(
                    "process ids on two connections: a pooler of transactions mixes them",
                    "database")
                .build(),
            pooling,
            StandingChecks::pooler),
        Check.over(
            spec("connection-budget", "Connections that the server allows")
                .expecting("%d for the server's pool, %d left now".formatted(POOL, LEAST_LEFT))
                .by("max_connections less those reserved, and those in use", "database")
                .every(Duration.ofMinutes(1))
                .build(),
            figures,
            StandingChecks::budget),
        Check.of(
            spec("extensions", "Extensions")
                .expecting("uuid_generate_v4(), which the specification's tables call")
                .by("catalogue: extensions and functions against the defaults of ids", SOURCE)
                .build(),
            facts -> extensions(facts.get(extensions), facts.get(schema))),
        Check.over(
            spec("desk-role", "The desk's own role", "SEC-12")
                .expecting("reads, and can change nothing")
                .by("catalogue: its attributes, rights to tables, and roles it may become", SOURCE)
                .build(),
            rights,
            StandingChecks::deskRole),
        Check.over(
            spec("strong-roles", "Superusers and roles past row-level security", "SEC-12")
                .expecting("the server's first role and those that Supabase sets up")
                .by("catalogue: rolsuper and rolbypassrls of every role", SOURCE)
                .build(),
            rights,
            StandingChecks::strong),
        Check.over(
            spec("api-roles", "What anon and authenticated reach", "SEC-12")
                .expecting("nothing but what a policy gives them")
                .by(
                    "catalogue: rights to tables and views against row security and policies; the"
                        + " five tables' row security has its own check",
                    SOURCE)
                .build(),
            rights,
            StandingChecks::api),
        Check.over(
            spec("roles", "Roles of the database", "SEC-09", "SEC-12")
                .expecting("roles that a person knows, with no more than they need")
                .by("catalogue: attributes and memberships; a person judges them", SOURCE)
                .build(),
            rights,
            StandingChecks::roles));
  }

  private static CheckSpec.Builder spec(String id, String title, String... items) {
    return CheckSpec.of("database." + id, title, items).every(INTERVAL);
  }

  private static Answer pooler(Pooling seen) {
    Evidence evidence =
        new Evidence(
            "process ids",
            seen.looks().stream()
                .map(
                    one ->
                        "first %d, second %d, first again %d"
                            .formatted(one.first(), one.other(), one.again()))
                .collect(Collectors.joining("\n")));
    if (seen.shared()) {
      return Answer.fail("a pooler of transactions: two connections shared a process", evidence);
    }
    if (seen.port()) {
      return Answer.fail("port 6543, Supabase's pooler of transactions", evidence);
    }
    return seen.looks().isEmpty()
        ? Answer.unknown("the probe needs two connections; the profile's budget allows one")
        : Answer.pass(
            "none, or one of sessions: each connection kept its process in %d rounds"
                .formatted(seen.looks().size()),
            evidence);
  }

  private static Answer budget(ConnectionFigures figures) {
    String found =
        "%d of %d in use, %d left"
            .formatted(figures.inUse(), figures.usable(), figures.available());
    Evidence evidence =
        new Evidence(
            "connections",
            "max_connections %d\nreserved %d\nin use %d"
                .formatted(figures.max(), figures.reserved(), figures.inUse()));
    if (figures.usable() < POOL) {
      return Answer.fail(found + ": fewer than a pool of " + POOL + " needs", evidence);
    }
    return Answer.of(figures.available() >= LEAST_LEFT, found, evidence);
  }

  private static Answer extensions(Extensions found, Schema schema) {
    Evidence evidence =
        new Evidence(
            "extensions",
            found.installed().stream()
                .map(
                    one ->
                        one.name()
                            + " "
                            + one.version()
                            + (one.newest().isEmpty() || one.newest().equals(one.version())
                                ? ""
                                : ", the server has " + one.newest()))
                .collect(Collectors.joining("\n")));
    if (found.makesIds()) {
      boolean own = found.installed().stream().noneMatch(one -> one.name().equals("uuid-ossp"));
      return Answer.pass(
          own ? "uuid_generate_v4(), of no extension" : "uuid-ossp, with uuid_generate_v4()",
          evidence);
    }
    boolean called =
        ExpectedTable.ALL.stream()
            .flatMap(table -> schema.table(table.name()).stream())
            .flatMap(table -> table.column("id").stream())
            .anyMatch(id -> id.standard() == null || id.standard().contains("uuid_generate"));
    return called
        ? Answer.fail("no function uuid_generate_v4(): uuid-ossp is not installed", evidence)
        : Answer.pass("no uuid_generate_v4(), and no default of an id calls it", evidence);
  }

  private static Answer deskRole(Rights rights) {
    Role desk = rights.desk();
    List<String> wrong = new ArrayList<>();
    if (desk.superuser()) {
      wrong.add("it is a superuser");
    } else if (!rights.writes().isEmpty()) {
      wrong.add("it may change " + few(rights.writes()));
    }
    if (!desk.creates().isEmpty()) {
      wrong.add("it may make " + desk.creates());
    }
    if (!rights.becomes().isEmpty()) {
      wrong.add("it may become " + few(rights.becomes()));
    }
    Evidence evidence =
        new Evidence(
            desk.name(),
            (desk.bypassesRowSecurity() ? "row-level security does not hold it back" : "plain")
                + (rights.writes().isEmpty()
                    ? ""
                    : "\nmay change " + String.join(", ", rights.writes())));
    return wrong.isEmpty()
        ? Answer.pass(desk.name() + " reads only", evidence)
        : Answer.fail(desk.name() + ": " + String.join("; ", wrong), evidence);
  }

  private static Answer strong(Rights rights) {
    List<String> odd = new ArrayList<>();
    StringBuilder seen = new StringBuilder();
    for (Role role : rights.strong()) {
      String word = role.superuser() ? "superuser" : "bypassrls";
      seen.append(role.name()).append(": ").append(word).append('\n');
      boolean known =
          role.first()
              || role.name().equals(rights.desk().name())
              || (role.superuser()
                  ? role.name().equals("supabase_admin")
                  : USUAL.contains(role.name()));
      if (!known) {
        odd.add(role.name() + " (" + word + ")");
      }
    }
    Evidence evidence = new Evidence("roles", seen.toString().stripTrailing());
    return odd.isEmpty()
        ? Answer.pass(rights.strong().size() + " roles, all of them known", evidence)
        : Answer.fail("not expected: " + String.join(", ", odd), evidence);
  }

  private static Answer api(Rights rights) {
    if (rights.api().isEmpty()) {
      return Answer.notApplicable("there is no role anon or authenticated");
    }
    Set<String> named =
        ExpectedTable.ALL.stream()
            .map(ExpectedTable::name)
            .collect(Collectors.toCollection(TreeSet::new));
    List<String> wrong =
        rights.openings().stream()
            .filter(
                one ->
                    !(named.contains(one.relation()) && one.why().equals("no row-level security")))
            .map(
                one ->
                    "%s may %s %s (%s)"
                        .formatted(one.role(), one.commands(), one.relation(), one.why()))
            .toList();
    Evidence evidence =
        new Evidence(
            "past row-level security",
            Stream.concat(
                    wrong.stream(), rights.truncates().stream().map(one -> "TRUNCATE, " + one))
                .collect(Collectors.joining("\n")));
    return wrong.isEmpty()
        ? Answer.pass(
            rights.truncates().isEmpty()
                ? "nothing past the policies"
                : "nothing past the policies but TRUNCATE, which the API does not offer",
            evidence)
        : Answer.fail(few(wrong), evidence);
  }

  private static Answer roles(Rights rights) {
    return Answer.facts(
        rights.roles().size() + " roles", new Evidence("roles", String.join("\n", rights.roles())));
  }

  private static String few(List<String> many) {
    int shown = Math.min(3, many.size());
    String rest = many.size() > shown ? " and " + (many.size() - shown) + " more" : "";
    return String.join("; ", many.subList(0, shown)) + rest;
  }
}
