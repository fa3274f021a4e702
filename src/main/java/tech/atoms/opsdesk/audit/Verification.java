package tech.atoms.opsdesk.audit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a look at the whole audit trail found.
 *
 * @param intact whether nothing is wrong
 * @param rows how many rows were read until then
 * @param head hash of the last row that fits; {@link Line#NONE} where there is none
 * @param firstBad number of the first row that is wrong or missing; null where it is intact
 * @param what what is wrong with it; empty where it is intact
 * @param limits what such a look cannot find, one line each
 */
public record Verification(
    boolean intact,
    long rows,
    String head,
    @Nullable Long firstBad,
    String what,
    List<String> limits) {
  /** What no chain without a secret can find. */
  static final List<String> LIMITS =
      List.of(
          "rows cut off the end together with the record of the newest row, where this machine has"
              + " not seen them before",
          "a trail that was written anew as a whole, with all of its hashes, where this machine has"
              + " not seen its newest row before",
          "what was never recorded, or was recorded falsely");

  /** Copies the list. */
  public Verification {
    limits = List.copyOf(limits);
  }

  static Verification intact(long rows, String head) {
    return new Verification(true, rows, head, null, "", LIMITS);
  }

  static Verification bad(long rows, String head, long first, String what) {
    return new Verification(false, rows, head, first, what, LIMITS);
  }
}
