package tech.atoms.opsdesk.workflow.figures;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.workflow.Observed;

/** What follows from what was measured so far. */
interface Judgement {
  /**
   * Judges.
   *
   * @param now measured so far
   * @param before measured earlier; null: not known
   * @param over whether nothing more is measured
   * @param trouble why the last read brought nothing; empty where it did
   */
  Observed of(Figures now, @Nullable Figures before, boolean over, String trouble);

  /** Whatever was measured is what is wanted. */
  static Observed baseline(Figures now, @Nullable Figures before, boolean over, String trouble) {
    return over ? Observed.done(now.words()) : Observed.underWay(now.words());
  }

  /** Worse than before is a failure, at once where there are requests enough to say so. */
  static Observed comparison(Figures now, @Nullable Figures before, boolean over, String trouble) {
    String compared = compared(now, before, "not known, held against the targets");
    List<String> worse = now.worseThan(before);
    if (!worse.isEmpty() && (over || now.requests() >= Figures.ENOUGH)) {
      return Observed.failed("worse: " + String.join(", ", worse) + " (" + compared + ")");
    }
    if (!over) {
      return Observed.underWay(compared);
    }
    List<String> unknown = unknown(now, before, trouble);
    return unknown.isEmpty()
        ? Observed.done(compared)
        : Observed.failed("not known: " + String.join(", ", unknown) + " (" + compared + ")");
  }

  /**
   * Well again is done, at once where there are requests enough to say so. What is not well may
   * become so until the end: a server that has just begun is slow at first.
   */
  static Observed recovery(Figures now, @Nullable Figures before, boolean over, String trouble) {
    String compared = compared(now, before, "not known");
    List<String> unwell = now.unwell(before);
    List<String> unknown = unknown(now, before, trouble);
    if (unwell.isEmpty() && unknown.isEmpty() && (over || now.requests() >= Figures.ENOUGH)) {
      boolean wasUnwell = before != null && !before.unwell(null).isEmpty();
      return Observed.done((wasUnwell ? "recovered: " : "well: ") + compared);
    }
    if (!over) {
      return Observed.underWay(compared);
    }
    return Observed.failed(
        (unknown.isEmpty()
                ? "not recovered: " + String.join(", ", unwell)
                : "not known whether it has recovered: " + String.join(", ", unknown))
            + " ("
            + compared
            + ")");
  }

  private static String compared(Figures now, @Nullable Figures before, String otherwise) {
    return now.words() + "; before: " + (before == null ? otherwise : before.words());
  }

  private static List<String> unknown(Figures now, @Nullable Figures before, String trouble) {
    return trouble.isEmpty() ? now.unknown(before) : List.of(trouble);
  }
}
