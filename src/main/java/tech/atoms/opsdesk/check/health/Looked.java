package tech.atoms.opsdesk.check.health;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.check.Answer;
import tech.atoms.opsdesk.check.Evidence;
import tech.atoms.opsdesk.metric.Metric;
import tech.atoms.opsdesk.metric.Target;

/**
 * Answers to one question, asked up to three times to tell a slow server from one slow answer: the
 * first pays for the connection.
 *
 * @param all in the order in which they came, at least one
 */
record Looked<T>(List<T> all) {
  private static final int AGAIN = 2;

  /** Copies the list. */
  Looked {
    all = List.copyOf(all);
  }

  /**
   * Asks.
   *
   * @param question the first answer must come; what fails later is left out
   * @param repeat whether an answer is worth another question
   */
  static <T> Looked<T> at(Callable<T> question, Function<T, Boolean> repeat) throws Exception {
    List<T> answers = new ArrayList<>();
    answers.add(question.call());
    for (int i = 0; i < AGAIN && repeat.apply(answers.getLast()); i++) {
      try {
        answers.add(question.call());
      } catch (RuntimeException later) {
        break;
      }
    }
    return new Looked<>(answers);
  }

  T first() {
    return all.getFirst();
  }

  /** Judges the quickest answer by the metric's target. */
  Answer time(Metric metric, Function<T, @Nullable Duration> took) {
    List<Duration> times = new ArrayList<>();
    for (T answer : all) {
      Duration time = took.apply(answer);
      if (time != null) {
        times.add(time);
      }
    }
    Target target = metric.target();
    if (times.isEmpty() || target == null) {
      return Answer.unknown("not measured");
    }
    Duration quickest = times.stream().min(Duration::compareTo).orElseThrow();
    return Answer.of(
        target.isMetBy(quickest.toNanos() / 1e6),
        quickest.toMillis() + " ms",
        new Evidence("times", "the quickest of " + times.size() + ": " + times));
  }
}
