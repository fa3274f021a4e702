package tech.atoms.opsdesk.checklist.record;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.audit.Audit;
import tech.atoms.opsdesk.audit.Entry;
import tech.atoms.opsdesk.audit.Line;
import tech.atoms.opsdesk.checklist.state.Recorded;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.store.Sql;
import tech.atoms.opsdesk.store.SqlTrouble;
import tech.atoms.opsdesk.store.Store;

/**
 * The checklist of one environment in the store. Safe on any thread; every method may block on the
 * store, and throws a {@link ProblemException} where it is away.
 */
public final class Records {
  /** Tells other desks that something has changed. */
  static final String CHANNEL = "opsdesk_checklist";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMM HH:mm:ss 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final String FIRST =
      """
      insert into item_version (environment, item, version, by_name, what, at)
      values (?, ?, 1, ?, ?, ?) on conflict do nothing
      """;
  private static final String NEXT =
      """
      update item_version set version = version + 1, by_name = ?, what = ?, at = ?
      where environment = ? and item = ? and version = ?
      """;
  private static final String WHO =
      "select by_name, what, at from item_version where environment = ? and item = ?";

  private final Store store;
  private final Audit audit;
  private final String environment;
  private final String desk = UUID.randomUUID().toString();

  /**
   * The checklist of an environment.
   *
   * @param environment its name
   */
  public Records(Store store, Audit audit, String environment) {
    this.store = store;
    this.audit = audit;
    this.environment = environment;
  }

  /** Why nothing can be read or changed now; null where it can. */
  public @Nullable Problem trouble() {
    return store.dataSource().isPresent() ? null : away("The checklist's records are not there");
  }

  /** Everything that is recorded, of one instant. */
  public Stored load() {
    try (Connection connection = source("The checklist cannot be read").getConnection()) {
      connection.setAutoCommit(false);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      Stored stored =
          new Stored(
              FindingRows.all(connection, environment),
              PersonRows.ticks(connection, environment),
              PersonRows.waivers(connection, environment),
              PersonRows.signatures(connection, environment),
              PersonRows.versions(connection, environment));
      connection.commit();
      return stored;
    } catch (SQLException e) {
      throw failed("The checklist cannot be read", e);
    }
  }

  /**
   * Records findings, and tells other desks.
   *
   * @param now what is recorded of a much later time gives way
   */
  public void put(List<Recorded> findings, Instant now) {
    if (findings.isEmpty()) {
      return;
    }
    try (Connection connection = source("Findings cannot be recorded").getConnection()) {
      connection.setAutoCommit(false);
      FindingRows.put(connection, environment, findings, now);
      tell(connection);
      connection.commit();
    } catch (SQLException e) {
      throw failed("Findings cannot be recorded", e);
    }
  }

  /**
   * Changes an item, with its line in the audit trail: both or neither.
   *
   * @param seen the version that the person saw
   * @throws TooLate where somebody else has changed the item since
   */
  public void change(Change change, long seen, Entry entry) {
    String what = change.item() + " was not changed";
    Line line;
    try (Connection connection = source(what).getConnection()) {
      connection.setAutoCommit(false);
      if (!claim(connection, change, seen, entry)) {
        connection.rollback();
        throw tooLate(connection, change);
      }
      PersonRows.apply(connection, environment, change);
      tell(connection);
      line = audit.append(connection, entry);
      connection.commit();
    } catch (SQLException e) {
      throw failed(what, e);
    }
    audit.remember(line);
  }

  /** The content of an attachment; empty where there is none of that hash. */
  public Optional<byte[]> attachment(String sha256) {
    try (Connection connection = source("The attachment cannot be read").getConnection();
        PreparedStatement select =
            connection.prepareStatement("select content from attachment where sha256 = ?")) {
      select.setString(1, sha256);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.of(row.getBytes(1)) : Optional.empty();
      }
    } catch (SQLException e) {
      throw failed("The attachment cannot be read", e);
    }
  }

  /**
   * Listens for changes that other desks make.
   *
   * @param changed runs whenever something may have changed, on a thread of its own, and when the
   *     store has come or gone
   */
  public Listener listen(Runnable changed) {
    return new Listener(store, environment, desk, changed);
  }

  private boolean claim(Connection connection, Change change, long seen, Entry entry)
      throws SQLException {
    int rows =
        seen == 0
            ? Sql.update(
                connection,
                FIRST,
                environment,
                change.item(),
                entry.actor(),
                change.word(),
                entry.at())
            : Sql.update(
                connection,
                NEXT,
                entry.actor(),
                change.word(),
                entry.at(),
                environment,
                change.item(),
                seen);
    return rows == 1;
  }

  private TooLate tooLate(Connection connection, Change change) throws SQLException {
    String why = "it was changed in the meantime";
    try (PreparedStatement select = connection.prepareStatement(WHO)) {
      select.setString(1, environment);
      select.setString(2, change.item());
      try (ResultSet row = select.executeQuery()) {
        if (row.next()) {
          why =
              row.getString(1)
                  + " "
                  + row.getString(2)
                  + " it first, on "
                  + TIME.format(row.getObject(3, OffsetDateTime.class).toInstant());
        }
      }
    }
    return new TooLate(
        new Problem(
            "Somebody was first, nothing was changed",
            change.item(),
            why,
            "Look at it as it is now, and decide again"));
  }

  private void tell(Connection connection) throws SQLException {
    try (PreparedStatement notify = connection.prepareStatement("select pg_notify(?, ?)")) {
      notify.setString(1, CHANNEL);
      notify.setString(2, Listener.payload(environment, desk));
      notify.execute();
    }
  }

  private DataSource source(String what) {
    return store.dataSource().orElseThrow(() -> new ProblemException(away(what)));
  }

  private Problem away(String what) {
    Problem trouble = store.trouble();
    return new Problem(
        what,
        store.where(),
        trouble == null ? "the store is not open yet" : trouble.why(),
        "Try again when the store is back; the desk opens it again by itself");
  }

  private ProblemException failed(String what, SQLException e) {
    store.suspect();
    return new ProblemException(SqlTrouble.problem(what, store.where(), e), e);
  }
}
