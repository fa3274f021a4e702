package tech.atoms.opsdesk.workflow.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tech.atoms.opsdesk.backup.dump.Client;
import tech.atoms.opsdesk.backup.dump.ToolRun;
import tech.atoms.opsdesk.backup.store.Stored;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.postgres.TestPostgres;
import tech.atoms.opsdesk.workflow.Observed;
import tech.atoms.opsdesk.workflow.Plan;
import tech.atoms.opsdesk.workflow.RunLog;
import tech.atoms.opsdesk.workflow.RunState;
import tech.atoms.opsdesk.workflow.Start;

/** Backups and dumps of others go into a database that is empty, whole or not at all. */
@Timeout(120)
class RestoreIntoTest {
  private @TempDir Path directory = Path.of(".");
  private Site site;
  private TestPostgres.Database empty;
  private RestoreInto restore;

  @BeforeEach
  void open() throws Exception {
    site = new Site(directory);
    empty = TestPostgres.createDatabase();
    restore = new RestoreInto(site.environment(false), site.shop.secrets(), Site.CLOCK);
  }

  @AfterEach
  void close() {
    if (site != null) {
      site.close();
    }
  }

  private String url() {
    return "postgresql://127.0.0.1:" + empty.port() + "/" + empty.name();
  }

  private Elsewhere into(String source, boolean file) {
    return new Elsewhere(source, file, url(), TestPostgres.USER, "env:DB");
  }

  private IntoStep step(Elsewhere where) {
    Plan plan = restore.plan(where.word());
    return (IntoStep) restore.steps(plan, RunLog.NONE).getFirst();
  }

  private Path dump(String... more) throws Exception {
    Path file = directory.resolve("theirs");
    List<String> arguments = new java.util.ArrayList<>(List.of(more));
    arguments.add("--file=" + file);
    ToolRun.run(Client.of(15).dump(), arguments, site.shop.target(), "test");
    return file;
  }

  private long tables() throws Exception {
    return new tech.atoms.opsdesk.backup.restore.IntoEmpty(
            tech.atoms.opsdesk.backup.restore.Foreign.of(dump("--format=custom")),
            tech.atoms.opsdesk.backup.dump.Target.here(
                empty.port(), empty.name(), TestPostgres.USER, TestPostgres.PASSWORD))
        .counted()
        .size();
  }

  @Test
  void aBackupIsThereEqualToItsManifestAndNeverOverSomethingElse() throws Exception {
    Stored backup = site.backup(false);
    Plan plan = restore.plan(into(backup.id(), false).word());
    IntoStep step = (IntoStep) restore.steps(plan, RunLog.NONE).getFirst();
    assertThat(step.observe().detail()).isEqualTo("nothing is there");
    step.make();
    assertThat(step.observe())
        .matches(one -> one.state() == Observed.State.DONE)
        .matches(one -> one.detail().contains("400 rows, compared by digest"));
    IntoStep again = (IntoStep) restore.steps(plan, RunLog.NONE).getFirst();
    assertThat(again.observe().detail()).as("another turn of the run").startsWith("it holds what");
    TestPostgres.execute(empty.dataSource(), "delete from public.orders");
    assertThat(again.observe().detail()).contains("it is not the backup");
    assertThatThrownBy(() -> restore.plan(into(backup.id(), false).word()))
        .hasMessageContaining("is there already");
    assertThatThrownBy(again::make).hasMessageContaining("is there already");
  }

