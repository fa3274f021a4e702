package tech.atoms.opsdesk.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.atoms.opsdesk.postgres.TestPostgres;

/** The checklist and the audit trail by command, in a real store; nothing listens at the server. */
class ChecklistCommandsTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final TestPostgres.Database store = TestPostgres.createDatabase();
  @TempDir Path directory;
  private Path profile;

  @BeforeEach
  void write() throws IOException {
    Path password = directory.resolve("password");
    Files.writeString(password, TestPostgres.PASSWORD.reveal());
    Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
    profile =
        Files.writeString(
            directory.resolve("profile.yaml"),
            """
            environments:
              - name: nowhere
                kind: production
                server:
                  baseUrl: http://127.0.0.1:9
                people:
                  - {name: Operator, login: %s, roles: [operations]}
                  - {name: Second operator, login: somebody, roles: [security]}
            store: {url: "%s", user: %s, password: "file:password"}
            """
                .formatted(
                    System.getProperty("user.name"),
                    store.jdbcUrl().substring("jdbc:".length()),
                    TestPostgres.USER));
  }

  @Test
  void whatIsRecordedIsShownWithItsVerdict() throws IOException {
    assertThat(run("checklist", "show", "--recorded", "--format", "json"))
        .isEqualTo(ExitCode.FALLS_SHORT);
    JsonNode answer = answer();
    assertThat(answer.path("items")).hasSize(148);
    assertThat(answer.path("verdict").asText()).isEqualTo("no-go");
    assertThat(answer.path("blockers")).isNotEmpty();
    run("checklist", "show", "--recorded", "--section", "security", "--format", "json");
    assertThat(answer().path("items"))
        .isNotEmpty()
        .allMatch(item -> item.path("section").asText().equals("security"));
  }

  @Test
  void aTickNeedsConsentAndLeavesARow() throws IOException {
    assertThat(run("checklist", "tick", "SEC-15", "--note", "read it")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("Tick SEC-15", "--yes");
    assertThat(state("SEC-15")).isEqualTo("awaiting");

    assertThat(run("checklist", "tick", "SEC-15", "--note", "read it", "--dry-run")).isZero();
    assertThat(state("SEC-15")).isEqualTo("awaiting");

    assertThat(run("checklist", "tick", "SEC-15", "--note", "read it", "--yes")).isZero();
    assertThat(state("SEC-15")).isEqualTo("attested");

    assertThat(run("audit", "list", "--format", "json")).isZero();
    assertThat(out.toString()).contains("SEC-15", "read it");
    assertThat(run("audit", "verify")).isZero();

    TestPostgres.execute(
        store.dataSource(),
        "alter table opsdesk.audit disable trigger user",
        "update opsdesk.audit set actor = 'Somebody else'",
        "alter table opsdesk.audit enable trigger user");
    assertThat(run("audit", "verify")).isEqualTo(ExitCode.FALLS_SHORT);
    assertThat(out.toString()).contains("Row ");
  }

  @Test
  void whatIsNotThereOrNotYoursIsToldApart() throws IOException {
    assertThat(run("checklist", "tick", "SEC-99", "--yes")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("There is no such item");
    assertThat(run("checklist", "sign", "nobody", "--yes")).isEqualTo(ExitCode.USAGE);
    assertThat(run("checklist", "waive", "SEC-11", "--yes")).isEqualTo(ExitCode.USAGE);
    assertThat(run("checklist", "tick", "DB-06", "--yes")).isEqualTo(ExitCode.FALLS_SHORT);
    assertThat(run("checklist", "sign", "security", "--yes")).isEqualTo(ExitCode.FALLS_SHORT);
    assertThat(run("checklist", "show", "--recorded", "--section", "x")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("There is no such section");
    assertThat(run("audit", "list", "--format", "json")).isZero();
    assertThat(answer().path("entries"))
        .hasSize(2)
        .allMatch(entry -> entry.path("outcome").asText().equals("refused"));
  }

  @Test
  void whomTheProfileDoesNotNameMayLookAndNoMore() throws IOException {
    String named = Files.readString(profile);
    String login = "login: " + System.getProperty("user.name");
    Files.writeString(profile, named.replace(login, "login: another"));
    String day = java.time.LocalDate.now(java.time.ZoneOffset.UTC).plusDays(7).toString();
    for (List<String> change :
        List.of(
            List.of("tick", "SEC-15", "--yes"),
            List.of("tick", "SEC-15", "--dry-run"),
            List.of("tick", "SEC-15"),
            List.of("tick", "SEC-15", "--undo", "--yes"),
            List.of("waive", "SEC-11", "--reason", "r", "--approver", "Operator", "--until", day),
            List.of("sign", "security", "--yes"))) {
      List<String> all = new ArrayList<>(List.of("checklist"));
      all.addAll(change);
      assertThat(run(all.toArray(String[]::new))).isEqualTo(ExitCode.FALLS_SHORT);
      assertThat(err.toString())
          .contains("may look at the checklist, but not change it")
          .contains("nowhere, S", "the profile names people (Operator, Second operator)")
          .contains("add to 'people' in the profile: {name: NAME, " + login);
    }
    assertThat(state("SEC-15")).isEqualTo("awaiting");
    assertThat(run("audit", "list", "--format", "json")).isZero();
    assertThat(answer().path("entries"))
        .hasSize(5)
        .allMatch(entry -> entry.path("outcome").asText().equals("refused"));
    Files.writeString(profile, named.replaceAll("(?m)^ +(people:|- \\{name: .*login).*\\R", ""));
    assertThat(run("checklist", "tick", "SEC-15", "--yes")).as(() -> err.toString()).isZero();
    assertThat(state("SEC-15")).isEqualTo("attested");
  }

  @Test
  void aWaiverEndsAndIsTakenBack() throws IOException {
    String[] waive = {
      "checklist",
      "waive",
      "SEC-11",
      "--reason",
      "a new key is on its way",
      "--approver",
      "Second operator",
      "--until",
      java.time.LocalDate.now(java.time.ZoneOffset.UTC).plusDays(7).toString(),
      "--yes"
    };
    assertThat(run(waive)).as(() -> err.toString()).isZero();
    assertThat(state("SEC-11")).isEqualTo("waived");
    assertThat(run("checklist", "waive", "SEC-11", "--undo", "--reason", "key is there", "--yes"))
        .isZero();
    assertThat(state("SEC-11")).isNotEqualTo("waived");
  }

  @Test
  void reportsAreWrittenAndADossierIsVerifiedOffline() throws IOException {
    for (String form : List.of("html", "markdown", "json", "junit")) {
      Path file = directory.resolve("report." + form);
      assertThat(
              run("checklist", "report", "--recorded", "--report", form, "--out", file.toString()))
          .isEqualTo(ExitCode.FALLS_SHORT);
      assertThat(file).content().contains("DB-06");
    }
    Path dossier = directory.resolve("release.zip");
    run("checklist", "report", "--recorded", "--dossier", dossier.toString());
    assertThat(run("checklist", "verify", dossier.toString())).isZero();
    assertThat(run("checklist", "report", "--out", "a.html", "--dossier", dossier.toString()))
        .isEqualTo(ExitCode.USAGE);
    byte[] bytes = Files.readAllBytes(dossier);
    bytes[bytes.length / 2] ^= 1;
    Files.write(dossier, bytes);
    assertThat(run("checklist", "verify", dossier.toString())).isIn(1, 2);
    assertThat(run("checklist", "report", "--recorded", "--out", "/nowhere/at/all"))
        .isEqualTo(ExitCode.USAGE);
  }

  @Test
  void checksAreNamedBySectionAndProbesNeedConsentInProduction() throws IOException {
    assertThat(run("check", "--section", "database", "--format", "json"))
        .isEqualTo(ExitCode.UNDETERMINED);
    assertThat(answer().path("findings"))
        .isNotEmpty()
        .allMatch(one -> one.path("items").toString().contains("DB-"));
    run("check", "SEC-14");
    assertThat(err.toString()).contains("1 active probe left out; --active runs them");
    assertThat(out.toString()).startsWith("0 checks");
    run("check", "SEC-14", "--active");
    assertThat(err.toString()).contains("left out in production; --yes consents to 331 requests");
    assertThat(out.toString()).startsWith("0 checks");
    assertThat(run("check", "--section", "nothing")).isEqualTo(ExitCode.USAGE);
    assertThat(run("check", "XYZ-1")).isEqualTo(ExitCode.USAGE);
  }

  /** Every item has an answer, whether or not a machine can give it. */
  @Test
  void anItemWithoutACheckIsUnknownAndSaysWhatItAwaits() throws IOException {
    assertThat(run("check", "post-07")).isEqualTo(ExitCode.UNDETERMINED);
    assertThat(out.toString())
        .contains("unknown", "Alerts configured and tested", "gives alert rules and a test");
    assertThat(run("check", "SEC-15", "SIGN-02", "--format", "json"))
        .isEqualTo(ExitCode.UNDETERMINED);
    assertThat(answer().path("findings"))
        .extracting(one -> one.path("id").asText(), one -> one.path("found").asText())
        .containsExactly(
            tuple(
                "SEC-15",
                "a person answers it, and no evidence is gathered for it; asked for: code review"),
            tuple(
                "SIGN-02",
                "the role security signs it, and no evidence is gathered for it; asked for: role"
                    + " sign-off bound to deployment + evidence hash"));
    assertThat(answer().path("findings").path(1).path("evidence").asText())
        .contains("opsdesk checklist sign security");
    assertThat(run("check", "BKP-01", "--section", "security", "--format", "json"))
        .isEqualTo(ExitCode.UNDETERMINED);
    assertThat(answer().path("findings")).isEmpty();
  }

  @Test
  void whatIsNotKnownIsToldWithWhatIsNear() {
    assertThat(run("check", "BKP-1")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("There is no such check", "near it are BKP-01");
    assertThat(run("check", "databas")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("near it is database");
    assertThat(run("checklist", "tick", "SEC-99", "--yes")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("near it are SEC-09");
  }

  @Test
  void anyServerIsLookedAtAsIfInProduction() throws IOException {
    for (List<String> command :
        List.of(List.of("security", "scan"), List.of("auth", "check"), List.of("health"))) {
      List<String> all = new ArrayList<>(command);
      all.addAll(List.of("--url", "http://127.0.0.1:9", "--format", "json"));
      assertThat(run(all.toArray(String[]::new))).as("%s", command).isIn(1, 3);
      JsonNode answer = answer();
      assertThat(answer.path("environment").isNull()).isTrue();
      assertThat(answer.path("url").asText()).isEqualTo("http://127.0.0.1:9");
      assertThat(answer.path("findings"))
          .isNotEmpty()
          .noneMatch(one -> one.path("outcome").asText().equals("pass"));
      if (command.size() > 1) {
        assertThat(err.toString()).contains("left out in production");
      }
    }
    assertThat(run("auth", "check", "--url", "ftp://x")).isEqualTo(ExitCode.USAGE);
  }

  private String state(String item) throws IOException {
    run("checklist", "show", item, "--recorded", "--format", "json");
    return answer().path("items").path(0).path("state").asText();
  }

  private JsonNode answer() throws IOException {
    return new JsonMapper().readTree(out.toString());
  }

  private int run(String... args) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    List<String> all = new ArrayList<>(List.of(args));
    boolean own = all.contains("--url") || all.subList(0, 2).equals(List.of("checklist", "verify"));
    if (!own) {
      all.addAll(List.of("--profile", profile.toString()));
    }
    return Opsdesk.commandLine(List.of())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(all.toArray(String[]::new));
  }
}
