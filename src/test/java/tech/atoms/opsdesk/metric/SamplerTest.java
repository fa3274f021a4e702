package tech.atoms.opsdesk.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import tech.atoms.opsdesk.common.PleaseWait;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;

class SamplerTest {
  private static final Problem PROBLEM = new Problem("It failed", "here", "because", "wait");
  private final ManualScheduler time = new ManualScheduler();
  private final List<Reading> readings = new CopyOnWriteArrayList<>();

  private record Fixed(String name, Duration interval, Duration deadline, Callable<Object> reader)
      implements Source<Object> {
    @Override
    public Object read() throws Exception {
      return reader.call();
    }
  }

  /** A failure that asks for a pause. */
  private static final class Busy extends ProblemException implements PleaseWait {
    private static final long serialVersionUID = 1L;

    Busy() {
      super(PROBLEM);
    }

    @Override
    public Duration pause() {
      return Duration.ofMinutes(10);
    }
  }

  @Test
  void readsAtTheIntervalAndNeverLater() {
    start(source("a", () -> "x"));
    assertThat(readings).hasSize(1);
    time.advance(Duration.ofMinutes(1));
    assertThat(readings).hasSizeBetween(13, 14);
    for (int i = 1; i < readings.size(); i++) {
      long apart = readings.get(i).nanos() - readings.get(i - 1).nanos();
      assertThat(Duration.ofNanos(apart))
          .isBetween(Duration.ofMillis(4500), Duration.ofMillis(5000));
    }
  }

  @Test
  void aFailureCountsAtOnceAndTheReturnIsSeenWithinOneInterval() {
    boolean[] fails = {true};
    start(
        source(
            "a",
            () -> {
              if (fails[0]) {
                throw new ProblemException(PROBLEM);
              }
              return "x";
            }));
    assertThat(readings.getLast().problem()).isEqualTo(PROBLEM);
    time.advance(Duration.ofMinutes(5));
    fails[0] = false;
    time.advance(Duration.ofSeconds(5));
    assertThat(readings.getLast().value()).isEqualTo("x");
  }

  @Test
  void whoeverAsksToBeLeftAloneIsForTwoIntervalsAtMost() {
    start(
        source(
            "a",
            () -> {
              throw new Busy();
            }));
    time.advance(Duration.ofMillis(9900));
    assertThat(readings).hasSize(1);
    time.advance(Duration.ofMillis(200));
    assertThat(readings).hasSize(2);
  }

  @Test
  void anAnswerMayAskForItToo() {
    PleaseWait limited = () -> Duration.ofMinutes(10);
    start(source("a", () -> limited));
    time.advance(Duration.ofMillis(9900));
    assertThat(readings).hasSize(1);
    time.advance(Duration.ofMillis(200));
    assertThat(readings).hasSize(2);
    assertThat(readings.getLast().value()).isSameAs(limited);
  }

  @Test
  void aHangingReadIsGivenUpInterruptedAndNeverDoubled() {
    time.hold();
    start(source("a", () -> "late"));
    time.advance(Duration.ofSeconds(4));
    assertThat(readings).hasSize(1);
    assertThat(Objects.requireNonNull(readings.getFirst().problem()).why())
        .isEqualTo("no complete answer within 4000 ms");
    assertThat(time.interrupted()).isEqualTo(1);
    // It does not heed the interruption: each interval says so, and no second one starts.
    time.advance(Duration.ofSeconds(10));
    assertThat(readings).hasSizeBetween(3, 4).allMatch(r -> r.value() == null);
    assertThat(time.interrupted()).as("nothing else was started").isEqualTo(1);
    int before = readings.size();
    time.release();
    assertThat(readings).as("what comes late is dropped").hasSize(before);
    time.advance(Duration.ofSeconds(5));
    assertThat(readings.getLast().value()).isEqualTo("late");
  }

  @Test
  void anExceptionWithoutWordsBecomesAProblem() {
    start(
        source(
            "a",
            () -> {
              throw new IllegalStateException("boom");
            }));
    assertThat(Objects.requireNonNull(readings.getFirst().problem()).why()).contains("boom");
  }

  @Test
  void closedMeansSilent() {
    Sampler sampler = start(source("a", () -> "x"));
    sampler.close();
    time.advance(Duration.ofMinutes(1));
    assertThat(readings).hasSize(1);
  }

  @Test
  void aSourceThatHangsHoldsUpNobodyElseOnRealThreads() {
    CountDownLatch never = new CountDownLatch(1);
    List<Source<Object>> sources = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      sources.add(
          new Fixed(
              "hangs-" + i,
              Duration.ofMillis(200),
              Duration.ofMillis(100),
              () -> {
                never.await(1, TimeUnit.MINUTES);
                return "never";
              }));
    }
    sources.add(new Fixed("good", Duration.ofMillis(200), Duration.ofMillis(100), () -> "x"));
    try (SystemScheduler scheduler = new SystemScheduler("test");
        Sampler sampler =
            new Sampler(
                sources, readings::add, java.time.InstantSource.system(), scheduler, () -> 0)) {
      sampler.start();
      Awaitility.await()
          .until(() -> readings.stream().filter(r -> r.source().equals("good")).count() >= 3);
      assertThat(readings.stream().filter(r -> r.source().equals("good")))
          .allMatch(r -> "x".equals(r.value()));
    }
  }

  private Sampler start(Source<Object> source) {
    Sampler sampler = new Sampler(List.of(source), readings::add, time, time, () -> 0.5);
    sampler.start();
    return sampler;
  }

  private static Source<Object> source(String name, Callable<Object> reader) {
    return new Fixed(name, Duration.ofSeconds(5), Duration.ofSeconds(4), reader);
  }
}