  @Test
  void aDatabaseThatIsNotThereIsMadeUnlessItIsTheLiveOne() throws Exception {
    String server = "postgresql://127.0.0.1:" + empty.port() + "/";
    Stored backup = site.backup(false);
    for (boolean file : new boolean[] {false, true}) {
      String source = file ? dump("--format=custom").toString() : backup.id();
      Elsewhere where =
          new Elsewhere(
              source, file, server + empty.name() + "_" + file, TestPostgres.USER, "env:DB");
      Plan plan = restore.plan(where.word());
      assertThat(plan.warnings()).anyMatch(one -> one.startsWith("The server has no such"));
      IntoStep step = (IntoStep) restore.steps(plan, RunLog.NONE).getFirst();
      assertThat(step.observe().state()).isEqualTo(Observed.State.NOT_DONE);
      step.make();
      assertThat(step.observe().state()).isEqualTo(Observed.State.DONE);
      assertThatThrownBy(() -> restore.plan(where.word())).isInstanceOf(ProblemException.class);
    }
    TestPostgres.execute(
        TestPostgres.server().dataSource("postgres"),
        "drop database " + site.shop.database.name() + " with (force)");
    assertThatThrownBy(
            () ->
                restore.plan(
                    new Elsewhere(
                            backup.id(),
                            false,
                            server + site.shop.database.name(),
                            TestPostgres.USER,
                            "env:DB")
                        .word()))
        .hasMessageContaining("it is the live database, which is gone");
  }

  @Test
  void itHoldsNothingOfTheEnvironment() throws Exception {
    Stored backup = site.backup(true);
    site.execute("delete from public.orders");
    try (Connection other = site.shop.database.dataSource().getConnection();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("select from public.users limit 1");
      Plan held = site.workflow().plan(backup.id());
      assertThat(
              site.engine()
                  .start(site.workflow(), held, Start.of("x", held.confirmation()), each -> {})
                  .state())
          .isEqualTo(RunState.PAUSED);
    }
    Plan plan = restore.plan(into(backup.id(), false).word());
    assertThat(site.engine().start(restore, plan, Start.of("look", ""), each -> {}).state())
        .isEqualTo(RunState.DONE);
  }

  @Test
  void whatIsOtherThanItWasIsNotCommitted() throws Exception {
    Stored backup = site.backup(false);
    TestPostgres.execute(
        empty.dataSource(),
        """
        create schema hook;
        create function hook.lose() returns event_trigger language plpgsql as $$
        begin
          delete from public.orders where id = 7;
        end $$;
        create event trigger lose on ddl_command_end when tag in ('ALTER TABLE')
          execute function hook.lose();
        """);
    assertThatThrownBy(step(into(backup.id(), false))::make)
        .hasMessageContaining("public.orders has 199 rows, not 200");
    assertThat(word("select count(*)::text from pg_tables where schemaname = 'public'"))
        .isEqualTo("0");
  }

  @ParameterizedTest
  @CsvSource({"backup", "--format=custom", "--format=plain"})
  void whatASchemaGrantsStaysWhateverBecomesOfTheRestore(String format) throws Exception {
    boolean file = format.startsWith("--");
    String source = file ? dump(format).toString() : site.backup(false).id();
    TestPostgres.execute(
        empty.dataSource(),
        """
        grant create on schema public to pg_monitor;
        alter default privileges in schema public grant select on tables to pg_monitor;
        create schema hook;
        create function hook.no() returns event_trigger language plpgsql as $$
        begin
          raise 'not here';
        end $$;
        create event trigger no on ddl_command_end when tag in ('CREATE TABLE')
          execute function hook.no();
        """);
    String rights =
        "select nspowner::text || nspacl::text || (select string_agg(defaclacl::text, ';')"
            + " from pg_default_acl) from pg_namespace where nspname = 'public'";
    String before = word(rights);
    if (file) {
      TestPostgres.execute(empty.dataSource(), "drop event trigger no", "drop schema hook cascade");
      Elsewhere where = into(source, true);
      step(where).make();
      assertThat(word(rights)).as("after one that went well").contains("pg_monitor=C");
    } else {
      assertThatThrownBy(step(into(source, false))::make).hasMessageContaining("not here");
      assertThat(word(rights)).isEqualTo(before).contains("pg_monitor=C");
      TestPostgres.execute(empty.dataSource(), "drop event trigger no", "drop schema hook cascade");
      step(into(source, false)).make();
      assertThat(word(rights)).contains("pg_monitor=C");
    }
  }

