package tech.atoms.opsdesk.metric.history;

import java.time.Instant;
import java.util.Arrays;

/** The newest samples of one series. Not safe on several threads. */
final class SeriesRing {
  private static final int FIRST_CAPACITY = 64;

  private final int most;
  private long[] micros = new long[FIRST_CAPACITY];
  private double[] values = new double[FIRST_CAPACITY];
  private int start;
  private int size;

  /**
   * An empty ring.
   *
   * @param most samples it holds at most
   */
  SeriesRing(int most) {
    this.most = most;
  }

  int size() {
    return size;
  }

  /**
   * Adds a sample.
   *
   * @param mayGrow false: the oldest sample makes room
   */
  void add(long at, double value, boolean mayGrow) {
    if (size == micros.length && mayGrow && size < most) {
      grow();
    }
    if (size == micros.length || size >= most || (!mayGrow && size > 0)) {
      start = (start + 1) % micros.length;
      size--;
    }
    int end = (start + size) % micros.length;
    micros[end] = at;
    values[end] = value;
    size++;
  }

  private void grow() {
    int capacity = Math.min(most, micros.length * 2);
    long[] newMicros = Arrays.copyOf(micros, capacity);
    double[] newValues = Arrays.copyOf(values, capacity);
    for (int i = 0; i < size; i++) {
      newMicros[i] = micros[(start + i) % micros.length];
      newValues[i] = values[(start + i) % micros.length];
    }
    micros = newMicros;
    values = newValues;
    start = 0;
  }

  /** Puts what lies in [from, to) and is not older than {@code oldest} into bins. */
  void read(Instant from, Instant to, Instant oldest, Bins bins) {
    long first = Math.max(Micros.of(from), Micros.of(oldest));
    long end = Micros.of(to);
    for (int i = 0; i < size; i++) {
      int slot = (start + i) % micros.length;
      if (micros[slot] >= first && micros[slot] < end) {
        bins.add(Micros.toInstant(micros[slot]), values[slot]);
      }
    }
  }

  /** Instant of the sample that came last; meaningless while empty. */
  long newest() {
    return micros[Math.floorMod(start + size - 1, micros.length)];
  }
}
