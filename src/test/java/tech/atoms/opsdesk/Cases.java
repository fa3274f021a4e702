package tech.atoms.opsdesk;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Made-up cases for tests of what must always hold. The same cases in every run; a failure names
 * the seed of its case, and {@code -Dcases.seed=SEED} makes that case the first.
 */
public final class Cases {
  private static final RandomGeneratorFactory<RandomGenerator> FACTORY =
      RandomGeneratorFactory.of("L64X128MixRandom");
  private static final long STEP = 0x9E3779B97F4A7C15L;

  private Cases() {}

  /** What must hold. */
  @FunctionalInterface
  public interface Property {
    /**
     * Makes one case up and checks it.
     *
     * @param random makes the same choices for the same seed
     */
    void check(RandomGenerator random) throws Exception;
  }

  /** One part of a case. */
  @FunctionalInterface
  public interface Part<T> {
    /** Makes it up. */
    T of(RandomGenerator random);
  }

  /** Checks so many cases; fails with the seed of the first that does not hold. */
  public static void check(int count, Property property) {
    long seed = Long.getLong("cases.seed", 1);
    for (int i = 0; i < count; i++, seed += STEP) {
      try {
        property.check(FACTORY.create(seed));
      } catch (AssertionError | Exception e) {
        throw new AssertionError(
            "case " + (i + 1) + " of " + count + ", again with -Dcases.seed=" + seed + ": " + e, e);
      }
    }
  }

  /** From least to most parts. */
  public static <T> List<T> list(RandomGenerator random, int least, int most, Part<T> part) {
    // Short ones as often as long ones.
    int size =
        random.nextInt(least, (random.nextBoolean() ? most : least + (most - least) / 8) + 1);
    List<T> list = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      list.add(part.of(random));
    }
    return list;
  }

  /** One of them. */
  public static <T> T one(RandomGenerator random, List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  /** A text of at most so many of these characters. */
  public static String text(RandomGenerator random, String of, int most) {
    StringBuilder text = new StringBuilder();
    list(random, 0, most, r -> of.charAt(r.nextInt(of.length()))).forEach(text::append);
    return text.toString();
  }

  /** Within bounds, both included; each bound one time in sixteen, where mistakes like to be. */
  public static long number(RandomGenerator random, long least, long most) {
    return switch (random.nextInt(16)) {
      case 0 -> least;
      case 1 -> most;
      default -> random.nextLong(least, most) + (random.nextBoolean() ? 1 : 0);
    };
  }
}
