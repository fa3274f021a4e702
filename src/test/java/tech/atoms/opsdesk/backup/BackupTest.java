package tech.atoms.opsdesk.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.atoms.opsdesk.backup.dump.Patience;
import tech.atoms.opsdesk.backup.dump.Snapshot;
import tech.atoms.opsdesk.backup.dump.Taking;
import tech.atoms.opsdesk.backup.store.Archived;
import tech.atoms.opsdesk.backup.store.Catalogue;
import tech.atoms.opsdesk.backup.store.Stored;
import tech.atoms.opsdesk.backup.verify.Trial;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.environment.Secret;
import tech.atoms.opsdesk.postgres.EmbeddedPostgres;
import tech.atoms.opsdesk.postgres.TestPostgres;

/** Backups of a real database, restored into a real server. */
class BackupTest {
  private static final InstantSource CLOCK = InstantSource.system();
  private @TempDir Path directory = Path.of(".");
  private BackedUp shop;

  @BeforeEach
  void open() throws InterruptedException {
    BackedUp.needsClient();
    shop = new BackedUp(directory);
  }

  private Stored take() throws InterruptedException {
    return taking().take("run-1", "Operator", "here");
  }

  private Taking taking() {
    return new Taking(shop.catalogue(), shop.target(), "shop", List.of(), CLOCK);
  }

  private Proof verify(Stored backup) throws InterruptedException {
    return new Trial(shop.catalogue(), shop.secrets(), directory.resolve("work"), CLOCK)
        .verify(backup, "Operator", "here");
  }

  /** Reads as the catalogue does now. */
  private Stored again(Stored backup) {
    return shop.catalogue().named(backup.id()).orElseThrow();
  }

  private List<String> left() throws Exception {
    Path all = shop.catalogue().directory();
    if (!Files.isDirectory(all)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(all)) {
      return entries.map(entry -> entry.getFileName().toString()).toList();
    }
  }

