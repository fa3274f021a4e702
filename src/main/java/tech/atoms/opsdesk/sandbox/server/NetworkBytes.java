package tech.atoms.opsdesk.sandbox.server;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.jetty.io.Connection;

/**
 * Bytes that went over the server's connections, open ones included. Both totals only ever grow.
 */
final class NetworkBytes implements Connection.Listener {
  private record Seen(long in, long out) {}

  private final Map<Connection, Seen> open = new ConcurrentHashMap<>();
  private final LongAdder received = new LongAdder();
  private final LongAdder sent = new LongAdder();

  @Override
  public void onOpened(Connection connection) {
    open.put(connection, new Seen(0, 0));
  }

  @Override
  public void onClosed(Connection connection) {
    account(connection);
    open.remove(connection);
  }

  long received() {
    open.keySet().forEach(this::account);
    return received.sum();
  }

  long sent() {
    open.keySet().forEach(this::account);
    return sent.sum();
  }

  private void account(Connection connection) {
    open.computeIfPresent(
        connection,
        (c, seen) -> {
          Seen now = new Seen(c.getBytesIn(), c.getBytesOut());
          received.add(Math.max(0, now.in() - seen.in()));
          sent.add(Math.max(0, now.out() - seen.out()));
          return now;
        });
  }
}