  private String word(String query) throws Exception {
    try (Connection connection = empty.dataSource().getConnection();
        Statement statement = connection.createStatement();
        java.sql.ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getString(1);
    }
  }

  @Test
  void theLiveDatabaseAndPoolersAreRefused() throws Exception {
    Stored backup = site.backup(false);
    String live = "postgresql://127.0.0.1:" + empty.port() + "/" + site.shop.database.name();
    Elsewhere alive = new Elsewhere(backup.id(), false, live, TestPostgres.USER, "env:DB");
    assertThatThrownBy(() -> restore.plan(alive.word())).hasMessageContaining("is the live");
    TestPostgres.execute(
        site.shop.database.dataSource(), "drop schema public cascade", "create schema public");
    assertThatThrownBy(() -> restore.plan(alive.word()))
        .as("also when it is empty")
        .hasMessageContaining("it is the live database");
    for (String wrong : List.of("postgresql://x:6543/db|pooler", "mysql://x/db|no address")) {
      String[] parts = wrong.split("\\|", -1);
      assertThatThrownBy(
              () -> restore.plan(new Elsewhere(backup.id(), false, parts[0], "u", "env:DB").word()))
          .hasMessageContaining(parts[1]);
    }
    assertThatThrownBy(
            () -> restore.plan(new Elsewhere("bk-none", false, url(), "u", "env:DB").word()))
        .hasMessageContaining("none of that name");
    assertThatThrownBy(
            () -> restore.plan(new Elsewhere(backup.id(), false, url(), "u", "hunter2").word()))
        .hasMessageContaining("by reference")
        .hasMessageNotContaining("hunter2");
  }

  @ParameterizedTest
  @CsvSource({
    "--format=custom, custom format",
    "--format=directory, directory format",
    "--format=tar, tar format",
    "--format=plain, plain SQL"
  })
  void aDumpOfSomebodyElseIsThereCountedAndUnproven(String format, String words) throws Exception {
    Elsewhere where = into(dump(format, "--schema=public", "--schema=auth").toString(), true);
    Plan plan = restore.plan(where.word());
    assertThat(plan.facts()).containsEntry("format", words);
    assertThat(plan.warnings()).anyMatch(one -> one.startsWith("Unproven"));
    IntoStep step = step(where);
    step.make();
    assertThat(step.observe().detail())
        .startsWith("unproven, without a manifest: ")
        .contains("public.orders 200 rows", "public.users 200 rows");
    assertThatThrownBy(() -> restore.plan(where.word()))
        .hasMessageContaining("the database is not empty: ");
  }

  @Test
  void whatIsDamagedCutShortOrNoDumpTouchesNothing() throws Exception {
    Path file = dump("--format=custom");
    byte[] whole = Files.readAllBytes(file);
    byte[] flipped = whole.clone();
    flipped[whole.length * 2 / 3] ^= 16;
    Files.write(file, flipped);
    assertThatThrownBy(step(into(file.toString(), true))::make)
        .hasMessageContaining("pg_restore has failed");
    Files.write(file, java.util.Arrays.copyOf(whole, whole.length * 3 / 4));
    assertThatThrownBy(step(into(file.toString(), true))::make)
        .hasMessageContaining("pg_restore has failed");
    assertThat(tables()).isZero();
  }

  @Test
  void aScriptRunsNoProgramsWhereverInALineItAsks() throws Exception {
    Path written = directory.resolve("written");
    Path file = directory.resolve("script.sql");
    Files.writeString(
        file,
        "-- PostgreSQL database dump\ncreate table public.t (id int);\nselect 1 \\! touch "
            + written
            + "\n;\n-- PostgreSQL database dump complete\n");
    assertThatThrownBy(step(into(file.toString(), true))::make)
        .hasMessageContaining("psql has failed");
    assertThat(written).doesNotExist();
    assertThat(tables()).isZero();
  }

