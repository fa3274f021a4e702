package tech.atoms.opsdesk.backup.keep;

import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.environment.BackupSettings;

/**
 * Which backups stay and which go, at one time. A pure function of what there is: it reads no clock
 * and no disk. Days and months are those of UTC, and a backup is as old as the database server's
 * clock in its manifest says.
 *
 * <p>Verified ones stay for so many days; the newest of each month for so many months; the newest
 * few for ever. What is not verified counts for none of that, so it pushes out none that is: it
 * goes when it is as old, and enough newer ones are verified. What nobody vouches for never goes by
 * itself, for with a wrong key all look like that.
 */
public final class Retention {
  private static final Comparator<Held> NEWEST_FIRST =
      Comparator.comparing(Retention::age).thenComparing(Held::id).reversed();

  private final BackupSettings.Keep keep;
  private final Instant now;
  private final List<Held> all;
  private final Set<String> floor = new HashSet<>();
  private final Map<YearMonth, String> months = new HashMap<>();
  private final Map<String, Integer> verifiedAfter = new HashMap<>();
  private final List<Ruling> rulings = new ArrayList<>();

  private Retention(List<Held> all, BackupSettings.Keep keep, Instant now) {
    this.keep = keep;
    this.now = now;
    this.all = all.stream().sorted(NEWEST_FIRST).toList();
    count();
    this.all.forEach(one -> rulings.add(rule(one)));
  }

  /**
   * Rules.
   *
   * @param all there is
   * @param now the time, by the database server's clock
   */
  public static Retention of(List<Held> all, BackupSettings.Keep keep, Instant now) {
    return new Retention(all, keep, now);
  }

  /** What becomes of each, the newest first. */
  public List<Ruling> rulings() {
    return List.copyOf(rulings);
  }

  /** All that nothing keeps, the oldest first. */
  public List<Ruling> goes() {
    return rulings.reversed().stream().filter(one -> !one.kept()).toList();
  }

  /** What goes in one run: no more than the policy lets go at once, the oldest first. */
  public List<Ruling> goesNow() {
    return goes().stream().limit(keep.removedPerRun()).toList();
  }

  private static Instant age(Held one) {
    Instant at = one.at();
    return at == null ? Instant.MIN : at;
  }

  private void count() {
    int verified = 0;
    for (Held one : all) {
      verifiedAfter.put(one.id(), verified);
      Instant at = one.at();
      if (at != null && one.verified()) {
        if (verified < keep.atLeast()) {
          floor.add(one.id());
        }
        months.putIfAbsent(month(at), one.id());
        verified++;
      }
    }
  }

  private static YearMonth month(Instant at) {
    return YearMonth.from(at.atZone(ZoneOffset.UTC));
  }

  private Ruling rule(Held one) {
    Instant at = one.at();
    if (at == null) {
      return stays(
          one,
          tier(one, false),
          held(one, "nobody vouches for it: look at it, and remove it by hand"),
          null);
    }
    Instant days = at.plus(Duration.ofDays(keep.daily()));
    YearMonth month = month(at);
    boolean monthly = keep.monthly() > 0 && one.id().equals(months.get(month));
    boolean over = month.isBefore(month(now));
    Ruling.Tier tier = tier(one, monthly && over && end(month).isAfter(now));
    Instant until = monthly && over && end(month).isAfter(days) ? end(month) : days;
    String held = held(one, "");
    if (!held.isEmpty()) {
      return stays(one, tier, held, null);
    }
    if (!one.verified()) {
      return unverified(one, tier, days);
    }
    if (days.isAfter(now)) {
      return stays(
          one,
          tier,
          "it is younger than "
              + days(keep.daily())
              + (until.equals(days) ? "" : ", and then " + month + "'s newest verified one"),
          until);
    }
    if (monthly && end(month).isAfter(now)) {
      return stays(
          one,
          tier,
          "it is " + month + "'s newest verified one" + (over ? "" : ", so far"),
          end(month));
    }
    if (floor.contains(one.id())) {
      return stays(
          one, tier, "it is one of the newest %d verified ones".formatted(keep.atLeast()), null);
    }
    return old(
        one,
        tier,
        until,
        monthly ? "its month is none of the last " + keep.monthly() : "no month's newest");
  }

  private Ruling unverified(Held one, Ruling.Tier tier, Instant days) {
    if (days.isAfter(now)) {
      return stays(one, tier, "it may still be verified", days);
    }
    if (verifiedAfter.getOrDefault(one.id(), 0) < keep.atLeast()) {
      return stays(
          one, tier, "fewer than %d newer ones are verified".formatted(keep.atLeast()), null);
    }
    return old(one, tier, days, "was never verified");
  }

  /** The first moment at which a month is none of the last ones any more. */
  private Instant end(YearMonth month) {
    return month.plusMonths(keep.monthly() + 1L).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private static String held(Held one, String otherwise) {
    return !one.pinned().isEmpty()
        ? "it is pinned: " + one.pinned()
        : !one.leased().isEmpty() ? "in use: " + one.leased() : otherwise;
  }

  private static Ruling.Tier tier(Held one, boolean monthly) {
    return monthly ? Ruling.Tier.MONTHLY : one.scheduled() ? Ruling.Tier.DAILY : Ruling.Tier.MANUAL;
  }

  private static Ruling stays(Held one, Ruling.Tier tier, String why, @Nullable Instant until) {
    return new Ruling(one, tier, true, why, until);
  }

  private Ruling old(Held one, Ruling.Tier tier, Instant until, String also) {
    return new Ruling(
        one, tier, false, "it is older than " + days(keep.daily()) + ", and " + also, until);
  }

  private static String days(int count) {
    return count == 1 ? "a day" : count + " days";
  }
}
