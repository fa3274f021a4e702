package tech.atoms.opsdesk.check.security;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.http.Answer;

/**
 * What came of a burst of requests.
 *
 * @param sent how many were sent
 * @param limited the first 429; null where there was none
 * @param other an answer that was neither a success nor a 429; null where there was none
 */
record Burst(int sent, @Nullable Answer limited, @Nullable Answer other) {
  private static final int AT_ONCE = 6;

  /** Sends a request and waits for its answer. */
  interface Request {
    Answer send();
  }

  /**
   * Sends until one is limited, until one goes wrong, or so many. Several at once, so that a limit
   * which lets some through every second is reached from afar too.
   */
  static Burst of(int most, Request request) throws InterruptedException {
    AtomicInteger left = new AtomicInteger(most);
    AtomicInteger sent = new AtomicInteger();
    AtomicBoolean over = new AtomicBoolean();
    AtomicReference<@Nullable Answer> limited = new AtomicReference<>();
    AtomicReference<@Nullable Answer> other = new AtomicReference<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> senders = new ArrayList<>();
      for (int i = 0; i < AT_ONCE; i++) {
        senders.add(
            threads.submit(
                () -> {
                  while (!over.get() && left.getAndDecrement() > 0) {
                    sent.incrementAndGet();
                    Answer answer;
                    try {
                      answer = request.send();
                    } catch (RuntimeException e) {
                      over.set(true);
                      throw e;
                    }
                    if (answer.status() == 429) {
                      limited.compareAndSet(null, answer);
                      over.set(true);
                    } else if (!answer.isSuccess()) {
                      other.compareAndSet(null, answer);
                      over.set(true);
                    }
                  }
                  return null;
                }));
      }
      for (Future<?> sender : senders) {
        sender.get();
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
    return new Burst(sent.get(), limited.get(), other.get());
  }
}
