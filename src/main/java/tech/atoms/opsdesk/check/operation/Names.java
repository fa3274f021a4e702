package tech.atoms.opsdesk.check.operation;

import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.check.Answer;
import tech.atoms.opsdesk.check.Evidence;

/** Whether a name leads this machine where the platform says that it should. */
final class Names {
  private Names() {}

  /**
   * Judges.
   *
   * @param here addresses that this machine's resolver knows, of both families; one at least
   * @param told addresses that the platform sees for the name
   * @param aliased addresses of what the platform says the name is an alias of
   */
  static Answer judge(Set<String> here, Set<String> told, Set<String> aliased, Evidence evidence) {
    String found = String.join(", ", new TreeSet<>(here));
    if (told.isEmpty() && aliased.isEmpty()) {
      return Answer.unknown("the platform names no address", evidence);
    }
    // An alias of a large network answers with other addresses of it each time: one has to be seen.
    if (!Collections.disjoint(here, aliased)) {
      return Answer.pass(found, evidence);
    }
    @Nullable Boolean same = same(here, told);
    if (same == null || (!same && !aliased.isEmpty())) {
      return Answer.unknown(
          found + " is none of the addresses that the platform's alias has just now", evidence);
    }
    return Answer.of(same, same ? found : found + ", the platform sees " + told, evidence);
  }

  /** Compares families of which both sides tell; null: there is none. */
  private static @Nullable Boolean same(Set<String> here, Set<String> told) {
    @Nullable Boolean same = null;
    for (Predicate<String> family :
        Set.<Predicate<String>>of(one -> one.contains(":"), one -> !one.contains(":"))) {
      Set<String> left = only(here, family);
      Set<String> right = only(told, family);
      if (!left.isEmpty() && !right.isEmpty()) {
        same = (same == null || same) && left.equals(right);
      }
    }
    return same;
  }

  private static Set<String> only(Set<String> all, Predicate<String> family) {
    return all.stream().filter(family).collect(Collectors.toCollection(HashSet::new));
  }
}
