package tech.atoms.opsdesk.desktop.backups;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.backup.store.Stored;
import tech.atoms.opsdesk.environment.DueTimes;

/**
 * Which days and months have a backup, by UTC. A day stands as its best backup does: one that was
 * verified is what a restore would take.
 */
final class Days {
  private static final int DAYS = 30;
  private static final int MONTHS = 12;
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ENGLISH);
  private static final DateTimeFormatter MONTH =
      DateTimeFormatter.ofPattern("MMM uuuu", Locale.ENGLISH);
  private static final DateTimeFormatter SHORT = DateTimeFormatter.ofPattern("MMM", Locale.ENGLISH);

  private Days() {}

  /**
   * A day or a month.
   *
   * @param label below its cell, e.g. "19" or "Nov"
   * @param name in full, e.g. "19 Nov 2026"
   * @param state of its best backup; null: it has none
   * @param counts how many backups of each state it has
   * @param ids of its backups
   * @param open whether it is not over yet
   * @param planned whether one is still to come for it
   */
  record Day(
      String label,
      String name,
      Stored.@Nullable State state,
      Map<Stored.State, Integer> counts,
      List<String> ids,
      boolean open,
      boolean planned) {
    /** In words, e.g. "19 Nov 2026: 1 verified, 1 failed". */
    String words() {
      return name
          + ": "
          + (counts.isEmpty() ? (open ? "no backup yet" : "no backup") : Days.words(counts))
          + (planned ? (counts.isEmpty() ? ", planned" : " so far") : "");
    }
  }

  /** The last 30 days, the oldest first. */
  static List<Day> daily(List<BackupRow> rows, Instant now) {
    return daily(rows, null, now);
  }

  /**
   * As the other, with what is still to come.
   *
   * @param schedule when backups are due; null: by hand alone
   */
  static List<Day> daily(List<BackupRow> rows, @Nullable DueTimes schedule, Instant now) {
    boolean due = schedule != null && date(schedule.next(now)).equals(date(now));
    LocalDate today = now.atZone(ZoneOffset.UTC).toLocalDate();
    Map<LocalDate, List<BackupRow>> of =
        rows.stream().filter(row -> row.taken() != null).collect(Collectors.groupingBy(Days::date));
    List<Day> all = new ArrayList<>();
    for (int i = DAYS - 1; i >= 0; i--) {
      LocalDate day = today.minusDays(i);
      String label = String.valueOf(day.getDayOfMonth());
      List<BackupRow> its = of.getOrDefault(day, List.of());
      all.add(day(label, DAY.format(day), its, i == 0, i == 0 && due && its.isEmpty()));
    }
    return all;
  }

  /** The last 12 months, the oldest first. */
  static List<Day> monthly(List<BackupRow> rows, Instant now) {
    return monthly(rows, null, now);
  }

  /**
   * As the other, with what is still to come: which backup stands for a month is not known before
   * the month is over.
   *
   * @param schedule when backups are due; null: by hand alone
   */
  static List<Day> monthly(List<BackupRow> rows, @Nullable DueTimes schedule, Instant now) {
    YearMonth current = YearMonth.from(now.atZone(ZoneOffset.UTC));
    Map<YearMonth, List<BackupRow>> of =
        rows.stream()
            .filter(row -> row.taken() != null)
            .collect(Collectors.groupingBy(row -> YearMonth.from(date(row))));
    List<Day> all = new ArrayList<>();
    for (int i = MONTHS - 1; i >= 0; i--) {
      YearMonth month = current.minusMonths(i);
      all.add(
          day(
              SHORT.format(month),
              MONTH.format(month),
              of.getOrDefault(month, List.of()),
              i == 0,
              i == 0 && schedule != null));
    }
    return all;
  }

  /**
   * How many days stand how, in words; one that is not over lacks nothing yet, e.g. "28 verified, 1
   * not verified, 1 failed".
   */
  static String summary(List<Day> days) {
    Map<Stored.State, Integer> counts = new EnumMap<>(Stored.State.class);
    for (Day day : days) {
      Stored.State state = day.state();
      if (state != null && !day.planned()) {
        counts.merge(state, 1, Integer::sum);
      }
    }
    long none = days.stream().filter(day -> day.state() == null && !day.open()).count();
    if (counts.isEmpty()) {
      return "none";
    }
    return words(counts) + (none == 0 ? "" : ", " + none + " without");
  }

  private static LocalDate date(BackupRow row) {
    Instant taken = row.taken();
    if (taken == null) {
      throw new IllegalArgumentException("not known when: " + row.id());
    }
    return taken.atZone(ZoneOffset.UTC).toLocalDate();
  }

  private static LocalDate date(Instant at) {
    return at.equals(Instant.MAX) ? LocalDate.MAX : at.atZone(ZoneOffset.UTC).toLocalDate();
  }

  private static Day day(
      String label, String name, List<BackupRow> rows, boolean open, boolean planned) {
    Map<Stored.State, Integer> counts = new EnumMap<>(Stored.State.class);
    rows.forEach(row -> counts.merge(row.state(), 1, Integer::sum));
    // The states stand in that order: verified, taken, failed.
    Stored.State best = counts.isEmpty() ? null : counts.keySet().iterator().next();
    return new Day(
        label, name, best, counts, rows.stream().map(BackupRow::id).toList(), open, planned);
  }

  private static String words(Map<Stored.State, Integer> counts) {
    return counts.entrySet().stream()
        .map(entry -> entry.getValue() + " " + Texts.word(entry.getKey()))
        .collect(Collectors.joining(", "));
  }
}
