package tech.atoms.opsdesk.environment;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds the word somebody meant. Pure. */
public final class Nearest {
  private Nearest() {}

  /** The known word nearest to what was written; empty where none is near. */
  static Optional<String> to(String written, Collection<String> known) {
    return to(written, known, 1).stream().findFirst();
  }

  /**
   * The known words nearest to what was written, the nearest first; none where none is near.
   *
   * @param most so many of them
   */
  public static List<String> to(String written, Collection<String> known, int most) {
    String lower = plain(written);
    return known.stream()
        .filter(word -> distance(lower, plain(word)) <= Math.max(1, word.length() / 3))
        .sorted(Comparator.comparingInt((String word) -> distance(lower, plain(word))))
        .limit(most)
        .toList();
  }

  private static String plain(String word) {
    return word.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
  }

  /** Levenshtein's distance, two neighbours swapped counting as one. */
  private static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + change);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
