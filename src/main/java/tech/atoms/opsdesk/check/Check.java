package tech.atoms.opsdesk.check;

import java.util.function.Function;

/**
 * A question about an environment that a machine can answer. Holds no state; any number may be
 * answered at the same time.
 */
public interface Check {
  /** What it is. */
  CheckSpec spec();

  /**
   * Answers. Blocks; called on a virtual thread.
   *
   * @param facts gives what checks share; a fact that cannot be had makes the answer unknown
   * @throws Unanswerable where a fact cannot be had
   * @throws Exception whatever it throws is told as unknown
   */
  Answer answer(Facts facts) throws Exception;

  /** A check over one fact. */
  static <T> Check over(CheckSpec spec, Fact<T> fact, Function<? super T, Answer> judge) {
    return of(spec, facts -> judge.apply(facts.get(fact)));
  }

  /** A check over several facts. */
  static Check of(CheckSpec spec, Question question) {
    return new Check() {
      @Override
      public CheckSpec spec() {
        return spec;
      }

      @Override
      public Answer answer(Facts facts) throws Exception {
        return question.answer(facts);
      }
    };
  }

  /** How a check answers. */
  @FunctionalInterface
  interface Question {
    /** See {@link Check#answer}. */
    Answer answer(Facts facts) throws Exception;
  }
}
