package tech.atoms.opsdesk.monitor;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The last few times that an answer took, to tell a slow server from one slow answer. */
final class Quickest {
  /** So many answers in a row must be slow. */
  static final int MOST = 3;

  /** With fewer, nothing is said: the first answer pays for the connection too. */
  private static final int LEAST = 2;

  private final Deque<Duration> last = new ArrayDeque<>();

  /** Takes over what an answer took; null starts anew, because nothing was measured. */
  void add(@Nullable Duration took) {
    if (took == null) {
      last.clear();
      return;
    }
    last.addLast(took);
    if (last.size() > MOST) {
      last.removeFirst();
    }
  }

  /** The quickest of the last three, in ms; null while there are not even two. */
  @Nullable Double millis() {
    return last.size() < LEAST
        ? null
        : last.stream().min(Comparator.naturalOrder()).orElseThrow().toNanos() / 1e6;
  }
}
