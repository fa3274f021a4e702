package tech.atoms.opsdesk.metric.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** Makes partitions when the first row of their time arrives, and drops those past their time. */
final class Partitions {
  /** Guards the making of partitions among all desks on one store. */
  private static final long ADVISORY_LOCK = 0x6f70_7364_6573_6b01L;

  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("uuuuMMddHH", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Set<String> known = ConcurrentHashMap.newKeySet();

  /** Forgets what exists: another desk may have dropped it, or the store is another one. */
  void forget() {
    known.clear();
  }

  /**
   * Makes sure that rows of these times have a place. Commits; call it outside a transaction.
   *
   * @param connection without autocommit
   */
  void ensure(Connection connection, Level level, Collection<Instant> times) throws SQLException {
    Set<Instant> missing = new TreeSet<>();
    for (Instant at : times) {
      Instant start = level.partitionStart(at);
      if (!known.contains(name(level, start))) {
        missing.add(start);
      }
    }
    if (missing.isEmpty()) {
      return;
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute("set local lock_timeout = '5s'");
      statement.execute("select pg_advisory_xact_lock(" + ADVISORY_LOCK + ")");
      for (Instant start : missing) {
        statement.execute(
            "create table if not exists "
                + name(level, start)
                + " partition of "
                + level.table()
                + " for values from ('"
                + start
                + "') to ('"
                + level.partitionEnd(start)
                + "')");
      }
      connection.commit();
    }
    missing.forEach(start -> known.add(name(level, start)));
  }

  /**
   * Drops the partitions that end before everything that is kept. Commits.
   *
   * @return how many were dropped
   */
  int prune(Connection connection, Level level, Instant now) throws SQLException {
    Instant oldest = now.minus(level.kept());
    List<String> old = new ArrayList<>();
    for (String name : existing(connection, level)) {
      Instant start = startOf(name);
      if (!level.partitionEnd(start).isAfter(oldest)) {
        old.add(name);
      }
    }
    try (Statement statement = connection.createStatement()) {
      for (String name : old) {
        // One at a time: each needs the parent for itself for a moment.
        statement.execute("set local lock_timeout = '2s'");
        statement.execute("drop table if exists " + name);
        connection.commit();
        known.remove(name);
      }
    }
    return old.size();
  }

  private static List<String> existing(Connection connection, Level level) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid"
                + " where i.inhparent = ?::regclass and c.relname ~ '_p[0-9]{10}$'"
                + " order by c.relname")) {
      select.setString(1, level.table());
      List<String> names = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          names.add(row.getString(1));
        }
      }
      connection.commit();
      return names;
    }
  }

  private static String name(Level level, Instant start) {
    return level.table() + "_p" + NAME.format(start);
  }

  private static Instant startOf(String name) {
    return LocalDateTime.parse(name.substring(name.length() - 10), NAME).toInstant(ZoneOffset.UTC);
  }
}
