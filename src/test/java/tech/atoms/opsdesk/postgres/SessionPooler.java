package tech.atoms.opsdesk.postgres;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;

/**
 * A pooler of sessions in front of a PostgreSQL, as small as one can be: each client has a process
 * of its own for as long as it stays, and is told another number of it than its own.
 */
public final class SessionPooler implements AutoCloseable {
  private static final int MADE_UP = 1_000_000_000;

  private final Door door;

  /** Begins to listen, in front of a port of this machine. */
  public SessionPooler(int port) throws IOException {
    door =
        new Door(
            port,
            (client, server) -> {
              Thread.ofVirtual().start(() -> pass(client, server));
              try (client;
                  server) {
                answer(server, client);
              }
            });
  }

  public int port() {
    return door.port();
  }

  /** How many have come until now. */
  public int came() {
    return door.came();
  }

  private static void pass(Socket client, Socket server) {
    try (client;
        server) {
      client.getInputStream().transferTo(server.getOutputStream());
    } catch (IOException gone) {
      // One of them hung up.
    }
  }

  private static void answer(Socket server, Socket client) throws IOException {
    DataInputStream in = new DataInputStream(server.getInputStream());
    DataOutputStream out = new DataOutputStream(client.getOutputStream());
    int type;
    do {
      type = in.readUnsignedByte();
      int length = in.readInt();
      out.writeByte(type);
      out.writeInt(length);
      if (type == 'K') {
        out.writeInt(in.readInt() + MADE_UP);
        length -= 4;
      }
      out.write(in.readNBytes(length - 4));
      out.flush();
    } while (type != 'Z');
    in.transferTo(out);
  }

  @Override
  public void close() {
    door.close();
  }
}
