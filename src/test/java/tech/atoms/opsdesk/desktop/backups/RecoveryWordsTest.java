package tech.atoms.opsdesk.desktop.backups;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.desktop.control.Look;
import tech.atoms.opsdesk.desktop.task.Jobs;
import tech.atoms.opsdesk.provider.supabase.PlatformBackups;

/** What the strip says of the platform's recovery, and when it asks. */
class RecoveryWordsTest {
  private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
  private final Deque<PlatformBackups> answers = new ArrayDeque<>();
  private final Held held = new Held();
  private Instant now = NOW;
  private final RecoveryModel model =
      new RecoveryModel(
          () -> {
            PlatformBackups next = answers.poll();
            if (next == null) {
              throw new ProblemException(new Problem("Supabase refuses", "there", "401", "Look"));
            }
            return next;
          },
          held,
          () -> now);

  /** Runs jobs when it is told to. */
  private static final class Held implements Jobs {
    private final Deque<Runnable> waiting = new ArrayDeque<>();

    @Override
    public <T> Job run(String name, Callable<T> work, Consumer<T> done, Consumer<Problem> failed) {
      waiting.add(
          () -> {
            T result;
            try {
              result = work.call();
            } catch (ProblemException e) {
              failed.accept(e.problem());
              return;
            } catch (Exception e) {
              throw new IllegalStateException(e);
            }
            done.accept(result);
          });
      return () -> {};
    }

    @Override
    public void onFx(Runnable action) {
      action.run();
    }

    int goOn() {
      int count = waiting.size();
      while (!waiting.isEmpty()) {
        waiting.remove().run();
      }
      return count;
    }
  }

  private static PlatformBackups told(
      boolean pitr, @Nullable Instant earliest, @Nullable Instant latest) {
    return new PlatformBackups("us-east-1", pitr, true, List.of(), earliest, latest);
  }

  private RecoveryWords after(Duration time) {
    now = now.plus(time);
    model.tick();
    held.goOn();
    return RecoveryWords.of(model, now);
  }

  @Test
  void saysHowFarBackAndHowFarBehind() {
    assertThat(RecoveryWords.of(model, now).words()).isEqualTo("Reading…");
    Instant latest = NOW.minusSeconds(38);
    answers.add(told(true, latest.minus(Duration.ofDays(7)).plusSeconds(50), latest));
    assertThat(after(Duration.ZERO))
        .isEqualTo(new RecoveryWords("7 days back", Look.HEALTHY, "WAL 38 s behind"));
    answers.add(told(true, latest.minus(Duration.ofHours(5)), latest));
    assertThat(after(RecoveryModel.INTERVAL).value()).isEqualTo("5 h back");
  }

  @Test
  void offAndUnknownAreNotHealthy() {
    answers.add(told(false, null, null));
    assertThat(after(Duration.ZERO))
        .isEqualTo(new RecoveryWords("Off", Look.WARNING, "Not to a point in time"));
    answers.add(told(true, null, null));
    assertThat(after(RecoveryModel.INTERVAL))
        .isEqualTo(new RecoveryWords("On", Look.NO_DATA, "How far back is not known"));
  }

  @Test
  void whatCannotBeReadAnyMoreIsNotKnownSinceThen() {
    assertThat(after(Duration.ZERO))
        .isEqualTo(new RecoveryWords(Texts.NONE, Look.NO_DATA, "Not known"));
    answers.add(told(true, NOW.minus(Duration.ofDays(7)), NOW));
    assertThat(after(RecoveryModel.INTERVAL).look()).isEqualTo(Look.HEALTHY);
    assertThat(after(RecoveryModel.INTERVAL))
        .isEqualTo(new RecoveryWords("7 days back", Look.NO_DATA, "Not known since 12:01"));
  }

  @Test
  void itIsAskedOnceAMinuteAndNeverTwiceAtATime() {
    model.tick();
    model.tick();
    now = now.plus(RecoveryModel.INTERVAL);
    model.tick();
    assertThat(held.goOn()).as("one that does not answer holds up the next").isEqualTo(1);
    now = now.plus(RecoveryModel.INTERVAL).minusSeconds(1);
    model.tick();
    assertThat(held.goOn()).isEqualTo(1);
    model.tick();
    assertThat(held.goOn()).isZero();
    model.refresh();
    assertThat(held.goOn()).isEqualTo(1);
  }
}
