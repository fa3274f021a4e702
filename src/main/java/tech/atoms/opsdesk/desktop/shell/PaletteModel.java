package tech.atoms.opsdesk.desktop.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.environment.Environment;

/** What the palette offers for what was typed. Knows no control. */
final class PaletteModel {

  /**
   * Something to do.
   *
   * @param group heading it stands under; groups come in the order of the list
   * @param icon code of its icon; ignored where {@code environment} is given
   * @param title what it does
   * @param detail one short remark; empty for none
   * @param keys that do the same; empty for none
   * @param environment whose badge stands in place of the icon; null for none
   * @param run does it
   */
  record Entry(
      String group,
      String icon,
      String title,
      String detail,
      String keys,
      @Nullable Environment environment,
      Runnable run) {}

  /** An entry that matches, and which letters of its title do: none when {@code from == to}. */
  record Match(Entry entry, int from, int to) {}

  private final List<Entry> entries;
  private final List<Entry> places;

  /**
   * Offers entries.
   *
   * @param entries shown before anything is typed
   * @param places found by typing only, because there are many; also by their remark
   */
  PaletteModel(List<Entry> entries, List<Entry> places) {
    this.entries = List.copyOf(entries);
    this.places = List.copyOf(places);
  }

  /**
   * What matches: a word of the title that begins so comes before a match inside a word, within its
   * group, and the remark of a place comes last. A leading {@code >} leaves only actions.
   */
  List<Match> matches(String typed) {
    boolean actionsOnly = typed.startsWith(">");
    String query = (actionsOnly ? typed.substring(1) : typed).strip().toLowerCase(Locale.ROOT);
    List<Match> found = new ArrayList<>();
    List<Entry> offered = new ArrayList<>(entries);
    if (!query.isEmpty()) {
      offered.addAll(places);
    }
    for (String group : offered.stream().map(Entry::group).distinct().toList()) {
      if (actionsOnly && !group.startsWith("Actions")) {
        continue;
      }
      List<Match> inside = new ArrayList<>();
      for (Entry entry : offered) {
        if (!entry.group().equals(group)) {
          continue;
        }
        String title = entry.title().toLowerCase(Locale.ROOT);
        // Its screen's name alone finds the screen, not everything on it.
        int own = places.contains(entry) ? title.indexOf(": ") + 2 : 0;
        int at = title.indexOf(query, own);
        if (at < 0 && title.startsWith(query) && query.length() > own) {
          at = 0;
        }
        if (at < 0) {
          if (places.contains(entry) && entry.detail().toLowerCase(Locale.ROOT).contains(query)) {
            inside.add(new Match(entry, 0, 0));
          }
          continue;
        }
        Match match = new Match(entry, at, at + query.length());
        if (at == 0 || title.charAt(at - 1) == ' ') {
          found.add(match);
        } else {
          inside.add(match);
        }
      }
      found.addAll(inside);
    }
    return found;
  }
}
