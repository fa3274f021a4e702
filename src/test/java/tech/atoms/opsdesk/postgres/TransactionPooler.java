package tech.atoms.opsdesk.postgres;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;

/**
 * A pooler of transactions in front of a PostgreSQL, as small as one can be: each client signs in
 * on a connection of its own, which then belongs to all. A client has one for a transaction; who
 * comes next gets the one that was given back last.
 */
public final class TransactionPooler implements AutoCloseable {
  private final Door door;
  private final BlockingDeque<Link> free = new LinkedBlockingDeque<>();

  private record Link(Socket socket, DataInputStream in, DataOutputStream out) {
    static Link of(Socket socket) throws IOException {
      return new Link(
          socket,
          new DataInputStream(socket.getInputStream()),
          new DataOutputStream(socket.getOutputStream()));
    }
  }

  /** Begins to listen, in front of a port of this machine. */
  public TransactionPooler(int port) throws IOException {
    door = new Door(port, this::serve);
  }

  public int port() {
    return door.port();
  }

  /** The connection that was made for a client outlives it. */
  private void serve(Socket socket, Socket server) throws IOException, InterruptedException {
    try (socket) {
      Link client = Link.of(socket);
      Link own = Link.of(server);
      byte[] startup = new byte[client.in().readInt() - 4];
      client.in().readFully(startup);
      own.out().writeInt(startup.length + 4);
      own.out().write(startup);
      while (!answered(own, client)) {
        copy(client, own);
      }
      free.putFirst(own);
      while (true) {
        int type = client.in().readUnsignedByte();
        if (type == 'X') {
          return;
        }
        Link any = free.takeFirst();
        char state = 'T';
        while (state != 'I') {
          send(type, client, any);
          if (type == 'S' || type == 'Q') {
            state = untilReady(any, client);
          }
          type = state == 'I' ? 0 : client.in().readUnsignedByte();
        }
        free.putFirst(any);
      }
    }
  }

  /** Passes on what the server says at sign-in; whether the client may begin. */
  private static boolean answered(Link server, Link client) throws IOException {
    while (true) {
      int type = server.in().readUnsignedByte();
      int asks = send(type, server, client);
      if (type == 'Z' || type == 'E') {
        return true;
      }
      // Everything of sign-in but "ok" and the server's last word of SCRAM is a question.
      if (type == 'R' && asks != 0 && asks != 12) {
        return false;
      }
    }
  }

  private static char untilReady(Link server, Link client) throws IOException {
    while (true) {
      int type = server.in().readUnsignedByte();
      int first = send(type, server, client);
      if (type == 'Z') {
        return (char) first;
      }
    }
  }

  private static void copy(Link from, Link to) throws IOException {
    send(from.in().readUnsignedByte(), from, to);
  }

  /** The first number of the message, or its only byte. */
  private static int send(int type, Link from, Link to) throws IOException {
    int length = from.in().readInt();
    byte[] body = new byte[length - 4];
    from.in().readFully(body);
    to.out().writeByte(type);
    to.out().writeInt(length);
    to.out().write(body);
    to.out().flush();
    return body.length == 1
        ? body[0]
        : body.length < 4
            ? -1
            : (body[0] << 24) | ((body[1] & 255) << 16) | ((body[2] & 255) << 8) | (body[3] & 255);
  }

  @Override
  public void close() {
    door.close();
  }
}
