package tech.atoms.opsdesk.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.atoms.opsdesk.backup.BackedUp;
import tech.atoms.opsdesk.backup.Shelf;
import tech.atoms.opsdesk.backup.dump.Taking;
import tech.atoms.opsdesk.backup.place.Copying;
import tech.atoms.opsdesk.backup.place.Place;
import tech.atoms.opsdesk.backup.place.Places;
import tech.atoms.opsdesk.backup.store.Stored;
import tech.atoms.opsdesk.backup.verify.Trial;
import tech.atoms.opsdesk.common.Trees;
import tech.atoms.opsdesk.environment.BackupCopy;
import tech.atoms.opsdesk.postgres.TestPostgres;

/** What commands tell of backups, from a real directory of real ones. */
class BackupCommandsTest {
  private static final String KEY = "a-key-that-signs-manifests";
  private static final InstantSource CLOCK = InstantSource.system();

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private @TempDir Path directory = Path.of(".");
  private BackedUp shop;
  private Path profile = Path.of("none");

  @BeforeEach
  void open() throws Exception {
    shop = new BackedUp(directory);
    shop.fill(30);
    for (var file : Map.of("key", KEY, "password", TestPostgres.PASSWORD.reveal()).entrySet()) {
      Path written = Files.writeString(directory.resolve(file.getKey()), file.getValue());
      Files.setPosixFilePermissions(written, PosixFilePermissions.fromString("rw-------"));
    }
    profile =
        Files.writeString(
            directory.resolve("profile.yaml"),
            """
            environments:
              - name: shop
                kind: sandbox
                server:
                  baseUrl: http://127.0.0.1:9
                policy: {mayChange: [operator]}
                people: [{name: Olga, login: "%s", roles: [operator]}]
                database: {url: "%s", user: %s, password: "file:password", sslmode: disable}
                backup: {directory: backups, recipients: [%s], signingKey: "file:key"}
              - name: mill
                kind: sandbox
                server:
                  baseUrl: http://127.0.0.1:9
            store: {url: "%s", user: %s, password: "file:password"}
            """
                .formatted(
                    System.getProperty("user.name"),
                    "postgresql://127.0.0.1:" + shop.database.port() + "/" + shop.database.name(),
                    TestPostgres.USER,
                    shop.recipient,
                    TestPostgres.createDatabase().jdbcUrl().substring("jdbc:".length()),
                    TestPostgres.USER));
  }

