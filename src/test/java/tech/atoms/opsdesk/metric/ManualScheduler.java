package tech.atoms.opsdesk.metric;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Time that a test moves. Tasks run on the test's thread; a started one may be held back. */
public final class ManualScheduler implements Scheduler, InstantSource {
  private final List<Task> tasks = new ArrayList<>();
  private final List<Runnable> held = new CopyOnWriteArrayList<>();
  private Instant wall = Instant.parse("2026-11-20T12:00:00Z");
  private long nanos;
  private boolean hold;
  private int cancelled;

  private record Task(long at, Runnable run) {}

  @Override
  public long nanoTime() {
    return nanos;
  }

  @Override
  public Instant instant() {
    return wall;
  }

  @Override
  public Handle after(Duration delay, Runnable run) {
    Task task = new Task(nanos + delay.toNanos(), run);
    tasks.add(task);
    return () -> tasks.remove(task);
  }

  @Override
  public Handle start(String name, Runnable run) {
    if (hold) {
      held.add(run);
      return () -> cancelled++;
    }
    run.run();
    return () -> {};
  }

  /** Lets time pass and runs what becomes due, in order. */
  public void advance(Duration by) {
    long end = nanos + by.toNanos();
    while (true) {
      Task next = tasks.stream().min(Comparator.comparingLong(Task::at)).orElse(null);
      if (next == null || next.at() > end) {
        break;
      }
      tasks.remove(next);
      move(Math.max(nanos, next.at()));
      next.run().run();
    }
    move(end);
  }

  /** Sets the wall clock without time passing: it was set, or the machine slept. */
  public void jump(Duration by) {
    wall = wall.plus(by);
  }

  /** From now on started tasks do not run until {@link #release}. */
  public void hold() {
    hold = true;
  }

  /** Runs what was held back, and holds nothing back any more. */
  public void release() {
    hold = false;
    List<Runnable> all = List.copyOf(held);
    held.clear();
    all.forEach(Runnable::run);
  }

  /** How many started tasks were interrupted. */
  public int interrupted() {
    return cancelled;
  }

  @Override
  public void close() {
    tasks.clear();
  }

  private void move(long to) {
    wall = wall.plusNanos(to - nanos);
    nanos = to;
  }
}
