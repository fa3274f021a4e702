package tech.atoms.opsdesk.desktop.backups;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.backup.place.CopyState;
import tech.atoms.opsdesk.desktop.control.Look;
import tech.atoms.opsdesk.desktop.control.WordsCell.Words;

/** Copies of a backup in words. */
final class CopyWords {
  private static final String LOOKING = "…";

  private CopyWords() {}

  /**
   * The cell of a backup.
   *
   * @param any whether the profile names any place
   * @param copies null: nobody has looked yet
   * @param failed whether looking has failed
   */
  static Words cell(boolean any, @Nullable List<CopyState> copies, boolean failed) {
    if (!any) {
      return Words.quiet(Texts.NONE);
    }
    if (copies == null) {
      return failed ? Words.state(Look.NO_DATA, "unknown") : Words.quiet(LOOKING);
    }
    String whole = names(copies, CopyState.State.WHOLE);
    String unknown = names(copies, CopyState.State.UNKNOWN);
    String more = unknown.isEmpty() ? "" : unknown + " unknown";
    boolean missing =
        copies.stream()
            .anyMatch(
                one ->
                    one.state() == CopyState.State.MISSING
                        || one.state() == CopyState.State.PARTIAL);
    if (missing) {
      String only = (whole.isEmpty() ? "here" : whole) + " only";
      return Words.state(Look.WARNING, more.isEmpty() ? only : only + ", " + more);
    }
    if (!more.isEmpty()) {
      return Words.state(Look.NO_DATA, whole.isEmpty() ? more : whole + ", " + more);
    }
    return Words.plain(whole);
  }

  private static String names(List<CopyState> copies, CopyState.State state) {
    return copies.stream()
        .filter(one -> one.state() == state)
        .map(CopyState::place)
        .collect(Collectors.joining(", "));
  }

  /** That the archive's digest is that of the copies; empty where it is not of all. */
  static String matches(@Nullable List<CopyState> copies, Instant now) {
    if (copies == null || copies.isEmpty() || !copies.stream().allMatch(CopyState::isWhole)) {
      return "";
    }
    String which =
        switch (copies.size()) {
          case 1 -> "the copy at " + copies.getFirst().place();
          case 2 -> "both copies";
          default -> "all " + copies.size() + " copies";
        };
    return copies.stream()
        .map(CopyState::readBack)
        .filter(Objects::nonNull)
        .min(Instant::compareTo)
        .map(at -> "matches " + which + ", read back " + Texts.time(at, now) + " UTC")
        .orElse("");
  }

  /** Each copy in words, one a line. */
  static String each(List<CopyState> copies, Instant now) {
    return copies.stream()
        .map(
            one -> {
              Instant read = one.readBack();
              return one.isWhole() && read != null
                  ? one.place() + ", read back " + Texts.time(read, now) + " UTC"
                  : one.words();
            })
        .collect(Collectors.joining("\n"));
  }
}
