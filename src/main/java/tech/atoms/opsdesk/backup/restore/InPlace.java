package tech.atoms.opsdesk.backup.restore;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import tech.atoms.opsdesk.backup.Content;
import tech.atoms.opsdesk.backup.Manifest;
import tech.atoms.opsdesk.backup.dump.Client;
import tech.atoms.opsdesk.backup.dump.ContentReader;
import tech.atoms.opsdesk.backup.dump.Lifeline;
import tech.atoms.opsdesk.backup.dump.Patience;
import tech.atoms.opsdesk.backup.dump.Target;
import tech.atoms.opsdesk.backup.store.Archived;
import tech.atoms.opsdesk.backup.store.Stored;
import tech.atoms.opsdesk.common.Few;
import tech.atoms.opsdesk.common.Masking;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.environment.Secret;

/**
 * Restores the rows of a verified backup into the live database: tables are locked, emptied, loaded
 * and compared with the manifest, row for row, in one transaction. It is committed where all is
 * equal; whatever else happens, the live data stays as it was. One thread; {@link #progress} and
 * {@link #cancel} on any.
 */
public final class InPlace {
  private static final String UNCHANGED = "The live data is as it was";

  private static final int LOOKS = 10;
  private static final Duration LOOK = Duration.ofSeconds(1);

  private enum State {
    WORKING,
    CANCELLED,
    COMMITTING
  }

  private final Stored backup;
  private final Archived archived;
  private final Manifest manifest;
  private final Target target;
  private final Patience patience;
  private final AtomicLong moved = new AtomicLong();
  private final AtomicReference<State> state = new AtomicReference<>(State.WORKING);
  private final AtomicReference<@Nullable Connection> connected = new AtomicReference<>();
  private final Loading loading;
  private volatile String progress = "";

  /** Hears of the transaction before it is committed. */
  @FunctionalInterface
  public interface Mark {
    /**
     * It is about to be committed.
     *
     * @param transaction its number; {@link Fate#of} tells from it what has become of it
     * @throws IOException where that cannot be kept: nothing is committed then
     */
    void committing(String transaction) throws IOException;
  }

  /**
   * A restore of a backup.
   *
   * @param identity the secret key that opens its archive
   * @param target the live database, as a role that owns the tables
   * @throws ProblemException where the backup is no use, or was never verified
   */
  public InPlace(Stored backup, Secret identity, Target target) {
    this(backup, identity, target, Patience.USUAL);
  }

  InPlace(Stored backup, Secret identity, Target target, Patience patience) {
    this.patience = patience;
    this.archived = new Archived(backup);
    this.manifest = archived.manifest();
    this.backup = backup;
    this.target = target;
    this.loading = new Loading(archived, identity, moved);
    Preflight.requireVerified(backup, manifest);
  }

  /** How far it is, in words; empty before it has begun. */
  public String progress() {
    String now = loading.progress();
    return now.isEmpty() ? progress : now;
  }

  /**
   * Ends it as soon as may be, and leaves the live data as it was.
   *
   * @return false where it is too late: it is being committed, or was
   */
  public boolean cancel() {
    if (!state.compareAndSet(State.WORKING, State.CANCELLED)) {
      return isCancelled();
    }
    Connection connection = connected.get();
    Thread.ofVirtual()
        .name("restore-cancel")
        .start(
            () -> {
              loading.stop();
              try {
                if (connection != null) {
                  connection.unwrap(PGConnection.class).cancelQuery();
                }
              } catch (SQLException e) {
                // It notices before it commits.
              }
            });
    return true;
  }

  /**
   * Restores it. Blocks until it is committed or rolled back.
   *
   * @param tables names of those that are restored; empty: all of the backup
   * @param mark hears of the transaction before it is committed
   * @throws ProblemException where it was refused, has failed or was cancelled: the live data is as
   *     it was. Only where the answer to the commit was lost nobody knows, and the problem says so
   */
  public Restored restore(Set<String> tables, Mark mark) throws InterruptedException {
    progress = "reading the archive";
    archived.requireWhole();
    Client client = Client.of(manifest.server().major());
    Path list = null;
    try (Connection connection = Opened.writing(target);
        Lifeline line = Lifeline.of(target, connection, patience, moved::get)) {
      connected.set(connection);
      list = Files.createTempFile("opsdesk-restore", ".list");
      try {
        return restore(connection, client, tables, list, mark);
      } catch (SQLException e) {
        throw line.told(e);
      }
    } catch (SQLException | IOException e) {
      throw isCancelled() ? cancelled() : failed("The backup was not restored", e);
    } catch (ProblemException e) {
      throw isCancelled() ? cancelled() : e;
    } finally {
      connected.set(null);
      if (list != null) {
        discard(list);
      }
    }
  }

