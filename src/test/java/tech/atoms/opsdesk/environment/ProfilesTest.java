package tech.atoms.opsdesk.environment;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProfilesTest {
  static final String SMALLEST =
      """
      environments:
        - name: local
          kind: sandbox
          server:
            baseUrl: http://127.0.0.1:8000
      """;

  static final String GOOD =
      """
      store:
        url: postgresql://127.0.0.1:5433/desk
        user: desk
        password: file:secrets/store
      environments:
        - name: production
          kind: production
          server:
            baseUrl: https://atomcp.example.com/
            token: env:ATOMS_TOKEN
            caFile: certificates/ca.pem
          database:
            url: postgres://db.example.com:5432/postgres?connectTimeout=5
            user: postgres.abcdefghijklmnopqrst
            password: keyring:atoms-database
            rootCertificate: /etc/ssl/supabase.crt
          platform:
            project: prj_123
            team: team_456
            token: file:/run/secrets/vercel
          supabase:
            project: abcdefghijklmnopqrst
            token: env:SUPABASE_ACCESS_TOKEN
          policy:
            mayChange: [on-call, lead]
            unlockMinutes: 30
            budgets:
              databaseConnections: 1
              requestsPerMinute: 30
          contacts:
            onCall:
              primary: "+1-555-0100"
              escalation: "+1-555-0102"
            teams:
              operations:
                slack: "#atoms-ops"
                email: ops@atoms.tech
          samplingInterval: 15s
        - name: sandbox
          kind: sandbox
          server: {baseUrl: "http://localhost:8000", healthPath: /api/health}
      """;

  static Profile parse(String text) {
    return Profiles.parse(Path.of("/profiles/profile.yaml"), text);
  }

  static List<String> mistakes(String text) {
    ProfileException thrown = catchThrowableOfType(ProfileException.class, () -> parse(text));
    assertThat(thrown).as("the profile is refused").isNotNull();
    return thrown.mistakes().stream().map(Mistake::text).toList();
  }

  @Test
  void readsTheSmallestProfileAndFillsInTheDefaults() {
    Environment local = parse(SMALLEST).environments().getFirst();
    assertThat(local.server().healthPath()).isEqualTo("/health");
    assertThat(local.server().metricsPath()).isEqualTo("/metrics");
    assertThat(local.server().mcpPath()).isEqualTo("/api/mcp");
    assertThat(local.database()).isNull();
    assertThat(local.platform()).isNull();
    assertThat(local.samplingInterval()).isEqualTo(Duration.ofSeconds(5));
    assertThat(local.policy()).isEqualTo(new Policy(List.of(), false, new Policy.Budgets(2, 60)));
    assertThat(local.contacts()).isEqualTo(Contacts.NONE);
  }

  @Test
  void readsEveryKey() {
    Profile profile = parse(GOOD);
    Environment production = profile.environments().getFirst();
    assertThat(profile.environments())
        .extracting(Environment::name)
        .containsExactly("production", "sandbox");
    assertThat(production.server().baseUrl()).hasToString("https://atomcp.example.com");
    assertThat(production.server().caFile()).isEqualTo(Path.of("/profiles/certificates/ca.pem"));
    assertThat(production.server().token()).hasToString("env:ATOMS_TOKEN");
    DatabaseSettings database = requireNonNull(production.database());
    assertThat(database.sslMode()).isEqualTo(SslMode.VERIFY_FULL);
    assertThat(database.jdbcUrl())
        .isEqualTo("jdbc:postgresql://db.example.com:5432/postgres?connectTimeout=5");
    assertThat(production.platform())
        .isEqualTo(
            new PlatformSettings(
                URI.create("https://api.vercel.com"),
                "prj_123",
                "team_456",
                SecretRef.parse("file:/run/secrets/vercel")));
    assertThat(production.supabase())
        .isEqualTo(
            new SupabaseSettings(
                URI.create("https://api.supabase.com"),
                "abcdefghijklmnopqrst",
                SecretRef.parse("env:SUPABASE_ACCESS_TOKEN")));
    assertThat(production.policy())
        .isEqualTo(
            new Policy(List.of("on-call", "lead"), true, true, 30, new Policy.Budgets(1, 30)));
    assertThat(production.contacts().onCall())
        .containsExactly(
            new Contacts.Person("Primary", "+1-555-0100"),
            new Contacts.Person("Escalation", "+1-555-0102"));
    assertThat(production.contacts().teams())
        .containsExactly(new Contacts.Team("operations", "#atoms-ops", "ops@atoms.tech"));
    assertThat(production.samplingInterval()).isEqualTo(Duration.ofSeconds(15));
    assertThat(profile.store()).isNotNull();
  }

  @Test
  void tellsEveryMistakeAtOnceWithLineColumnAndPath() {
    assertThat(
            mistakes(
                """
                environments:
                  - name: production
                    kind: prodction
                    server:
                      basUrl: https://example.com
                    policy:
                      budgets:
                        databaseConnections: 9
                    colour: red
                """))
        .containsExactly(
            "line 3, column 11, environments[0].kind: is not an allowed value; did you mean"
                + " `production`? allowed: sandbox, staging, production",
            "line 4, column 5, environments[0].server: the key `baseUrl` is missing: http:// or"
                + " https://, host and port",
            "line 5, column 7, environments[0].server.basUrl: unknown key `basUrl`; did you mean"
                + " `baseUrl`? allowed: baseUrl, healthPath, metricsPath, mcpPath, token,"
                + " expiredToken, caFile, publicUrl, plainUrl",
            "line 8, column 30, environments[0].policy.budgets.databaseConnections: must be a whole"
                + " number from 1 to 2",
            "line 9, column 5, environments[0].colour: unknown key `colour`; allowed: name, kind,"
                + " server, database, platform, supabase, policy, contacts, source, backup, people,"
                + " channels, notify, samplingInterval");
  }
}
