package tech.atoms.opsdesk.check.catalogue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.check.catalogue.Mutation.Act;
import tech.atoms.opsdesk.check.catalogue.Mutation.Deployed;
import tech.atoms.opsdesk.check.catalogue.Mutation.Done;
import tech.atoms.opsdesk.check.catalogue.Mutation.Edit;
import tech.atoms.opsdesk.check.catalogue.Mutation.Missing;
import tech.atoms.opsdesk.check.catalogue.Mutation.Pinned;
import tech.atoms.opsdesk.check.catalogue.Mutation.Statement;
import tech.atoms.opsdesk.check.catalogue.Mutation.Switched;
import tech.atoms.opsdesk.check.catalogue.Mutation.Variable;
import tech.atoms.opsdesk.sandbox.fault.Fault;

/**
 * Everything that is broken on purpose. The tests beside it break each, see exactly these items
 * fall short, and mend it; {@code docs/checks.md} is written from it.
 */
final class Mutations {
  private static final String LOGS = "operation.logs";

  /** Items without a source of evidence, and what brings it. */
  static final Map<String, String> LATER =
      new TreeMap<>(
          Map.of(
              "PRE-06", "load and baselines",
              "PRE-08", "alert rules and their receivers",
              "POST-07", "alert rules and their receivers",
              "SIGN-06", "rollback drills"));

  /** Items of backups, and how they are broken in a test of their own, beside a catalogue. */
  static final Map<String, String> APART =
      new TreeMap<>(
          Map.of(
              "BKP-01", "the newest backup is 26 h old",
              "BKP-04", "a profile that keeps backups for fewer than 30 days",
              "BKP-06", "a variable that no backup holds, or that was changed since",
              "PRE-09", "a drill that failed, or is older than 90 days"));

  private Mutations() {}

  static List<Mutation> all() {
    return Stream.<List<? extends Mutation>>of(
            variables(),
            packages(),
            edits(),
            deployed(),
            statements(),
            passive(),
            active(),
            missing(),
            Arrays.stream(Act.values()).map(Done::new).toList())
        .<Mutation>flatMap(List::stream)
        .toList();
  }

  static List<Variable> variables() {
    return List.of(
        variable("ATOMS_FASTMCP_TRANSPORT", "stdio", "ENV-01"),
        variable("ATOMS_FASTMCP_HTTP_PATH", "/mcp", "ENV-02"),
        variable("ATOMS_FASTMCP_HTTP_AUTH_MODE", "optional", "ENV-03"),
        variable("ATOMS_FASTMCP_AUTH_MODE", "none", "ENV-04"),
        variable("PRODUCTION", "false", "ENV-05"),
        variable("LOG_LEVEL", "DEBUG", "ENV-06"),
        variable("FASTMCP_SERVER_AUTH_AUTHKITPROVIDER_BASE_URL", "https://other.example", "ENV-07"),
        variable("PUBLIC_URL", "http://plain.example", "ENV-08"),
        variable("MCP_ENDPOINT", "https://other.example/api/mcp", "ENV-09"),
        variable("FASTMCP_SERVER_AUTH", "none", "ENV-10"),
        variable(
            "FASTMCP_SERVER_AUTH_AUTHKITPROVIDER_AUTHKIT_DOMAIN",
            "https://other.authkit.app",
            "ENV-11"),
        variable("FASTMCP_SERVER_AUTH_AUTHKITPROVIDER_REQUIRED_SCOPES", "openid,email", "ENV-12"),
        variable("WORKOS_API_KEY", null, "ENV-13 DPL-04"),
        variable("WORKOS_CLIENT_ID", "<production_client_id>", "ENV-14", "WOS-02 PRE-04"),
        variable("WORKOS_CLIENT_ID", null, "ENV-14 DPL-05", "WOS-02? PRE-04?"),
        variable("SUPABASE_SERVICE_ROLE_KEY", null, "ENV-15 DPL-06"),
        variable("NEXT_PUBLIC_SUPABASE_ANON_KEY", "not.a.jwt", "ENV-16"),
        variable("NEXT_PUBLIC_SUPABASE_ANON_KEY", null, "ENV-16 DPL-07"),
        variable("NEXT_PUBLIC_SUPABASE_URL", "https://<project>.supabase.co", "ENV-17"),
        variable("NEXT_PUBLIC_SUPABASE_URL", null, "ENV-17 DPL-08"),
        variable("SUPABASE_JWT_SECRET", null, "ENV-18"),
        variable("GOOGLE_CLOUD_PROJECT", "<project_id>", "ENV-19"),
        variable("GOOGLE_CLOUD_LOCATION", "europe-west1", "ENV-20"),
        variable("VERTEX_EMBEDDINGS_MODEL", "textembedding-gecko", "ENV-21"),
        variable("MCP_SESSION_TTL_HOURS", "0", "ENV-22"),
        variable("SESSION_CLEANUP_INTERVAL_MINUTES", "thirty", "ENV-23"),
        variable("MAX_SESSIONS_PER_USER", "100", "ENV-24"),
        variable("RATE_LIMIT_ENABLED", "false", "ENV-25"),
        variable("RATE_LIMIT_REQUESTS_PER_MINUTE", "6000", "ENV-26"),
        variable("RATE_LIMIT_BURST_SIZE", "-1", "ENV-27"),
        variable("CACHE_ENABLED", "no", "ENV-28"),
        variable("CACHE_TTL_SECONDS", "5m", "ENV-29"),
        variable("CACHE_MAX_SIZE_MB", "0", "ENV-30"));
  }

