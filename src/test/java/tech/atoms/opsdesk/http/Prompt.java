package tech.atoms.opsdesk.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import javax.net.ServerSocketFactory;
import mockwebserver3.MockWebServer;

/**
 * Servers for tests that send what they write at once. Others wait for 40 ms before the second part
 * of an answer, until the client's system has acknowledged the first.
 */
public final class Prompt extends ServerSocketFactory {
  private Prompt() {}

  /** A server that was not started yet. */
  public static MockWebServer server() {
    MockWebServer server = new MockWebServer();
    server.setServerSocketFactory(new Prompt());
    return server;
  }

  private static final class Sockets extends ServerSocket {
    Sockets() throws IOException {}

    Sockets(int port, int backlog, InetAddress address) throws IOException {
      super(port, backlog, address);
    }

    @Override
    public Socket accept() throws IOException {
      Socket accepted = super.accept();
      accepted.setTcpNoDelay(true);
      return accepted;
    }
  }

  @Override
  public ServerSocket createServerSocket() throws IOException {
    return new Sockets();
  }

  @Override
  public ServerSocket createServerSocket(int port) throws IOException {
    return new Sockets(port, 50, InetAddress.getLoopbackAddress());
  }

  @Override
  public ServerSocket createServerSocket(int port, int backlog) throws IOException {
    return new Sockets(port, backlog, InetAddress.getLoopbackAddress());
  }

  @Override
  public ServerSocket createServerSocket(int port, int backlog, InetAddress address)
      throws IOException {
    return new Sockets(port, backlog, address);
  }
}
