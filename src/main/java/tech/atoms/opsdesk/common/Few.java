package tech.atoms.opsdesk.common;

import java.util.List;

/** Lists that are told in one line, however long they are. */
public final class Few {
  private static final int NAMED = 5;

  private Few() {}

  /** The first five, and how many more there are; "none" where there are none. */
  public static String of(List<String> names) {
    return of(names, NAMED);
  }

  /** As the other, with as many as are given. */
  public static String of(List<String> names, int most) {
    if (names.isEmpty()) {
      return "none";
    }
    return names.size() > most
        ? String.join(", ", names.subList(0, most)) + " and " + (names.size() - most) + " more"
        : String.join(", ", names);
  }
}
