package tech.atoms.opsdesk.environment;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;

/** A profile that cannot be used, with all its mistakes in the file's order. */
public final class ProfileException extends ProblemException {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 20;
  private final transient List<Mistake> mistakes;

  /**
   * Creates the exception.
   *
   * @param file the profile
   * @param mistakes at least one
   */
  ProfileException(Path file, List<Mistake> mistakes) {
    this(
        file,
        mistakes.stream()
            .sorted(Comparator.comparingInt(Mistake::line).thenComparingInt(Mistake::column))
            .toArray(Mistake[]::new));
  }

  private ProfileException(Path file, Mistake... sorted) {
    super(problem(file, List.of(sorted)));
    this.mistakes = List.of(sorted);
  }

  /** The mistakes, in the file's order, at least one. */
  public List<Mistake> mistakes() {
    return mistakes;
  }

  private static Problem problem(Path file, List<Mistake> sorted) {
    Mistake first = sorted.getFirst();
    String why = sorted.stream().limit(SHOWN).map(Mistake::text).collect(Collectors.joining("; "));
    return new Problem(
        sorted.size() == 1
            ? "The profile has 1 mistake"
            : "The profile has " + sorted.size() + " mistakes",
        file + ":" + first.line() + ":" + first.column(),
        sorted.size() > SHOWN ? why + "; and " + (sorted.size() - SHOWN) + " more" : why,
        "Correct the file, then run: opsdesk config check --profile " + file);
  }
}
