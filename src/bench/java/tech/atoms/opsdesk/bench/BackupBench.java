package tech.atoms.opsdesk.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import tech.atoms.opsdesk.backup.dump.Client;
import tech.atoms.opsdesk.backup.dump.Taking;
import tech.atoms.opsdesk.backup.dump.Target;
import tech.atoms.opsdesk.backup.store.Archived;
import tech.atoms.opsdesk.backup.store.Catalogue;
import tech.atoms.opsdesk.backup.store.Stored;
import tech.atoms.opsdesk.backup.verify.Trial;
import tech.atoms.opsdesk.environment.DatabaseSettings;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.Profiles;
import tech.atoms.opsdesk.environment.SecretRef;
import tech.atoms.opsdesk.environment.Secrets;

/**
 * Whether backups are exact while others write, and what they cost beside pg_dump alone. Arguments:
 * a running sandbox's profile, rounds (50), writers (8), role that writes, its secret. Each round
 * takes a backup, restores it into a server that is thrown away, compares, and removes it.
 */
public final class BackupBench {
  private static final InstantSource CLOCK = InstantSource.system();

  private BackupBench() {}

  /**
   * Runs it.
   *
   * @param args profile, rounds, writers, role, secret
   */
  public static void main(String[] args) throws Exception {
    Path profile = Path.of(args[0]);
    int rounds = Integer.parseInt(args[1]);
    int writers = Integer.parseInt(args[2]);
    Environment environment = Profiles.load(profile).environments().getFirst();
    Secrets secrets = Secrets.of(profile);
    DatabaseSettings database = Objects.requireNonNull(environment.database());
    Catalogue catalogue = new Catalogue(environment, secrets);
    Path work = Files.createTempDirectory(Path.of("target"), "trials");
    AtomicBoolean over = new AtomicBoolean();
    AtomicLong written = new AtomicLong();
    List<Thread> threads = new ArrayList<>();
    Target writing =
        Target.of(
            new DatabaseSettings(
                database.url(), args[3], SecretRef.parse(args[4]), database.sslMode(), null),
            secrets);
    for (int i = 0; i < writers; i++) {
      threads.add(Thread.ofVirtual().start(() -> write(writing, over, written)));
    }
    int exact = 0;
    long bare = 0;
    long ours = 0;
    long restored = 0;
    long before = memory();
    long most = before;
    for (int i = 0; i < rounds; i++) {
      Target reading = Target.of(database, secrets);
      bare += bare(reading, Files.createTempFile(work, "bare", ".pgdump"));
      long begin = System.nanoTime();
      Stored backup =
          new Taking(catalogue, reading, environment.name(), List.of(), CLOCK)
              .take("", "bench", "bench");
      ours += System.nanoTime() - begin;
      begin = System.nanoTime();
      new Trial(catalogue, secrets, work, CLOCK).verify(backup, "bench", "bench");
      restored += System.nanoTime() - begin;
      exact++;
      System.err.println(exact + " exact, " + written.get() + " writes");
      most = Math.max(most, memory());
      if (i == 0) {
        System.out.printf(
            Locale.ENGLISH,
            "%,d rows, archive of %.1f MB%n",
            new Archived(backup).manifest().content().rows(),
            new Archived(backup).manifest().archive().bytes() / 1e6);
      }
      remove(backup.directory());
    }
    over.set(true);
    for (Thread thread : threads) {
      thread.join();
    }
    System.out.printf(
        Locale.ENGLISH,
        "%d of %d exact, %,d writes of %d writers meanwhile; pg_dump alone %.2f s, backup %.2f s"
            + " (%.2f times), verified in %.2f s; heap %d MB before, %d MB at most%n",
        exact,
        rounds,
        written.get(),
        writers,
        bare / 1e9 / rounds,
        ours / 1e9 / rounds,
        (double) ours / bare,
        restored / 1e9 / rounds,
        before >> 20,
        most >> 20);
    System.exit(0);
  }

  private static long memory() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  /** The same dump by pg_dump alone, with the same settings. */
  private static long bare(Target target, Path file) throws IOException, InterruptedException {
    Client client = Client.of(15);
    ProcessBuilder builder =
        new ProcessBuilder(
            client.dump().toString(),
            "--format=custom",
            "--no-password",
            "--compress=1",
            "--schema=public",
            "--file=" + file);
    builder.environment().putAll(target.variables());
    if (target.password() != null) {
      builder.environment().put("PGPASSWORD", target.password().reveal());
    }
    long begin = System.nanoTime();
    int exit = builder.inheritIO().start().waitFor();
    long took = System.nanoTime() - begin;
    Files.delete(file);
    if (exit != 0) {
      throw new IOException("pg_dump has failed: " + exit);
    }
    return took;
  }

  private static void write(Target target, AtomicBoolean over, AtomicLong written) {
    try (Connection connection = target.connect("bench-writer", 60);
        PreparedStatement touch =
            connection.prepareStatement(
                "update public.atoms_entities set updated_at = now() where id = (select id from"
                    + " public.atoms_entities offset floor(random() * 500) limit 1)");
        PreparedStatement add =
            connection.prepareStatement(
                "insert into public.atoms_users (email) values ('w-' || gen_random_uuid()"
                    + " || '@example.com')");
        PreparedStatement drop =
            connection.prepareStatement(
                "delete from public.atoms_users where email like 'w-%' and id = (select id from"
                    + " public.atoms_users where email like 'w-%' limit 1)")) {
      while (!over.get()) {
        touch.execute();
        add.execute();
        drop.execute();
        written.addAndGet(3);
        Thread.sleep(2);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void remove(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }
}
