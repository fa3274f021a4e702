package tech.atoms.opsdesk.audit;

import org.jspecify.annotations.Nullable;

/** Holds rows against each other, in the order of their numbers. For one thread. */
public final class Chain {
  private long rows;
  private String head = Line.NONE;
  private @Nullable Verification broken;

  /** Begins at the first row of all. */
  public Chain() {}

  /**
   * Begins in the middle.
   *
   * @param before number of the row before the first that will be looked at
   * @param hash its hash
   */
  public Chain(long before, String hash) {
    rows = before;
    head = hash;
  }

  /**
   * Looks at the next row.
   *
   * @return whether all is well so far
   */
  public boolean next(Line line) {
    long expected = rows + 1;
    if (line.seq() != expected) {
      String what = "it is missing: the row after it is number " + line.seq();
      broken = Verification.bad(rows, head, expected, what);
    } else if (!line.isWhole()) {
      String what = "what stands in it does not match its hash: it was changed";
      broken = Verification.bad(rows, head, expected, what);
    } else if (!line.previous().equals(head)) {
      String what = "it does not follow the row before: it was put there, or rows changed places";
      broken = Verification.bad(rows, head, expected, what);
    } else {
      rows = expected;
      head = line.hash();
    }
    return broken == null;
  }

  /** How many rows fit so far. */
  public long rows() {
    return rows;
  }

  /** The hash of the last of them. */
  public String head() {
    return head;
  }

  /** What was found. */
  public Verification result() {
    Verification wrong = broken;
    return wrong == null ? Verification.intact(rows, head) : wrong;
  }
}