  private Restored restore(
      Connection connection, Client client, Set<String> wanted, Path list, Mark mark)
      throws SQLException, IOException, InterruptedException {
    Preflight ready = Preflight.require(connection, manifest, wanted);
    Map<String, String> entries;
    try (InputStream dump = loading.dump()) {
      entries = DataRun.entries(DataRun.list(client, dump), ready.tables());
    }
    if (entries.size() != ready.tables().size()) {
      throw new IOException("its archive has rows of other tables than its manifest");
    }
    List<List<String>> passes = Passes.of(List.copyOf(entries.keySet()), ready.refersTo());
    progress = "waiting for " + ready.tables().size() + " tables";
    Locked.lock(connection, manifest, ready.tables());
    requireWanted();
    List<Live.Trigger> triggers = new Live(connection).triggers(ready.tables());
    try (Statement statement = connection.createStatement()) {
      for (Live.Trigger trigger : triggers) {
        statement.execute(trigger.disable()); // what they did stands in the rows already
      }
      statement.execute("truncate table " + Locked.only(ready.tables()));
      statement.execute("set constraints all deferred");
      for (List<String> pass : passes) {
        loading.load(connection, client, pass, entries, list);
      }
      loading.over();
      statement.execute("set constraints all immediate");
      for (Live.Trigger trigger : triggers) {
        statement.execute(trigger.enable());
      }
    }
    Content found = content(connection, ready);
    List<String> differences = ready.expected().differences(found);
    if (!differences.isEmpty()) {
      throw new IOException("what was loaded is not what was backed up: " + Few.of(differences));
    }
    Locked.setSequences(connection, manifest, ready.tables());
    commit(connection, mark);
    analyze(ready.tables());
    return new Restored(backup.id(), found, loading.bytes());
  }

  /** Plans of queries stand on statistics, and those are of the rows before. */
  private void analyze(List<LiveTable> tables) {
    progress = "analyzing";
    try (Connection connection = Opened.writing(target);
        Lifeline _ = Lifeline.of(target, connection, patience, moved::get);
        Statement statement = connection.createStatement()) {
      statement.execute("set local lock_timeout = '2s'");
      statement.execute(
          "analyze " + tables.stream().map(LiveTable::quoted).collect(Collectors.joining(", ")));
      connection.commit();
    } catch (SQLException e) {
      // The server does it by itself, a little later.
    }
  }

  private void commit(Connection connection, Mark mark)
      throws SQLException, IOException, InterruptedException {
    progress = "committing";
    String transaction;
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select txid_current()")) {
      row.next();
      transaction = row.getString(1);
    }
    mark.committing(transaction);
    if (!state.compareAndSet(State.WORKING, State.COMMITTING)) {
      throw new SQLException("it was cancelled");
    }
    try {
      connection.commit();
    } catch (SQLException e) {
      requireCommitted(transaction, e);
    }
  }

  /** The answer was lost, or it was refused: the server knows. */
  private void requireCommitted(String transaction, SQLException lost)
      throws SQLException, InterruptedException {
    for (int i = 0; i < LOOKS; i++) {
      try {
        Fate fate = Fate.of(target, transaction);
        if (fate == Fate.COMMITTED) {
          return;
        }
        if (fate == Fate.NOT_COMMITTED) {
          throw lost;
        }
      } catch (ProblemException away) {
        // It may come back.
      }
      Thread.sleep(LOOK);
    }
    throw new ProblemException(
        new Problem(
            "Whether the backup was restored is not known",
            backup.id(),
            "the answer to the commit was lost: " + line(lost),
            "The rows are either those of before or those of the backup: look when the database"
                + " answers"),
        lost);
  }

  private Content content(Connection connection, Preflight ready) throws SQLException {
    Set<String> names = Preflight.names(ready.expected());
    return ContentReader.read(
        connection,
        manifest.schemas(),
        names::contains,
        (table, done, of) -> {
          moved.incrementAndGet();
          progress = "compared %s, %d of %d".formatted(table, done, of);
        });
  }

  private boolean isCancelled() {
    return state.get() == State.CANCELLED;
  }

  private ProblemException cancelled() {
    return new ProblemException(
        new Problem("The restore was cancelled", backup.id(), "a person asked for it", UNCHANGED));
  }

  private void requireWanted() throws SQLException {
    if (isCancelled()) {
      throw new SQLException("it was cancelled");
    }
  }

  private static void discard(Path list) {
    try {
      Files.deleteIfExists(list);
    } catch (IOException e) {
      list.toFile().deleteOnExit(); // it holds names of tables, nothing else
    }
  }

  private static String line(Exception e) {
    String said = String.valueOf(e.getMessage());
    return Masking.mask(said.lines().findFirst().orElse(said));
  }

  private ProblemException failed(String what, Exception cause) {
    return new ProblemException(
        new Problem(
            what,
            cause instanceof SQLException ? "the database" : backup.id(),
            line(cause),
            UNCHANGED + ": find out why, and try again"),
        cause);
  }
}
