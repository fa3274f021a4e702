package tech.atoms.opsdesk.backup.dump;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.backup.Content;
import tech.atoms.opsdesk.backup.Enclosed;
import tech.atoms.opsdesk.backup.Manifest;
import tech.atoms.opsdesk.backup.store.Age;
import tech.atoms.opsdesk.backup.store.Catalogue;
import tech.atoms.opsdesk.backup.store.Enclosure;
import tech.atoms.opsdesk.backup.store.Partial;
import tech.atoms.opsdesk.backup.store.Stored;
import tech.atoms.opsdesk.common.Masking;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;

/**
 * Takes one backup: a snapshot, what is in it, and its dump, of the same moment. Whole in the
 * catalogue at the end, or not there at all. One thread; {@link #progress} and {@link #cancel} on
 * any.
 */
public final class Taking {
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("'bk-'uuuu-MM-dd-HHmm-", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final String ARCHIVE = "dump.pgdump.age";
  private static final Duration LOOK = Duration.ofMillis(250);
  private static final int OLDEST = 14;
  private static final long LEAST_SPACE = 64L << 20;

  private final Catalogue catalogue;
  private final Target target;
  private final String environment;
  private final List<Enclosure> enclosures;
  private final Patience patience;
  private final InstantSource clock;
  private final AtomicReference<@Nullable DumpRun> running = new AtomicReference<>();
  private final AtomicReference<@Nullable Snapshot> reading = new AtomicReference<>();
  private volatile @Nullable Counted plain;
  private volatile Instant dumping = Instant.EPOCH;

  /** As much as the last one was; 0: there is none. */
  private volatile long expected;

  private volatile String table = "";
  private volatile String enclosing = "";
  private volatile boolean cancelled;

  /**
   * A backup to be taken.
   *
   * @param target the database, as a role that sees every row
   * @param environment its name
   * @param enclosures what is kept beside the dump; one that cannot be had is told in the manifest,
   *     and the backup is taken all the same
   * @param clock for how long things take
   */
  public Taking(
      Catalogue catalogue,
      Target target,
      String environment,
      List<Enclosure> enclosures,
      InstantSource clock) {
    this(catalogue, target, environment, enclosures, Patience.USUAL, clock);
  }

  Taking(
      Catalogue catalogue,
      Target target,
      String environment,
      List<Enclosure> enclosures,
      Patience patience,
      InstantSource clock) {
    this.catalogue = catalogue;
    this.target = target;
    this.environment = environment;
    this.enclosures = List.copyOf(enclosures);
    this.patience = patience;
    this.clock = clock;
  }

  /** How far it is, in words; empty before it has begun. */
  public String progress() {
    Counted now = plain;
    return now == null
        ? ""
        : "%.1f MB dumped%s%s%s"
            .formatted(
                now.bytes() / 1e6,
                running.get() == null
                    ? ""
                    : TimeLeft.words(
                        now.bytes(), expected, Duration.between(dumping, clock.instant())),
                table.isEmpty() ? "" : ", rows of " + table + " counted",
                enclosing.isEmpty() ? "" : ", keeping " + enclosing);
  }

  /** Ends it as soon as may be; nothing is left of it then. */
  public void cancel() {
    cancelled = true;
    DumpRun now = running.get();
    if (now != null) {
      now.close();
    }
    Snapshot read = reading.get();
    if (read != null) {
      Thread.ofVirtual().name("backup-cancel").start(read::cancel);
    }
  }

  /**
   * Takes it. Blocks until it is whole.
   *
   * @param run of the desk; empty: none
   * @param by a person, or what was scheduled
   * @throws ProblemException where it was refused, has failed or was cancelled: nothing is left
   */
  public Stored take(String run, String by, String host) throws InterruptedException {
    String application = "atoms-backup-" + UUID.randomUUID().toString().substring(0, 8);
    requireSpace();
    try {
      return take(run, by, host, application);
    } catch (ConnectionLost e) {
      stop(application); // what is left of it there would refuse the next one
      throw e;
    }
  }

  private Stored take(String run, String by, String host, String application)
      throws InterruptedException {
    Instant began = clock.instant();
    try (Snapshot snapshot =
        Snapshot.take(target, application, catalogue.settings().schemas(), patience)) {
      reading.set(snapshot);
      Instant at = snapshot.at();
      Manifest.Server server = snapshot.server();
      if (server.major() < OLDEST) {
        throw problem(
            "the server is PostgreSQL " + server.version() + ", which cannot hash rows",
            "Bring it to version " + OLDEST + " or later");
      }
      Client client = Client.of(server.major());
      String id = NAME.format(at) + UUID.randomUUID().toString().substring(0, 4);
      try (Partial partial = Partial.begin(catalogue, id)) {
        Path file = partial.file(ARCHIVE);
        CompletableFuture<Content> content = content(snapshot);
        Manifest.Archive archive = dump(client, snapshot, application, file, content);
        List<Enclosed> enclosed = enclose(file.resolveSibling(""));
        Manifest manifest =
            new Manifest(
                Manifest.FORMAT,
                id,
                environment,
                at,
                server,
                catalogue.settings().schemas(),
                content.get(),
                snapshot.sequences(),
                snapshot.needs(),
                archive,
                enclosed,
                new Manifest.Made(
                    run,
                    by,
                    host,
                    "pg_dump " + client.version(),
                    Duration.between(began, clock.instant()).toMillis()));
        requireWanted();
        return partial.finish(manifest);
      }
    } catch (IOException | SQLException e) {
      requireWanted();
      throw failed(e);
    } catch (ExecutionException e) {
      requireWanted();
      throw e.getCause() instanceof SQLException sql ? failed(sql) : new IllegalStateException(e);
    } finally {
      reading.set(null);
    }
  }

  private List<Enclosed> enclose(Path directory) throws IOException, InterruptedException {
    List<Enclosed> all = new ArrayList<>();
    for (Enclosure one : enclosures) {
      requireWanted();
      table = "";
      enclosing = one.what();
      all.add(Enclosing.in(directory, one, catalogue.settings().recipients()));
    }
    return all;
  }

  /** While it is dumped, on the connection that holds the snapshot. */
  private CompletableFuture<Content> content(Snapshot snapshot) {
    CompletableFuture<Content> content = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("backup-content")
        .start(
            () -> {
              try {
                content.complete(snapshot.content((name, done, of) -> table = name));
              } catch (SQLException | RuntimeException e) {
                content.completeExceptionally(e);
              }
            });
    return content;
  }

  private Manifest.Archive dump(
      Client client,
      Snapshot snapshot,
      String application,
      Path file,
      CompletableFuture<Content> content)
      throws IOException, InterruptedException, ExecutionException {
    List<String> recipients = catalogue.settings().recipients();
    try (DumpRun dump =
            DumpRun.start(
                client,
                target,
                application,
                catalogue.settings().schemas(),
                List.of("--snapshot=" + snapshot.id()));
        FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      running.set(dump);
      requireWanted(); // its end may have been asked for before there was anything to end
      Counted written =
          new Counted(new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16));
      Counted read = new Counted(Age.encrypting(new KeptOpen(written), recipients));
      dumping = clock.instant();
      plain = read;
      CompletableFuture<Void> pumped = new CompletableFuture<>();
      Thread.ofVirtual()
          .name("backup-dump")
          .start(
              () -> {
                try {
                  dump.into(read);
                  read.close();
                  written.flush();
                  channel.force(true);
                  pumped.complete(null);
                } catch (IOException | InterruptedException | RuntimeException e) {
                  pumped.completeExceptionally(e);
                }
              });
      await(pumped, content, read, application);
      return new Manifest.Archive(
          ARCHIVE,
          written.bytes(),
          written.sha256(),
          read.bytes(),
          read.sha256(),
          client.compression(),
          recipients);
    } finally {
      running.set(null);
    }
  }

