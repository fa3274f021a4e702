package tech.atoms.opsdesk.metric.history;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import tech.atoms.opsdesk.metric.Sample;
import tech.atoms.opsdesk.metric.Series;

/**
 * Samples that the store has not taken yet. Bounded: when full, the oldest go and are counted. Safe
 * on any thread; batches are taken by one.
 */
final class PendingSamples {
  private final int most;
  private final ArrayDeque<Sample> queue = new ArrayDeque<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition grown = lock.newCondition();
  private int taken;
  private long dropped;
  private boolean urgent;

  /**
   * An empty queue.
   *
   * @param most samples it holds at most
   */
  PendingSamples(int most) {
    this.most = most;
  }

  /** Adds samples; never blocks for long. */
  void add(List<Sample> samples) {
    lock.lock();
    try {
      for (Sample sample : samples) {
        if (queue.size() == most) {
          queue.removeFirst();
          dropped++;
          // The batch in flight loses its first sample too; it is written, but no longer waits.
          taken = Math.max(0, taken - 1);
        }
        queue.addLast(sample);
      }
      grown.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until there is something, and then a little longer for more of it.
   *
   * @param enough samples to return at once for
   * @param linger how long to collect otherwise
   */
  void awaitWork(int enough, Duration linger) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (queue.isEmpty() && !urgent) {
        grown.await();
      }
      long left = linger.toNanos();
      while (queue.size() < enough && left > 0 && !urgent) {
        left = grown.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits for a while, or until {@link #hurry} was called. */
  void pause(Duration pause) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = pause.toNanos();
      while (left > 0 && !urgent) {
        left = grown.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /** From now on nothing waits: the history closes. */
  void hurry() {
    lock.lock();
    try {
      urgent = true;
      grown.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The oldest samples; they stay in the queue until {@link #written}. */
  List<Sample> batch(int size) {
    lock.lock();
    try {
      List<Sample> batch = new ArrayList<>(Math.min(size, queue.size()));
      for (Sample sample : queue) {
        if (batch.size() == size) {
          break;
        }
        batch.add(sample);
      }
      taken = batch.size();
      return batch;
    } finally {
      lock.unlock();
    }
  }

  /** Removes the batch that was taken last. */
  void written() {
    lock.lock();
    try {
      for (int i = 0; i < taken; i++) {
        queue.removeFirst();
      }
      taken = 0;
    } finally {
      lock.unlock();
    }
  }

  /** What waits of one series. */
  List<Sample> of(Series series) {
    lock.lock();
    try {
      return queue.stream().filter(s -> s.series().equals(series)).toList();
    } finally {
      lock.unlock();
    }
  }

  int size() {
    lock.lock();
    try {
      return queue.size();
    } finally {
      lock.unlock();
    }
  }

  /** Samples lost because the queue was full. */
  long dropped() {
    lock.lock();
    try {
      return dropped;
    } finally {
      lock.unlock();
    }
  }
}