  private static Variable variable(String name, @Nullable String value, String aims) {
    return variable(name, value, aims, "");
  }

  private static Variable variable(
      String name, @Nullable String value, String aims, String dependants) {
    return new Variable(name, value, Turns.of((aims + " > PRE-01 " + dependants).strip()));
  }

  static List<Pinned> packages() {
    return List.of(
        locked("fastmcp", "2.9.9", "DEP-02"),
        locked("fastapi", "0.103.2", "DEP-03"),
        locked("uvicorn", "0.23.2", "DEP-04"),
        locked("supabase", "2.4.6", "DEP-05"),
        locked("psycopg2-binary", "2.9.8", "DEP-06"),
        locked("python-dotenv", "1.0.0", "DEP-07"),
        locked("google-cloud-aiplatform", "1.48.0", "DEP-08"),
        locked("workos", "0.9.9", "DEP-09"),
        locked("pyjwt", "2.8.0rc1", "DEP-10"),
        locked("cryptography", "40.0.2", "DEP-11"),
        locked("pydantic", "2.11.7.dev0", "DEP-12"),
        locked("httpx", "0.28.0", "DEP-13"));
  }

  private static Pinned locked(String name, String version, String item) {
    return new Pinned(name, version, Turns.of(item + " > PRE-02"));
  }

  static List<Edit> edits() {
    String pins = "requirements-prod.txt";
    return List.of(
        edit(pins, "(?m)^anyio==\\S+", "anyio==4.0.0", "`anyio` older", "DEP-01 > PRE-02"),
        edit(pins, "(?m)^email-validator==\\S+", "", "without a package", "DEP-01 > PRE-02"),
        edit(
            "uv.lock",
            "name = \"uvicorn\", extra = \\[\"standard\"\\]",
            "name = \"uvicorn\"",
            "`uvicorn` without its extra",
            "DEP-01 DEP-04 > PRE-02"),
        edit(
            ".vercel/project.json",
            "prj_[A-Za-z0-9]+",
            "prj_other",
            "another project's id",
            "DPL-03"),
        edit("vercel.json", "iad1", "fra1", "another region than deployed", "BKP-07"),
        edit("vercel.json", "(?s)$", "x", "no JSON", "BKP-07"));
  }

  private static Edit edit(
      String file, String find, String replacement, String change, String turns) {
    return new Edit(file, find, replacement, change, Turns.of(turns));
  }

  static List<Deployed> deployed() {
    return List.of(
        new Deployed("state", "ERROR", Turns.of("DPL-09")),
        new Deployed("commit", "", Turns.of("DPL-09 > BKP-07? BKP-10?")),
        new Deployed("source", "cli", Turns.of("BKP-12")));
  }

  static List<Statement> statements() {
    List<Statement> all = new ArrayList<>();
    String[] tables = {"users", "workspaces", "entities", "relationships", "sessions"};
    for (int i = 0; i < tables.length; i++) {
      String column = "alter table atoms_" + tables[i] + " alter column created_at ";
      all.add(statement(column + "drop default", column + "set default now()", "DB-0" + (i + 1)));
    }
    all.add(index("idx_sessions_user_id", "atoms_sessions(user_id)", "DB-06"));
    all.add(index("idx_sessions_token_hash", "atoms_sessions(token_hash)", "DB-07"));
    all.add(index("idx_sessions_expires_at", "atoms_sessions(expires_at)", "DB-08"));
    all.add(index("idx_entities_workspace_id", "atoms_entities(workspace_id)", "DB-09"));
    all.add(index("idx_entities_type", "atoms_entities(type)", "DB-10"));
    all.add(index("idx_relationships_source", "atoms_relationships(source_id)", "DB-11"));
    all.add(index("idx_relationships_target", "atoms_relationships(target_id)", "DB-12"));
    all.add(
        statement(
            "alter table atoms_users disable row level security",
            "alter table atoms_users enable row level security",
            "SEC-10"));
    all.add(
        statement(
            "create policy all_may_look on atoms_entities for select to anon using (id is not"
                + " null)",
            "drop policy all_may_look on atoms_entities",
            "SEC-10"));
    all.add(statement(lasting(2), lasting(24), "WOS-04 > PRE-04"));
    all.add(statement(lasting(48), lasting(24), "SEC-08 WOS-04 > PRE-04"));
    return List.copyOf(all);
  }

