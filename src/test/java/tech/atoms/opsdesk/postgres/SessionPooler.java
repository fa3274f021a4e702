package tech.atoms.opsdesk.postgres;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A pooler of sessions in front of a PostgreSQL, as small as one can be: each client has a process
 * of its own for as long as it stays, and is told another number of it than its own.
 */
public final class SessionPooler implements AutoCloseable {
  private static final int MADE_UP = 1_000_000_000;

  private final ServerSocket door;
  private final int port;
  private final Queue<Socket> open = new ConcurrentLinkedQueue<>();

  /** Begins to listen, in front of a port of this machine. */
  public SessionPooler(int port) throws IOException {
    this.port = port;
    door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  public int port() {
    return door.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = door.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        open.add(client);
        open.add(server);
        Thread.ofVirtual().start(() -> pass(client, server));
        Thread.ofVirtual().start(() -> answer(server, client));
      }
    } catch (IOException closed) {
      // That is how it ends.
    }
  }

  private static void pass(Socket client, Socket server) {
    try (client;
        server) {
      client.getInputStream().transferTo(server.getOutputStream());
    } catch (IOException gone) {
      // One of them hung up.
    }
  }

  private static void answer(Socket server, Socket client) {
    try (server;
        client) {
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
    } catch (IOException gone) {
      // One of them hung up.
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
    for (Socket one : open) {
      one.close();
    }
  }
}
