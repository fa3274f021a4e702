package tech.atoms.opsdesk.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.metric.Metric;
import tech.atoms.opsdesk.metric.Target;

/** Asks again, to tell a slow server from one slow answer: the first pays for the connection. */
final class AnswerTimes {
  private static final int AGAIN = 2;

  private AnswerTimes() {}

  /**
   * Asks twice more.
   *
   * @param first the answer that is there
   * @param question asks once more; what fails now is left out
   * @return the first and the further ones
   */
  static <T> List<T> withMore(T first, Callable<T> question) {
    List<T> answers = new ArrayList<>(List.of(first));
    for (int i = 0; i < AGAIN; i++) {
      try {
        answers.add(question.call());
      } catch (Exception e) {
        break;
      }
    }
    return answers;
  }

  /**
   * Judges the quickest answer by the metric's target.
   *
   * @return null where nothing was measured, or the metric has no target
   */
  static <T> @Nullable Finding finding(
      String id, Metric metric, List<T> answers, Function<T, @Nullable Duration> took, Instant at) {
    Target target = metric.target();
    List<Duration> times = new ArrayList<>();
    for (T answer : answers) {
      Duration time = took.apply(answer);
      if (time != null) {
        times.add(time);
      }
    }
    if (target == null || times.isEmpty()) {
      return null;
    }
    Duration quickest = times.stream().min(Duration::compareTo).orElseThrow();
    boolean met = target.isMetBy(quickest.toNanos() / 1e6);
    return new Finding(
        id,
        List.of(),
        metric.title() + " response time",
        met ? "pass" : "fail",
        "< " + (long) target.value() + " ms",
        quickest.toMillis() + " ms",
        "the quickest of " + times.size(),
        at,
        times.stream().reduce(Duration.ZERO, Duration::plus).toMillis());
  }
}
