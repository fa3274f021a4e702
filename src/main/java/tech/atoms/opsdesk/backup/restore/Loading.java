package tech.atoms.opsdesk.backup.restore;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;
import tech.atoms.opsdesk.backup.dump.Client;
import tech.atoms.opsdesk.backup.dump.TimeLeft;
import tech.atoms.opsdesk.backup.store.Archived;
import tech.atoms.opsdesk.environment.Secret;

/**
 * Loads rows of an archive into tables, within the transaction of a connection. However many there
 * are, no more than a piece of them is in memory. One thread; {@link #progress} and {@link #stop}
 * on any.
 */
final class Loading {
  private static final int PIECE = 1 << 16;

  private final Archived archived;
  private final Secret identity;
  private final AtomicReference<@Nullable DataRun> running = new AtomicReference<>();
  private final AtomicLong bytes = new AtomicLong();

  /** Of the archive, by the reading of now. */
  private final AtomicLong read = new AtomicLong();

  private volatile long begun;
  private final AtomicLong moved;
  private volatile String table = "";
  private volatile boolean stopped;

  /**
   * A loading.
   *
   * @param moved counts whatever is read, of the archive and of rows
   */
  Loading(Archived archived, Secret identity, AtomicLong moved) {
    this.moved = moved;
    this.archived = archived;
    this.identity = identity;
  }

  /** How far it is, in words; empty where nothing is loaded. */
  String progress() {
    String now = table;
    return now.isEmpty()
        ? ""
        : "loading %s, %.1f MB of rows in all%s"
            .formatted(
                now,
                bytes.get() / 1e6,
                TimeLeft.words(
                    read.get(),
                    archived.manifest().archive().plainBytes(),
                    Duration.ofNanos(System.nanoTime() - begun)));
  }

  /** Of rows, until now. */
  long bytes() {
    return bytes.get();
  }

  /** Ends what is loaded now, and lets nothing more be. */
  void stop() {
    stopped = true;
    DataRun now = running.get();
    if (now != null) {
      now.close();
    }
  }

  /** All is loaded. */
  void over() {
    table = "";
  }

  /**
   * Loads tables in one reading of the archive.
   *
   * @param tables names, in the archive's order
   * @param entries their lines in its list
   * @param list a file for those
   */
  void load(
      Connection connection,
      Client client,
      List<String> tables,
      Map<String, String> entries,
      Path list)
      throws SQLException, IOException, InterruptedException {
    CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
    List<String> lines = tables.stream().map(entries::get).map(String::valueOf).toList();
    read.set(0);
    begun = System.nanoTime();
    try (InputStream dump = counted(dump(), read);
        DataRun run = DataRun.rows(client, dump, lines, list)) {
      running.set(run);
      DataScript script = new DataScript(run.text());
      for (String name : tables) {
        if (stopped) {
          throw new IOException("it was stopped");
        }
        String sql = next(script, run);
        table = name;
        try {
          copy.copyIn(sql, counted(counted(script.rows(), bytes), moved), PIECE);
        } catch (EOFException e) {
          run.end(); // tells why it has ended
          throw e;
        }
      }
      if (script.next() != null) {
        throw new IOException("its archive holds rows of more tables than it lists");
      }
      run.end();
    } finally {
      running.set(null);
    }
  }

  /** The archive in the clear, which is counted as it is read. */
  InputStream dump() throws IOException {
    return counted(archived.dump(identity), moved);
  }

  private static String next(DataScript script, DataRun run)
      throws IOException, InterruptedException {
    String sql = script.next();
    if (sql == null) {
      run.end();
      throw new IOException("its archive holds rows of fewer tables than it lists");
    }
    return sql;
  }

  private static InputStream counted(InputStream from, AtomicLong count) {
    return new FilterInputStream(from) {
      @Override
      public int read(byte[] into, int at, int length) throws IOException {
        int read = in.read(into, at, length);
        if (read > 0) {
          count.addAndGet(read);
        }
        return read;
      }
    };
  }
}
