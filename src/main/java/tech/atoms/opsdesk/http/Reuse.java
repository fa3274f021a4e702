package tech.atoms.opsdesk.http;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.SocketException;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.internal.http2.ConnectionShutdownException;
import okhttp3.internal.http2.StreamResetException;

/** Tells whether a call went over a connection that had been kept alive. */
final class Reuse extends EventListener {
  private volatile boolean opened;

  @Override
  public void connectStart(Call call, InetSocketAddress address, Proxy proxy) {
    opened = true;
  }

  /**
   * Whether the failure means that a kept connection had been closed by the other side: servers
   * close idle ones after a few seconds, and that is no fault of theirs.
   */
  boolean brokeReused(IOException e) {
    if (opened) {
      return false;
    }
    return e instanceof SocketException
        || e instanceof ConnectionShutdownException
        || e instanceof StreamResetException
        || e instanceof EOFException
        || (e.getMessage() != null && e.getMessage().startsWith("unexpected end of stream"));
  }
}
