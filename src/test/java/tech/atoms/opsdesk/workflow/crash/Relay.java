package tech.atoms.opsdesk.workflow.crash;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import tech.atoms.opsdesk.postgres.Door;

/** Stands between the desk and a server: what is asked is seen before it is passed on. */
final class Relay implements AutoCloseable {
  private static final int KEPT = 16_384;

  private final Door door;
  private final Watch watch;

  /** Sees what passes; on the thread that passes it. */
  interface Watch {
    /** Whether what was asked is passed on. */
    boolean asked(Line line);

    /** Whether an answer is passed on. */
    boolean answered(Line line, String answer);
  }

  /** One connection. */
  static final class Line {
    /** What the desk has said on it, the newest of it. */
    final StringBuilder said = new StringBuilder();

    /** Set by who watches. */
    volatile boolean marked;
  }

  /** Begins to listen, and passes on to a port of this machine. */
  Relay(int to, Watch watch) throws IOException {
    this.watch = watch;
    this.door =
        new Door(
            to,
            (desk, server) -> {
              Line line = new Line();
              Thread.ofVirtual().start(() -> pass(desk, server, text -> asked(line, text)));
              pass(server, desk, text -> watch.answered(line, text));
            });
  }

  int port() {
    return door.port();
  }

  private boolean asked(Line line, String text) {
    line.said.append(text);
    if (line.said.length() > KEPT) {
      line.said.delete(0, line.said.length() - KEPT);
    }
    return watch.asked(line);
  }

  private interface Decision {
    boolean passes(String text);
  }

  private static void pass(Socket from, Socket to, Decision decision) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      byte[] chunk = new byte[65_536];
      int read = in.read(chunk);
      while (read >= 0) {
        if (decision.passes(new String(chunk, 0, read, StandardCharsets.ISO_8859_1))) {
          to.getOutputStream().write(chunk, 0, read);
        }
        read = in.read(chunk);
      }
    } catch (IOException cut) {
      // The other side is cut too.
    }
  }

  @Override
  public void close() {
    door.close();
  }
}
