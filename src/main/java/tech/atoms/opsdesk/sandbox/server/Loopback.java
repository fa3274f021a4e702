package tech.atoms.opsdesk.sandbox.server;

import java.io.IOException;
import java.net.URI;
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

  private int port;
  private @Nullable Server server;
  private @Nullable ServerConnector connector;

  Loopback(int port) {
    this.port = port;
  }

  /** A server without a port yet, for the caller to give its handlers. */
  Server newServer() {
    var threads = new QueuedThreadPool(PLATFORM_THREADS, 2);
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
    opened.setHost(HOST);
    opened.setPort(port);
    opened.setIdleTimeout(IDLE_MILLIS);
    if (listener != null) {
      opened.addBean(listener);
    }
    made.addConnector(opened);
    try {
      made.start();
    } catch (Exception e) {
      quietly(made);
      throw e instanceof IOException io ? io : new IOException(e.getMessage(), e);
    }
    port = opened.getLocalPort();
    server = made;
    connector = opened;
  }

  synchronized void stop() {
    Server running = server;
    server = null;
    connector = null;
    if (running != null) {
      quietly(running);
    }
  }

  /** Refuses connections and ends the open ones, as a stopped process does. */
  synchronized void closePort() throws Exception {
    ServerConnector open = connector;
    if (open != null) {
      open.stop();
    }
  }

  /** Listens again after {@link #closePort}. */
  synchronized void openPort() throws Exception {
    ServerConnector open = connector;
    if (open != null && !open.isRunning()) {
      open.setPort(port);
      open.start();
    }
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