  private static Statement index(String name, String on, String item) {
    return statement("drop index " + name, "create index " + name + " on " + on, item);
  }

  private static String lasting(int hours) {
    return "update atoms_sessions set expires_at = created_at + interval '"
        + hours
        + " hours' where token_hash = 'mutated'";
  }

  private static Statement statement(String sql, String mend, String turns) {
    return new Statement(sql, mend, Turns.of(turns));
  }

  /** Seen by what runs by itself. */
  static List<Switched> passive() {
    return List.of(
        fault(Fault.REDIRECT_MISSING, null, "SEC-01"),
        fault(Fault.TLS_OLD_VERSIONS, null, "SEC-02"),
        fault(Fault.TLS_WEAK_CIPHERS, null, "SEC-03"),
        fault(Fault.CERTIFICATE_EXPIRING, 5.0, "POST-09"),
        fault(Fault.HEADER_WRONG, 1.0, "SEC-04"),
        fault(Fault.HEADER_WRONG, 2.0, "SEC-17 > PRE-07"),
        fault(Fault.HEADER_WRONG, 3.0, "SEC-18 > PRE-07"),
        fault(Fault.HEADER_WRONG, 4.0, "SEC-19 > PRE-07"),
        fault(Fault.HEADER_WRONG, 5.0, "SEC-20 > PRE-07"),
        fault(Fault.HEADER_MISSING, null, "SEC-04 SEC-17 > PRE-07"),
        fault(Fault.DNS_ELSEWHERE, null, "POST-10"),
        fault(Fault.PITR_OFF, null, "BKP-02"),
        fault(Fault.SUPABASE_DOWN, null, "BKP-02?"),
        fault(Fault.METRICS_GONE, null, "POST-06 > POST-08?"),
        fault(Fault.HEALTH_LYING, null, "PRE-05"),
        fault(Fault.HEALTH_REFUSED, null, "POST-01 POST-02 DPL-10 > PRE-05 POST-05", LOGS),
        fault(Fault.SIGN_IN_WRONG, 1.0, "WOS-03 > PRE-04"),
        fault(Fault.SIGN_IN_WRONG, 2.0, "JWT-02 > PRE-04"),
        fault(Fault.SIGN_IN_WRONG, 3.0, "JWT-01 > PRE-04"),
        fault(Fault.SIGN_IN_WRONG, 4.0, "JWT-03 > PRE-04"));
  }

  /** Seen by probes that a person starts. */
  static List<Switched> active() {
    return List.of(
        fault(Fault.SIGNATURE_UNCHECKED, null, "SEC-05"),
        fault(Fault.EXPIRED_TOKEN_ACCEPTED, null, "SEC-06 > JWT-04 PRE-04 PRE-05"),
        fault(Fault.LEEWAY_GONE, null, "JWT-04 > PRE-04"),
        fault(Fault.REDIRECT_URI_OPEN, null, "WOS-02 > PRE-04"),
        fault(Fault.REDIRECT_URI_UNKNOWN, null, "WOS-02 > PRE-04"),
        fault(Fault.BODY_UNLIMITED, null, "SEC-13"),
        fault(
            Fault.RATE_LIMIT_OFF,
            null,
            "SEC-14 > DPL-10 POST-01 POST-02 POST-05 PRE-05",
            LOGS,
            "security.rate-limit"),
        fault(Fault.LOGS_GONE, null, "SEC-21 > POST-05?", LOGS, "security.failed-sign-in"));
  }

  private static Switched fault(Fault fault, @Nullable Double value, String turns, String... also) {
    return new Switched(fault, value, Set.of(also), Turns.of(turns));
  }

  static List<Missing> missing() {
    return List.of(
        missing("curl", "Linux", "SYS-02"),
        missing("jq", "Linux", "SYS-02"),
        missing("python3", "Mac OS X", "SYS-03"),
        missing("psql", "Mac OS X", "SYS-04"),
        missing("redis-cli", "Mac OS X", "SYS-05"),
        missing("jq", "Mac OS X", "SYS-06"),
        new Missing("vercel", "Linux", Turns.of("DPL-01")));
  }

  private static Missing missing(String program, String system, String item) {
    return new Missing(program, system, Turns.of(item + " > PRE-02"));
  }
}
