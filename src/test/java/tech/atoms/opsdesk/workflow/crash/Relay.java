package tech.atoms.opsdesk.workflow.crash;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Stands between the desk and a server: what is asked is seen before it is passed on. */
final class Relay implements AutoCloseable {
  private static final int KEPT = 16_384;

  private final ServerSocket socket;
  private final int to;
  private final Watch watch;
  private final Queue<Socket> open = new ConcurrentLinkedQueue<>();

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
    this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.to = to;
    this.watch = watch;
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return socket.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket desk = socket.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), to);
        desk.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        open.add(desk);
        open.add(server);
        Line line = new Line();
        Thread.ofVirtual().start(() -> pass(desk, server, text -> asked(line, text)));
        Thread.ofVirtual().start(() -> pass(server, desk, text -> watch.answered(line, text)));
      }
    } catch (IOException closed) {
      // That is how it ends.
    }
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
    try {
      socket.close();
      for (Socket one : open) {
        one.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
