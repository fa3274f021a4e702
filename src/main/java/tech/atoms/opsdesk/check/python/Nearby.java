package tech.atoms.opsdesk.check.python;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Versions at the bounds of a list of clauses and next to them: where the clauses admit any version
 * at all, they admit one of these. Pure.
 */
final class Nearby {
  /** The first of all versions, and the first that is no pre-release. */
  private static final List<Version> FIRST = List.of(Version.of("0.dev0"), Version.of("0"));

  private Nearby() {}

  /** Candidates for clauses that name these versions. */
  static Stream<Version> of(List<Version> bounds) {
    int longest = bounds.stream().mapToInt(bound -> bound.release().size()).max().orElse(1);
    return Stream.concat(FIRST.stream(), bounds.stream().flatMap(one -> around(one, longest)));
  }

  private static Stream<Version> around(Version bound, int longest) {
    Version base = bound.base();
    Version open = bound.withoutLocal();
    BigInteger none = BigInteger.ZERO;
    List<Version> near = new ArrayList<>(List.of(bound, open, base, base.developing(none)));
    // After every version that begins like this one, as "!=1.4.*" needs it.
    Version next = base.releasing(following(base.release()));
    near.add(next);
    near.add(next.developing(none));
    // Right behind it: before everything that any clause names beyond it.
    near.add(base.releasing(longer(base.release(), longest)));
    Version later = open.developing(null).posted(after(open.post()));
    near.add(later);
    near.add(later.developing(none));
    if (open.dev() != null) {
      near.add(open.developing(after(open.dev())));
      near.add(open.developing(null));
    }
    if (!open.pre().isEmpty()) {
      Version pre = base.preceded(open.pre(), open.preNumber().add(BigInteger.ONE));
      near.add(pre);
      near.add(pre.developing(none));
    }
    return near.stream();
  }

  private static BigInteger after(@Nullable BigInteger number) {
    return number == null ? BigInteger.ZERO : number.add(BigInteger.ONE);
  }

  /** 1.4 after 1.3. */
  private static List<BigInteger> following(List<BigInteger> release) {
    List<BigInteger> next = new ArrayList<>(release);
    next.add(next.removeLast().add(BigInteger.ONE));
    return next;
  }

  /** 1.3.0.1 after 1.3, where no clause names more than three numbers. */
  private static List<BigInteger> longer(List<BigInteger> release, int longest) {
    return Stream.of(
            release.stream(),
            IntStream.range(release.size(), longest).mapToObj(i -> BigInteger.ZERO),
            Stream.of(BigInteger.ONE))
        .flatMap(part -> part)
        .toList();
  }
}