  @Test
  void aScriptThatIsCutShortWhileItIsReadLeavesNothing() throws Exception {
    Path file = dump("--format=plain");
    IntoStep begun = step(into(file.toString(), true));
    String whole = Files.readString(file);
    Files.writeString(file, whole.substring(0, whole.indexOf("u100@example.com")));
    assertThatThrownBy(begun::make).hasMessageContaining("it was cut short meanwhile");
    assertThat(tables()).isZero();
    Files.writeString(file, whole.substring(0, whole.indexOf("COPY public.orders")));
    assertThatThrownBy(begun::make).hasMessageContaining("it was cut short meanwhile");
    assertThat(tables()).isZero();
  }

  @Test
  void aTypeAloneKeepsABackupOutAndNoSchemaIsTakenAwayForIt() throws Exception {
    Stored backup = site.backup(false);
    IntoStep begun = step(into(backup.id(), false));
    TestPostgres.execute(empty.dataSource(), "create type public.mood as enum ('calm')");
    assertThatThrownBy(() -> restore.plan(into(backup.id(), false).word()))
        .hasMessageContaining("public.mood is there already");
    assertThatThrownBy(begun::make).hasMessageContaining("public.mood is there already");
    TestPostgres.execute(empty.dataSource(), "select 'calm'::public.mood");
  }

  @Test
  void aTarOfALaterVersionIsToldBeforeAnythingBegins() throws Exception {
    Path file = dump("--format=tar");
    byte[] later = Files.readAllBytes(file);
    later[512 + 6] = 16;
    Files.write(file, later);
    assertThatThrownBy(() -> restore.plan(into(file.toString(), true).word()))
        .hasMessageContaining("written by pg_dump 17");
  }

  @Test
  void aViewOrAFunctionIsSomethingToo() throws Exception {
    Path file = dump("--format=custom");
    TestPostgres.execute(empty.dataSource(), "create view public.seen as select 1");
    assertThatThrownBy(() -> restore.plan(into(file.toString(), true).word()))
        .hasMessageContaining("public.seen is in it");
  }

  private void assertRefused(byte[] content, String why) throws Exception {
    Path file = directory.resolve("rubbish");
    Files.write(file, content);
    assertThatThrownBy(() -> restore.plan(into(file.toString(), true).word()))
        .hasMessageContaining(why);
  }

  private void assertRefused(String content, String why) throws Exception {
    assertRefused(content.getBytes(StandardCharsets.UTF_8), why);
  }

  @Test
  void everyKindOfRubbishIsToldApart() throws Exception {
    assertRefused("hello", "it is no dump of pg_dump");
    assertRefused("", "it is no dump of pg_dump");
    assertRefused("age-encryption.org/v1\n-> X25519 x\n", "it is encrypted by age");
    assertRefused(new byte[] {0x1f, (byte) 0x8b, 8, 0}, "it is compressed by gzip");
    String head = "--\n-- PostgreSQL database dump\n--\n";
    assertRefused(head + "\\! rm -rf /\n--\n", "it holds a command of psql: \\!");
    assertRefused(head + "COPY public.t (id) FROM stdin;\n1\n", "it is cut short");
    assertRefused(head + "select 1;\n", "it is cut short");
    assertRefused(head + "COMMIT;\n--\n", "it ends transactions itself");
    byte[] later = Files.readAllBytes(dump("--format=custom"));
    later[6] = 16;
    assertRefused(later, "written by pg_dump 17, and the server is PostgreSQL 15");
    assertThatThrownBy(() -> restore.plan(into("/nowhere/at.all", true).word()))
        .hasMessageContaining("there is no such file");
    assertThatThrownBy(() -> restore.plan(into(directory.toString(), true).word()))
        .hasMessageContaining("without toc.dat");
  }
}
