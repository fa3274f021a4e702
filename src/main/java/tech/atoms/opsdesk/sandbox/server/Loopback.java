package tech.atoms.opsdesk.sandbox.server;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/**
 * A small Jetty on 127.0.0.1 that keeps its port: the first start takes the given or a free one,
 * every later start the same. Requests run on virtual threads.
 */
final class Loopback {
  private static final String HOST = "127.0.0.1";
  private static final int PLATFORM_THREADS = 8;
  private static final long IDLE_MILLIS = 30_000;

  /** Three connectors take two threads each. */
  private static final int MORE_THREADS = 4;

  private final @Nullable PublicPorts others;
  private int port;
  private @Nullable Server server;
  private List<ServerConnector> connectors = List.of();

  Loopback(int port) {
    this(port, null);
  }

  Loopback(int port, @Nullable PublicPorts others) {
    this.port = port;
    this.others = others;
  }

  /** A server without a port yet, for the caller to give its handlers. */
  Server newServer() {
    var threads = new QueuedThreadPool(PLATFORM_THREADS + (others == null ? 0 : MORE_THREADS), 2);
    threads.setDaemon(true);
    threads.setVirtualThreadsExecutor(VirtualThreads.getDefaultVirtualThreadsExecutor());
    var made = new Server(threads);
    made.setStopAtShutdown(false);
    made.setStopTimeout(0);
    return made;
  }

  /** Opens the port and starts. */
  synchronized void start(Server made) throws IOException {
    start(made, null);
  }

  synchronized void start(Server made, Connection.@Nullable Listener listener) throws IOException {
    var configuration = new HttpConfiguration();
    configuration.setSendServerVersion(false);
    configuration.setSendDateHeader(true);
    var opened = new ServerConnector(made, 1, 1, new HttpConnectionFactory(configuration));
    opened.setPort(port);
    List<ServerConnector> more =
        others == null ? List.of() : others.connectors(made, configuration);
    List<ServerConnector> all = new ArrayList<>(more);
    all.addFirst(opened);
    for (ServerConnector one : all) {
      one.setHost(HOST);
      one.setIdleTimeout(IDLE_MILLIS);
      if (listener != null) {
        one.addBean(listener);
      }
      made.addConnector(one);
    }
    try {
      made.start();
    } catch (Exception e) {
      quietly(made);
      throw e instanceof IOException io ? io : new IOException(e.getMessage(), e);
    }
    for (ServerConnector one : all) {
      one.setPort(one.getLocalPort());
    }
    port = opened.getPort();
    if (others != null) {
      others.opened(more);
    }
    server = made;
    connectors = List.copyOf(all);
  }

  synchronized void stop() {
    Server running = server;
    server = null;
    connectors = List.of();
    if (running != null) {
      quietly(running);
    }
  }

  /** Refuses connections and ends the open ones, as a stopped process does. */
  synchronized void closePort() throws Exception {
    for (ServerConnector open : connectors) {
      open.stop();
    }
  }

  /** Listens again after {@link #closePort}. */
  synchronized void openPort() throws Exception {
    for (ServerConnector closed : connectors) {
      if (!closed.isRunning()) {
        closed.start();
      }
    }
  }

  @Nullable PublicPorts others() {
    return others;
  }

  synchronized URI baseUrl() {
    if (port == 0) {
      throw new IllegalStateException("Not started yet");
    }
    return URI.create("http://" + HOST + ":" + port);
  }

  private static void quietly(Server running) {
    try {
      running.stop();
    } catch (Exception e) {
      throw new IllegalStateException("The server did not stop", e);
    }
  }
}