  @Test
  void whatIsRestoredIsWhatWasThereInOneMomentAlthoughOthersWrite() throws Exception {
    shop.fill(3000);
    AtomicBoolean over = new AtomicBoolean();
    AtomicLong written = new AtomicLong();
    List<Thread> writers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      int writer = i;
      writers.add(Thread.ofVirtual().start(() -> write(writer, over, written)));
    }
    Stored backup;
    try {
      while (written.get() < 20) {
        Thread.onSpinWait();
      }
      long before = written.get();
      backup = take();
      assertThat(written.get()).as("they wrote meanwhile").isGreaterThan(before);
    } finally {
      over.set(true);
      for (Thread writer : writers) {
        writer.join();
      }
    }
    assertThat(backup.state()).isEqualTo(Stored.State.TAKEN);
    Proof proof = verify(backup);
    assertThat(proof.rows()).isEqualTo(new Archived(backup).manifest().content().rows());
    assertThat(again(backup).state()).isEqualTo(Stored.State.VERIFIED);
    assertThat(shop.catalogue().fresh(CLOCK.instant())).contains(again(backup));
    assertThat(shop.catalogue().fresh(CLOCK.instant().plus(java.time.Duration.ofHours(25))))
        .isEmpty();
    assertThat(left()).containsExactly(backup.id());
    try (Stream<Path> work = Files.list(directory.resolve("work"))) {
      assertThat(work).as("the server is gone").isEmpty();
    }
  }

  private void write(int writer, AtomicBoolean over, AtomicLong written) {
    try (Connection connection = shop.database.dataSource().getConnection();
        PreparedStatement insert =
            connection.prepareStatement(
                "with u as (insert into public.users (email) values (?) returning id)"
                    + " insert into public.orders (user_id, note) select id, 'new' from u")) {
      for (int i = 0; !over.get(); i++) {
        insert.setString(1, "w" + writer + "-" + i);
        insert.execute();
        written.incrementAndGet();
      }
    } catch (java.sql.SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whatAnArchiveHoldsIsNowhereInTheClearAndOpensWithTheKeyAlone() throws Exception {
    shop.fill(50);
    TestPostgres.execute(
        shop.database.dataSource(),
        "insert into public.users (email) values ('mathilda-in-the-clear@example.com')");
    Stored backup = take();
    try (Stream<Path> files = Files.walk(backup.directory())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String text =
            new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1);
        assertThat(text).as(file.toString()).doesNotContain("mathilda", "AGE-SECRET", "KEY");
      }
    }
    BackedUp other = new BackedUp(directory);
    assertThatThrownBy(
            () ->
                new Trial(
                        shop.catalogue(),
                        ref ->
                            ref.name().equals("IDENTITY")
                                ? other.secrets().resolve(ref)
                                : shop.secrets().resolve(ref),
                        directory.resolve("work"),
                        CLOCK)
                    .verify(backup, "Operator", "here"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("cannot be decrypted");
    assertThat(Files.readString(backup.directory().resolve("RESTORE.md")))
        .contains("age --decrypt", "pg_restore", shop.recipient, "public.users: 51 rows");
  }

  @Test
  void everyBitOfAnArchiveAndOfItsManifestCounts() throws Exception {
    shop.fill(200);
    Stored backup = take();
    Path archive = backup.directory().resolve("dump.pgdump.age");
    byte[] whole = Files.readAllBytes(archive);
    java.util.Random random = new java.util.Random(7);
    for (int i = 0; i < 40; i++) {
      byte[] flipped = whole.clone();
      flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
      Files.write(archive, flipped);
      assertThatThrownBy(() -> new Archived(again(backup)).requireWhole())
          .isInstanceOf(ProblemException.class);
      assertThatThrownBy(() -> read(again(backup))).as("flip " + i).isInstanceOf(Exception.class);
    }
    for (int i = 0; i < 20; i++) {
      Files.write(archive, java.util.Arrays.copyOf(whole, random.nextInt(whole.length)));
      assertThat(again(backup).state()).isEqualTo(Stored.State.FAILED);
      assertThatThrownBy(() -> read(backup)).as("cut " + i).isInstanceOf(Exception.class);
    }
    Files.write(archive, whole);
    assertThat(again(backup).state()).isEqualTo(Stored.State.TAKEN);
    read(again(backup));

    Path manifest = backup.directory().resolve("manifest.json");
    Files.writeString(
        manifest, Files.readString(manifest).replace("\"rows\" : 200", "\"rows\" : 201"));
    assertThat(again(backup).state()).isEqualTo(Stored.State.FAILED);
    assertThat(again(backup).problem()).contains("not sealed with this desk's key");
  }

  private void read(Stored backup) throws Exception {
    try (var dump = new Archived(backup).dump(shop.identity())) {
      dump.transferTo(java.io.OutputStream.nullOutputStream());
    }
  }

  @Test
  void theServerThatAKilledDeskHasLeftIsEndedByTheNextTrial() throws Exception {
    shop.fill(20);
    Path left = directory.resolve("work/trial-of-a-killed-desk");
    Process owner =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-cp",
                System.getProperty("java.class.path"),
                Killed.class.getName(),
                left.resolve("data").toString())
            .redirectErrorStream(true)
            .start();
    assertThat(owner.inputReader().lines().anyMatch("up"::equals)).isTrue();
    owner.destroyForcibly().waitFor();
    assertThat(EmbeddedPostgres.runningAt(left.resolve("data"))).isTrue();
    Stored backup = take();
    verify(backup);
    assertThat(left).as("it may be that of a desk that starts").exists();

    Files.setLastModifiedTime(left, FileTime.from(CLOCK.instant().minusSeconds(120)));
    verify(backup);
    assertThat(EmbeddedPostgres.runningAt(left.resolve("data"))).isFalse();
    assertThat(left).doesNotExist();
  }

  /** A desk that is killed while its server runs. */
  static final class Killed {
    private Killed() {}

    public static void main(String[] args) throws Exception {
      EmbeddedPostgres.start(
          new EmbeddedPostgres.Settings(
              Path.of(args[0]), 0, "trial", new Secret("of-a-killed-desk"), Map.of()));
      System.out.println("up");
      Thread.sleep(Duration.ofMinutes(1));
    }
  }

  @Test
  void aProofOfAnotherKeyIsNone() throws Exception {
    shop.fill(20);
    Stored backup = take();
    verify(backup);
    Catalogue strange =
        new Catalogue(shop.environment(), shop.secrets("another-key-of-somebody-else"));
    assertThat(strange.all()).singleElement().matches(one -> one.state() == Stored.State.FAILED);
  }

  @Test
  void oneIsTakenAtATimeAndWhatWasLeftIsSweptByTheNext() throws Exception {
    shop.fill(20);
    Path left = shop.catalogue().directory().resolve("bk-2026-01-01-0000-dead.partial");
    Files.createDirectories(left);
    Files.writeString(left.resolve("dump.pgdump.age"), "half");
    try (Snapshot _ =
        Snapshot.take(shop.target(), "atoms-backup-other", List.of("public"), Patience.USUAL)) {
      assertThatThrownBy(this::take).hasMessageContaining("another backup");
      assertThat(left()).containsExactly("bk-2026-01-01-0000-dead.partial");
    }
    assertThat(left()).containsExactly("bk-2026-01-01-0000-dead.partial");
    Stored backup = take();
    assertThat(left()).containsExactly(backup.id());
  }

  @Test
  void aRoleThatDoesNotSeeEveryRowTakesNone() throws Exception {
    shop.fill(20);
    TestPostgres.execute(
        shop.database.dataSource(),
        "do $$ begin create role blind login password 'blind-of-the-test'; exception when"
            + " duplicate_object then null; end $$",
        "grant usage on schema public to blind",
        "grant select on all tables in schema public to blind",
        "grant select on all sequences in schema public to blind");
    Taking blind =
        new Taking(
            shop.catalogue(),
            tech.atoms.opsdesk.backup.dump.Target.here(
                shop.database.port(),
                shop.database.name(),
                "blind",
                new tech.atoms.opsdesk.environment.Secret("blind-of-the-test")),
            "shop",
            List.of(),
            CLOCK);
    assertThatThrownBy(() -> blind.take("", "Operator", "here"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("row-level security");
    assertThat(left()).isEmpty();
  }

  @Test
  void anEndThatIsAskedForBeforeTheDumpBeginsIsNotForgotten() throws Exception {
    shop.fill(20);
    Taking taking = taking();
    taking.cancel();
    assertThatThrownBy(() -> taking.take("run-1", "Operator", "here"))
        .hasMessageContaining("it was cancelled");
    assertThat(left()).isEmpty();
  }

  @Test
  void aTableThatIsLockedForLongStopsItAndNothingIsLeft() throws Exception {
    shop.fill(20);
    try (Connection connection = shop.database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("lock table public.users in access exclusive mode");
      assertThatThrownBy(this::take).hasMessageContaining("locked by somebody else");
    }
    assertThat(left()).isEmpty();
  }

  @Test
  void whatWasChangedInTheRestoredRowsIsNoticed() throws Exception {
    shop.fill(20);
    Content before = new Archived(take()).manifest().content();
    TestPostgres.execute(
        shop.database.dataSource(),
        "update public.orders set amount = amount + 1 where id = (select min(id) from"
            + " public.orders)",
        "drop index public.orders_by_user");
    Content after = new Archived(take()).manifest().content();
    assertThat(before.differences(after))
        .containsExactly(
            "public.orders has other rows: their digest differs",
            "the schema differs: columns, constraints, indexes, policies, triggers or functions");
  }
}
