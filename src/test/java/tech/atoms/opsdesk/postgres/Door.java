package tech.atoms.opsdesk.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Listens on this machine in front of a server, and gives whoever comes a thread. */
public final class Door implements AutoCloseable {
  private final ServerSocket socket;
  private final int to;
  private final Guest guest;
  private final AtomicInteger came = new AtomicInteger();
  private final Queue<Socket> open = new ConcurrentLinkedQueue<>();

  /** What is done with who comes. */
  @FunctionalInterface
  public interface Guest {
    /** Until one of them hangs up. What is not closed here is closed with the door. */
    void serve(Socket client, Socket server) throws IOException, InterruptedException;
  }

  /** Begins to listen, in front of a port of this machine. */
  public Door(int to, Guest guest) throws IOException {
    this.to = to;
    this.guest = guest;
    this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::listen);
  }

  public int port() {
    return socket.getLocalPort();
  }

  /** How many have come until now. */
  public int came() {
    return came.get();
  }

  /** Nobody else gets in; who is in stays. */
  public void shut() throws IOException {
    socket.close();
  }

  private void listen() {
    try {
      while (true) {
        Socket client = socket.accept();
        came.incrementAndGet();
        Thread.ofVirtual().start(() -> serve(client));
      }
    } catch (IOException closed) {
      // That is how it ends.
    }
  }

  private void serve(Socket client) {
    open.add(client);
    try {
      Socket server = new Socket(InetAddress.getLoopbackAddress(), to);
      open.add(server);
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      guest.serve(client, server);
    } catch (IOException refused) {
      hangUp(client);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void hangUp(Socket client) {
    try {
      client.close();
    } catch (IOException e) {
      // It is gone.
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