  /** Until all is dumped; what makes no progress is stopped, and its connections ended. */
  private void await(
      CompletableFuture<Void> pumped,
      CompletableFuture<Content> content,
      Counted read,
      String application)
      throws InterruptedException, IOException, ExecutionException {
    long before = -1;
    long since = System.nanoTime();
    while (true) {
      if (content.isCompletedExceptionally()) {
        content.get(); // the snapshot is gone with it, and that is why the dump fails
      }
      try {
        pumped.get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        return;
      } catch (TimeoutException e) {
        if (read.bytes() != before) {
          before = read.bytes();
          since = System.nanoTime();
        } else if (System.nanoTime() - since > patience.stalled().toNanos()) {
          stop(application);
          throw problem(
              "the dump has made no progress for " + patience.stalled().toSeconds() + " s",
              "See what the database waits for: opsdesk db blocking");
        }
      } catch (ExecutionException e) {
        if (content.isCompletedExceptionally()) {
          continue;
        }
        requireWanted();
        Throwable cause = e.getCause();
        if (cause instanceof ProblemException known) {
          throw known;
        }
        throw new IOException(cause == null ? e.getMessage() : cause.getMessage(), e);
      }
    }
  }

  private void requireWanted() {
    if (cancelled) {
      throw problem("it was cancelled", "Nothing is left of it");
    }
  }

  private void stop(String application) {
    DumpRun now = running.get();
    if (now != null) {
      now.close();
    }
    try (Connection connection = target.connect(application + "-end", 10);
        PreparedStatement end =
            connection.prepareStatement(
                "select pg_terminate_backend(pid) from pg_stat_activity"
                    + " where application_name = ? and pid <> pg_backend_pid()")) {
      end.setString(1, application);
      end.execute();
    } catch (SQLException e) {
      // The server ends them itself once it notices that nobody listens.
    }
  }

  private void requireSpace() {
    Path directory = catalogue.settings().directory();
    long last = 0;
    for (Stored one : catalogue.all()) {
      Manifest manifest = one.manifest();
      if (manifest != null) {
        last = manifest.archive().bytes();
        expected = manifest.archive().plainBytes();
        break;
      }
    }
    long wanted = Math.max(LEAST_SPACE, last + last / 5);
    try {
      Files.createDirectories(directory);
      long free = Files.getFileStore(directory).getUsableSpace();
      if (free < wanted) {
        throw problem(
            "there is too little space: %d MB free, %d MB wanted"
                .formatted(free >> 20, wanted >> 20),
            "Make room in " + directory);
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private static ProblemException problem(String why, String next) {
    return new ProblemException(new Problem("The backup was not taken", "backup", why, next));
  }

  private static ProblemException failed(Exception cause) {
    String said = String.valueOf(cause.getMessage());
    Problem problem =
        new Problem(
            "The backup was not taken",
            cause instanceof SQLException ? "the database" : "the directory of backups",
            Masking.mask(said.lines().findFirst().orElse(said)),
            "Mend that, and take it again");
    return ConnectionLost.is(cause)
        ? new ConnectionLost(problem, cause)
        : new ProblemException(problem, cause);
  }
}
