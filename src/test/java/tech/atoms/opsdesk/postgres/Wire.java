package tech.atoms.opsdesk.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;

/** The network between a desk and a server: it can swallow what is said, or be cut. */
public final class Wire implements AutoCloseable {
  private final Door door;
  private volatile Trouble trouble = Trouble.NONE;
  private volatile long after = Long.MAX_VALUE;
  private volatile boolean answered = true;

  /** What happens to a connection on which so much of the server's answers has passed. */
  public enum Trouble {
    NONE,
    /** It passes nothing more, and neither end hears of that. */
    STALLED,
    /** It is closed. */
    CUT
  }

  /** Begins to listen, and passes on to a port of this machine. */
  public Wire(int to) throws IOException {
    door =
        new Door(
            to,
            (desk, server) -> {
              boolean old = answered;
              Thread.ofVirtual().start(() -> pass(desk, server, false, old));
              pass(server, desk, true, old);
            });
  }

  public int port() {
    return door.port();
  }

  /** How many have come until now. */
  public int came() {
    return door.came();
  }

  /** Befalls each connection, once it has carried so many bytes of answers. */
  public void befalls(Trouble what, long bytes) {
    trouble = what;
    after = bytes;
  }

  /** No answer passes on what is open now; new connections are well. */
  public void swallow() {
    answered = false;
  }

  /** Nothing passes any more, and new connections are refused. */
  public void vanish() throws IOException {
    befalls(Trouble.STALLED, 0);
    door.shut();
  }

  private void pass(Socket from, Socket to, boolean answers, boolean old) {
    try {
      InputStream in = from.getInputStream();
      byte[] chunk = new byte[16_384];
      long passed = 0;
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        if (answers && old && !answered) {
          continue; // the server thinks that it was heard
        }
        passed += read;
        if (trouble == Trouble.STALLED && passed > after) {
          return; // both ends stay open, and hear nothing
        }
        if (answers && trouble == Trouble.CUT && passed > after) {
          break;
        }
        to.getOutputStream().write(chunk, 0, read);
      }
      if (answers && old && !answered) {
        return; // that the server hangs up is not heard either
      }
      from.close();
      to.close();
    } catch (IOException cut) {
      // The other side is cut too.
    }
  }

  @Override
  public void close() {
    door.close();
  }
}
