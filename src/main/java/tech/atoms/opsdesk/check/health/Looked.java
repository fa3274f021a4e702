package tech.atoms.opsdesk.check.health;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.check.Answer;
import tech.atoms.opsdesk.check.Evidence;
import tech.atoms.opsdesk.metric.Metric;
import tech.atoms.opsdesk.metric.Target;

/**
 * Answers to one question, asked three times to tell a slow server from one slow answer: the first
 * pays for the connection. Where all three came late it is asked some more times when the other
 * checks have answered: a machine that is busy at the moment is late now and then, a slow server
 * always.
 *
 * @param all in the order in which they came, at least one
 */
record Looked<T>(List<T> all) {
  private static final int USUAL = 3;
  private static final int MOST = 12;
  private static final Duration LONGEST = Duration.ofSeconds(2);

  /** Copies the list. */
  Looked {
    all = List.copyOf(all);
  }

  /**
   * Asks three times.
   *
   * @param question the first answer must come; what fails later is left out
   * @param enough an answer that needs no other after it
   */
  static <T> Looked<T> at(Callable<T> question, Predicate<T> enough) throws Exception {
    List<T> answers = new ArrayList<>();
    answers.add(question.call());
    while (answers.size() < USUAL && !enough.test(answers.getLast())) {
      try {
        answers.add(question.call());
      } catch (RuntimeException later) {
        break;
      }
    }
    return new Looked<>(answers);
  }

  /**
   * Where all answers came late, asks some more times, until one comes in time.
   *
   * @param metric whose target tells a late answer
   * @param took how long an answer took; null where it is worth no other question
   */
  Looked<T> again(Callable<T> question, Metric metric, Function<T, @Nullable Duration> took)
      throws Exception {
    long start = System.nanoTime();
    List<T> answers = new ArrayList<>(all);
    while (answers.size() < MOST
        && System.nanoTime() - start < LONGEST.toNanos()
        && answers.stream().map(took).allMatch(one -> one != null && !inTime(metric, one))) {
      try {
        answers.add(question.call());
      } catch (RuntimeException later) {
        break;
      }
    }
    return new Looked<>(answers);
  }

  /** Whether a time meets a metric's target. */
  static boolean inTime(Metric metric, Duration took) {
    Target target = metric.target();
    return target == null || target.isMetBy(took.toNanos() / 1e6);
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
    if (times.isEmpty() || metric.target() == null) {
      return Answer.unknown("not measured");
    }
    Duration quickest = times.stream().min(Duration::compareTo).orElseThrow();
    return Answer.of(
        inTime(metric, quickest),
        quickest.toMillis() + " ms",
        new Evidence("times", "the quickest of " + times.size() + ": " + millis(times)));
  }

  private static String millis(List<Duration> times) {
    return times.stream().map(one -> one.toMillis() + " ms").collect(Collectors.joining(", "));
  }
}
