package tech.atoms.opsdesk.notify;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.environment.Channel;
import tech.atoms.opsdesk.environment.SecretResolver;

/**
 * What came of trying a channel with a message that says that it is a test.
 *
 * @param channel which
 * @param problem why it was not taken; null: it was
 * @param took from sending to the answer
 */
public record Trial(Channel channel, @Nullable Problem problem, Duration took) {

  /**
   * Tries channels, all at once. Blocks until the last has answered or its deadline is over.
   *
   * @param environment whose channels they are
   * @param by who tries
   * @return one for each, in the same order
   */
  public static List<Trial> of(
      String environment,
      List<Channel> channels,
      String by,
      SecretResolver secrets,
      InstantSource clock)
      throws InterruptedException {
    try (Carriers carriers = new Carriers(secrets, clock);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Trial>> under = new ArrayList<>();
      for (Channel channel : channels) {
        Sending sending = sending(environment, channel, by, clock.instant());
        under.add(threads.submit(() -> of(channel, carriers, sending)));
      }
      List<Trial> all = new ArrayList<>();
      for (Future<Trial> one : under) {
        all.add(one.get());
      }
      return all;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private static Trial of(Channel channel, Carriers carriers, Sending sending) {
    long start = System.nanoTime();
    Problem problem = null;
    try {
      carriers.of(channel).send(sending);
    } catch (Undelivered e) {
      problem = e.problem();
    }
    return new Trial(channel, problem, Duration.ofNanos(System.nanoTime() - start));
  }

  private static Sending sending(String environment, Channel channel, String by, Instant now) {
    String id = UUID.randomUUID().toString().substring(0, 8);
    Notice notice =
        new Notice(
            "test",
            id,
            environment,
            "TEST of the channel " + channel.name(),
            Notice.Mood.OPEN,
            "nothing has happened",
            now,
            List.of(),
            List.of(
                new Notice.Fact("by", "Who", by),
                new Notice.Fact(
                    "reason", "Why", "Somebody tries whether this channel works: it does")));
    return new Sending(notice, "test-" + id + "-" + channel.name(), false);
  }
}
