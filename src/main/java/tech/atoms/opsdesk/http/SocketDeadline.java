package tech.atoms.opsdesk.http;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Closes a socket when its time is over, however busy it is: a timeout of single reads lets whoever
 * sends a byte now and then hold it for hours. Safe on any thread.
 */
public final class SocketDeadline implements AutoCloseable {
  private final AtomicBoolean over = new AtomicBoolean();
  private final CompletableFuture<Void> timer;

  /**
   * Begins to count.
   *
   * @param socket to be closed; closing it again does no harm
   * @param deadline from now
   */
  public SocketDeadline(Socket socket, Duration deadline) {
    timer =
        CompletableFuture.runAsync(
            () -> {
              over.set(true);
              try {
                socket.close();
              } catch (IOException e) {
                // It is of no use any more, closed or not.
              }
            },
            CompletableFuture.delayedExecutor(deadline.toNanos(), TimeUnit.NANOSECONDS));
  }

  /** Whether the time was over before {@link #close}. */
  public boolean isOver() {
    return over.get();
  }

  @Override
  public void close() {
    timer.cancel(false);
  }
}
