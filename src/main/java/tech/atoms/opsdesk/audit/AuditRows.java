package tech.atoms.opsdesk.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.function.Predicate;

/** The statements of the audit trail. */
final class AuditRows {
  static final String COLUMNS =
      "seq, at, environment, actor, login, host, action, subject, outcome, detail, previous, hash";

  /** One writer at a time, of all desks on the store: or two rows would follow the same one. */
  private static final String ALONE = "select pg_advisory_xact_lock(1869636451, 1635085428)";

  private static final String LAST = "select seq, hash from audit order by seq desc limit 1";
  private static final String INSERT =
      "insert into audit (" + COLUMNS + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
  private static final String HEAD =
      """
      insert into audit_head (seq, hash) values (?, ?)
      on conflict (one) do update set seq = excluded.seq, hash = excluded.hash
      """;
  private static final int FETCH = 500;

  private AuditRows() {}

  /** Appends a row in the transaction of the connection. */
  static Line append(Connection connection, Entry unmasked, String host) throws SQLException {
    Entry entry = unmasked.masked();
    try (PreparedStatement alone = connection.prepareStatement(ALONE)) {
      alone.execute();
    }
    long seq = 0;
    String previous = Line.NONE;
    try (PreparedStatement last = connection.prepareStatement(LAST);
        ResultSet row = last.executeQuery()) {
      if (row.next()) {
        seq = row.getLong(1);
        previous = row.getString(2);
      }
    }
    Line line = Line.after(seq + 1, previous, entry, host);
    try (PreparedStatement insert = connection.prepareStatement(INSERT);
        PreparedStatement head = connection.prepareStatement(HEAD)) {
      insert.setLong(1, line.seq());
      insert.setObject(2, OffsetDateTime.ofInstant(entry.at(), ZoneOffset.UTC));
      insert.setString(3, entry.environment());
      insert.setString(4, entry.actor());
      insert.setString(5, entry.login());
      insert.setString(6, host);
      insert.setString(7, entry.action());
      insert.setString(8, entry.subject());
      insert.setString(9, entry.outcome().word());
      insert.setString(10, entry.detail());
      insert.setString(11, previous);
      insert.setString(12, line.hash());
      insert.executeUpdate();
      head.setLong(1, line.seq());
      head.setString(2, line.hash());
      head.executeUpdate();
    }
    return line;
  }

  /** Gives rows one by one, as long as they are wanted. Needs a transaction for a large trail. */
  static void each(PreparedStatement select, Predicate<Line> wanted) throws SQLException {
    select.setFetchSize(FETCH);
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        Entry entry =
            new Entry(
                row.getObject(2, OffsetDateTime.class).toInstant(),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(7),
                row.getString(8),
                Entry.Outcome.valueOf(row.getString(9).toUpperCase(Locale.ROOT)),
                row.getString(10));
        Line line =
            new Line(row.getLong(1), entry, row.getString(6), row.getString(11), row.getString(12));
        if (!wanted.test(line)) {
          return;
        }
      }
    }
  }
}
