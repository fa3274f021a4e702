package tech.atoms.opsdesk.notify;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.environment.Channel;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.SecretResolver;

/**
 * Sends what is due in the outbox through the channels of this desk's profile. Each channel is
 * served by a thread of its own, so that one which hangs holds up nobody else. Safe on any thread;
 * blocks.
 */
public final class Deliverer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Deliverer.class);
  private static final Duration FIRST_RETRY = Duration.ofSeconds(5);
  private static final Duration LAST_RETRY = Duration.ofMinutes(5);

  /** Once more after a desk has ended while it was sending, and not again after that. */
  private static final int MOST_LOST = 1;

  private final Outbox outbox;
  private final Carriers carriers;
  private final InstantSource clock;
  private final Consumer<Delivery> told;
  private final String sender = UUID.randomUUID().toString();

  /** What was sent while the store was away. */
  private final ConcurrentLinkedQueue<Outbox.Outcome> unwritten = new ConcurrentLinkedQueue<>();

  private volatile boolean closed;

  /**
   * Opens nothing yet.
   *
   * @param told hears of each notice that was delivered or given up, on the thread that serves its
   *     channel; what it throws is logged
   */
  public Deliverer(
      Outbox outbox, SecretResolver secrets, InstantSource clock, Consumer<Delivery> told) {
    this.outbox = outbox;
    this.carriers = new Carriers(secrets, clock);
    this.clock = clock;
    this.told = told;
  }

  /**
   * Sends all that is due in an environment, and returns when it was sent or put off.
   *
   * @throws ProblemException where the store is away
   */
  public void deliver(Environment environment) {
    writeUnwritten();
    outbox.giveUp(environment.name(), clock.instant()).forEach(this::tell);
    List<Thread> threads = new ArrayList<>();
    for (String name : outbox.due(environment.name(), clock.instant())) {
      Optional<Channel> channel = environment.notices().channel(name);
      channel.ifPresent(
          found ->
              threads.add(
                  Thread.ofVirtual()
                      .name("notify-" + name)
                      .start(() -> serve(environment.name(), found))));
    }
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      // They end by themselves, within their deadlines.
      Thread.currentThread().interrupt();
    }
  }

  /** Cuts off what is under way. What may have arrived is sent again by another desk. */
  @Override
  public void close() {
    closed = true;
    carriers.close();
  }

  private void serve(String environment, Channel channel) {
    try {
      while (!closed) {
        Optional<Outbox.Held> held =
            outbox.take(environment, channel.name(), sender, clock.instant());
        if (held.isEmpty()) {
          return;
        }
        Outbox.Outcome outcome = send(held.get(), channel);
        write(outcome);
        if (outcome.state() != Delivery.State.DELIVERED) {
          // Whoever ended the run is told of it; for the others it is in the record.
          log.info(
              "{}: notification {} {}",
              channel.name(),
              held.get().delivery().key(),
              outcome.state() == Delivery.State.WAITING
                  ? "is sent again at " + outcome.due() + ": " + outcome.why()
                  : "has failed: " + outcome.why());
        }
      }
    } catch (ProblemException e) {
      log.warn("{}", e.problem().line());
    }
  }

  private Outbox.Outcome send(Outbox.Held held, Channel channel) {
    Delivery delivery = held.delivery();
    if (held.lost() > MOST_LOST) {
      return new Outbox.Outcome(
          held,
          Delivery.State.FAILED,
          "desks ended twice while they were sending it; it is not sent a third time",
          true,
          clock.instant(),
          null);
    }
    try {
      carriers.of(channel).send(new Sending(delivery.notice(), delivery.key(), delivery.unsure()));
      return new Outbox.Outcome(
          held, Delivery.State.DELIVERED, "", delivery.unsure(), clock.instant(), null);
    } catch (Undelivered e) {
      return outcome(held, e);
    } catch (RuntimeException e) {
      log.warn("The channel {} failed in an unforeseen way", channel.name(), e);
      return outcome(
          held,
          Undelivered.unsure(
              new Problem(
                  "The channel did not take the message",
                  "channel " + channel.name(),
                  "it failed in an unforeseen way (" + e.getClass().getSimpleName() + ")",
                  "See the log"),
              e));
    }
  }

  private Outbox.Outcome outcome(Outbox.Held held, Undelivered e) {
    Instant now = clock.instant();
    String why = e.problem().why();
    if (e.isHopeless()) {
      return new Outbox.Outcome(held, Delivery.State.FAILED, why, false, now, null);
    }
    Duration pause = e.pause();
    Duration backOff = backOff(held.delivery().attempts());
    Instant due = now.plus(pause == null || pause.compareTo(backOff) < 0 ? backOff : pause);
    if (due.isAfter(held.giveUp())) {
      return new Outbox.Outcome(
          held,
          Delivery.State.FAILED,
          "given up, it could not be sent again before " + held.giveUp() + ": " + why,
          e.isUnsure(),
          now,
          null);
    }
    return new Outbox.Outcome(
        held,
        Delivery.State.WAITING,
        why,
        e.isUnsure(),
        due,
        pause == null ? null : now.plus(pause));
  }

  /** 5 s after the first attempt, twice as long after each, 5 minutes at most. */
  static Duration backOff(int attempts) {
    Duration pause = FIRST_RETRY;
    for (int i = 1; i < attempts && pause.compareTo(LAST_RETRY) < 0; i++) {
      pause = pause.multipliedBy(2);
    }
    return pause.compareTo(LAST_RETRY) < 0 ? pause : LAST_RETRY;
  }

  private void write(Outbox.Outcome outcome) {
    try {
      outbox.ended(outcome, clock.instant());
    } catch (ProblemException e) {
      unwritten.add(outcome);
      throw e;
    }
    heard(outcome);
  }

  private void writeUnwritten() {
    for (Outbox.Outcome one = unwritten.peek(); one != null; one = unwritten.peek()) {
      outbox.ended(one, clock.instant());
      unwritten.remove(one);
      heard(one);
    }
  }

  private void heard(Outbox.Outcome outcome) {
    if (outcome.state() == Delivery.State.WAITING) {
      return;
    }
    Delivery was = outcome.held().delivery();
    tell(
        new Delivery(
            was.key(),
            was.channel(),
            was.notice(),
            outcome.state(),
            outcome.why(),
            was.attempts(),
            was.unsure() || outcome.unsure(),
            was.created(),
            was.due(),
            clock.instant()));
  }

  private void tell(Delivery delivery) {
    try {
      told.accept(delivery);
    } catch (RuntimeException e) {
      log.warn("What became of notification {} cannot be told", delivery.key(), e);
    }
  }
}