  private int run(String... args) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return Opsdesk.commandLine(List.of())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(args);
  }

  private int list(String environment, String format) {
    return run(
        "backup",
        "list",
        "--profile",
        profile.toString(),
        "--env",
        environment,
        "--format",
        format);
  }

  @Test
  void whatGoesIsToldBeforeAndOnlyYesRemovesIt() throws Exception {
    Instant now = CLOCK.instant().truncatedTo(ChronoUnit.MINUTES);
    for (int i = 0; i < 3; i++) {
      Shelf.put(
          shop.catalogue(), now.minus(Duration.ofHours(i)), Stored.State.VERIFIED, "Scheduled", "");
    }
    String old = shelve("2023-03-01T20:00:00Z");
    String wanted = shelve("2023-03-02T20:00:00Z");
    assertThat(backup("pin", "bk-none", "--reason", "x")).isEqualTo(1);
    assertThat(backup("pin", wanted, "--reason", "before 2.0")).as(err.toString()).isZero();

    assertThat(backup("prune")).as(err.toString()).isZero();
    assertThat(out.toString())
        .contains(old + "     manual   goes: it is older than 30 days, and no month's newest")
        .contains(wanted + "     manual   kept: it is pinned: before 2.0, by ")
        .contains("daily    kept until ")
        .contains("1 would be removed: --yes removes it");
    assertThat(shop.catalogue().all()).hasSize(5);

    assertThat(backup("prune", "--format", "json", "--yes")).as(err.toString()).isZero();
    JsonNode answer = new JsonMapper().readTree(out.toString());
    assertThat(answer.path("outcome").asText()).isEqualTo("done");
    assertThat(answer.path("run").path("state").asText()).isEqualTo("done");
    assertThat(shop.catalogue().all()).extracting(Stored::id).hasSize(4).doesNotContain(old);
    assertThat(backup("unpin", wanted, "--reason", "2.0 is out")).isZero();
    assertThat(out.toString()).contains("is not pinned any more");
    assertThat(run("audit", "list", "--profile", profile.toString())).isZero();
    assertThat(out.toString()).contains("backup-pin", "backup-unpin", "before 2.0");
  }

  private String shelve(String at) throws Exception {
    return Shelf.put(shop.catalogue(), Instant.parse(at), Stored.State.VERIFIED).id();
  }

  private int backup(String... args) {
    List<String> all = new ArrayList<>(List.of("backup"));
    all.addAll(List.of(args));
    all.addAll(List.of("--profile", profile.toString()));
    return run(all.toArray(String[]::new));
  }

  @Test
  void theCatalogueIsToldFromItsDirectoryAndOnlyAVerifiedOneIsEnough() throws Exception {
    BackedUp.needsClient();
    assertThat(list("shop", "text")).isEqualTo(1);
    assertThat(out.toString()).contains("No verified backup is younger than 24 h");
    assertThat(lastBackup().words()).isEqualTo("none");

    Stored backup =
        new Taking(shop.catalogue(), shop.target(), "shop", List.of(), CLOCK)
            .take("", "Olga", "here");
    assertThat(list("shop", "text")).isEqualTo(1);
    assertThat(out.toString()).contains(backup.id(), "taken", "2 tables, 60 rows");

    new Trial(shop.catalogue(), shop.secrets(), directory.resolve("work"), CLOCK)
        .verify(backup, "Olga", "here");
    assertThat(list("shop", "json")).isZero();
    JsonNode one = new JsonMapper().readTree(out.toString()).path("backups").path(0);
    assertThat(one.path("state").asText()).isEqualTo("verified");
    assertThat(one.path("rows").path("public.users").asInt()).isEqualTo(30);
    assertThat(one.path("by").asText()).isEqualTo("Olga");
    assertThat(lastBackup().json()).containsEntry("state", "verified");

    Files.delete(backup.directory().resolve("manifest.json.hmac"));
    assertThat(list("shop", "text")).isEqualTo(1);
    assertThat(out.toString()).contains("failed");
  }

  private LastBackup lastBackup() {
    return requireNonNull(LastBackup.of(shop.environment(), shop.secrets()));
  }

  @Test
  void whereTheMachineIsLostTheCopyAloneBringsItBack() throws Exception {
    BackedUp.needsClient();
    Path eu = Files.createDirectory(directory.resolve("eu"));
    Files.writeString(
        profile,
        Files.readString(profile)
            .replace(
                "signingKey: \"file:key\"}",
                "signingKey: \"file:key\", copies: [{name: eu, directory: eu}, {name: us,"
                    + " directory: us}]}"));
    Stored backup =
        new Taking(shop.catalogue(), shop.target(), "shop", List.of(), CLOCK)
            .take("", "Olga", "here");
    try (Place place = Places.of(new BackupCopy.InDirectory("eu", eu), shop.secrets())) {
      new Copying(shop.catalogue(), CLOCK).copy(backup, place);
    }
    assertThat(list("shop", "json")).isEqualTo(1);
    JsonNode copies = new JsonMapper().readTree(out.toString()).at("/backups/0/copies");
    assertThat(copies.path(0).path("state").asText()).isEqualTo("whole");
    assertThat(copies.path(0).path("readBack").asText()).isNotEmpty();
    assertThat(copies.path(1).path("state").asText()).isEqualTo("unknown");
    assertThat(copies.path(1).path("problem").asText()).contains("there is nothing at");

    Trees.remove(shop.catalogue().settings().directory());
    assertThat(list("shop", "text")).isEqualTo(1);
    assertThat(out.toString())
        .contains("Not here, and at eu: " + backup.id(), "opsdesk backup fetch ID --from eu");
    assertThat(backup("list", "--from", "eu")).isEqualTo(1);
    assertThat(out.toString()).contains(backup.id(), "taken", "2 tables, 60 rows");
    assertThat(backup("list", "--from", "mars")).isEqualTo(2);
    assertThat(err.toString()).contains("There is no such place", "the profile names eu, us");
    assertThat(backup("list", "--from", "us")).isEqualTo(3);
    assertThat(err.toString()).contains("us, " + directory.resolve("us"));

    assertThat(backup("fetch", "bk-none")).isEqualTo(1);
    assertThat(err.toString()).contains("none of the name bk-none is there");
    assertThat(backup("fetch", backup.id())).as(err.toString()).isZero();
    assertThat(out.toString()).contains(backup.id() + " is here, taken", "opsdesk backup verify");
    assertThat(shop.catalogue().all()).hasSize(1);
    new Trial(shop.catalogue(), shop.secrets(), directory.resolve("work"), CLOCK)
        .verify(shop.catalogue().all().getFirst(), "Olga", "here");
    assertThat(list("shop", "text")).isZero();
  }

  @Test
  void whatTheProfileDoesNotTellIsSaid() {
    assertThat(list("mill", "text")).isEqualTo(2);
    assertThat(err.toString()).contains("There are no backups", "docs/backup.md");
  }

  @Test
  void whatIsOfAnotherDatabaseAloneIsRefusedWithoutIt() {
    String[] restore = {
      "backup", "restore", "bk-x", "--reason=x", "--profile", profile.toString(), "--env=shop"
    };
    for (String wrong :
        List.of(
            "--into-user=u|--into names",
            "--into-password=env:X|--into names",
            "--into=postgresql://h/d --table=public.users|--table is for the live database",
            "--into=postgresql://h/d --file=x|not both")) {
      String[] parts = wrong.split("\\|", -1);
      List<String> all = new ArrayList<>(List.of(restore));
      all.addAll(List.of(parts[0].split(" ", -1)));
      assertThat(run(all.toArray(String[]::new))).as(wrong).isEqualTo(2);
      assertThat(err.toString()).contains(parts[1]);
    }
  }
}
