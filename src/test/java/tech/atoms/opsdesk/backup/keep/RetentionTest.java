package tech.atoms.opsdesk.backup.keep;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tech.atoms.opsdesk.Cases;
import tech.atoms.opsdesk.backup.keep.Ruling.Tier;
import tech.atoms.opsdesk.environment.BackupSettings.Keep;
import tech.atoms.opsdesk.environment.DueTimes;

/** What stays and what goes, by examples and by what must always hold. */
class RetentionTest {
  private static final Instant NOW = Instant.parse("2026-11-20T03:14:20Z");
  private static final Duration DAY = Duration.ofDays(1);

  private static Held verified(String at) {
    return held(at, Instant.parse(at), true, true);
  }

  private static Held held(String id, @Nullable Instant at, boolean verified, boolean scheduled) {
    return new Held(id, at, verified, scheduled, "", "");
  }

  private static Ruling ruling(List<Held> all, Held one) {
    return Retention.of(all, Keep.USUAL, NOW).rulings().stream()
        .filter(each -> each.held().equals(one))
        .findFirst()
        .orElseThrow();
  }

  /** Young and verified ones enough, so that no floor keeps what is looked at. */
  private static List<Held> with(Held... others) {
    List<Held> all = new ArrayList<>(List.of(others));
    for (int i = 1; i <= 3; i++) {
      all.add(verified("2026-11-%02dT20:00:00Z".formatted(19 - i)));
    }
    return all;
  }

  @Test
  void daysCountToTheInstantAndMonthsAreThoseOfUtc() {
    Held young = verified("2026-10-21T03:14:21Z");
    Held old = verified("2026-10-21T03:14:20Z");
    Held october = verified("2026-10-31T23:59:00Z");
    List<Held> all = with(young, old, october);
    assertThat(ruling(all, young).until()).isEqualTo("2026-11-20T03:14:21Z");
    assertThat(ruling(all, young).kept()).isTrue();
    assertThat(ruling(all, young).tier()).isEqualTo(Tier.DAILY);
    assertThat(ruling(all, old).kept()).isFalse();
    assertThat(ruling(all, october).tier()).isEqualTo(Tier.MONTHLY);
    assertThat(ruling(all, october).until()).isEqualTo("2027-11-01T00:00:00Z");
    Held lastYear = verified("2025-11-30T20:00:00Z");
    Held before = verified("2025-10-31T20:00:00Z");
    all = with(lastYear, before);
    assertThat(ruling(all, lastYear).kept()).isTrue();
    assertThat(ruling(all, before).kept()).isFalse();
    assertThat(ruling(all, before).why()).contains("its month is none of the last 12");
  }

  @Test
  void whatIsNotVerifiedGoesWhenItIsOldAndWhatNobodyVouchesForStays() {
    Held taken = held("taken", Instant.parse("2026-10-01T20:00:00Z"), false, true);
    Held failed = held("failed", null, false, true);
    assertThat(ruling(with(taken), taken).kept()).isFalse();
    assertThat(ruling(with(failed), failed).kept()).isTrue();
    List<Held> few = List.of(taken, verified("2026-11-18T20:00:00Z"));
    assertThat(ruling(few, taken).kept()).isTrue();
    assertThat(ruling(few, taken).why()).contains("fewer than 3 newer ones are verified");
  }

  @Test
  void pinsAndLeasesKeepWhateverItIs() {
    Instant old = Instant.parse("2024-01-01T20:00:00Z");
    Held pinned = new Held("pinned", old, true, true, "before 2.0", "");
    Held leased = new Held("leased", old.plus(DAY), true, false, "", "verified by Olga");
    List<Held> all = with(pinned, leased);
    assertThat(ruling(all, pinned).why()).isEqualTo("it is pinned: before 2.0");
    assertThat(ruling(all, leased).why()).isEqualTo("in use: verified by Olga");
    assertThat(Retention.of(all, Keep.USUAL, NOW).goes()).isEmpty();
  }

  @Test
  void noMoreGoAtOnceThanThePolicyLetsGoTheOldestFirst() {
    Retention rules =
        Retention.of(
            with(
                verified("2026-09-03T20:00:00Z"),
                verified("2026-09-01T20:00:00Z"),
                verified("2026-09-02T20:00:00Z"),
                verified("2026-09-30T20:00:00Z")),
            Keep.USUAL,
            NOW);
    assertThat(rules.goes()).hasSize(3);
    assertThat(rules.goesNow())
        .extracting(Ruling::id)
        .containsExactly("2026-09-01T20:00:00Z", "2026-09-02T20:00:00Z");
  }

  @Test
  void aClockThatMayBeWrongRemovesNothing() {
    List<Held> all = List.of(verified("2026-11-19T20:00:00Z"));
    DueTimes daily = DueTimes.parse("0 20 * * *");
    assertThat(Clocks.refusal(all, daily, NOW, NOW)).isEmpty();
    assertThat(Clocks.refusal(List.of(), daily, NOW, NOW)).isEmpty();
    Instant behind = Instant.parse("2026-11-19T19:59:59Z");
    assertThat(Clocks.refusal(all, daily, behind, behind)).get().asString().contains("set back");
    Instant ahead = Instant.parse("2026-11-20T22:00:01Z");
    assertThat(Clocks.refusal(all, daily, ahead, ahead)).get().asString().contains("ahead");
    assertThat(Clocks.refusal(all, DueTimes.parse("0 20 * * 0"), ahead, ahead)).isEmpty();
    assertThat(Clocks.refusal(all, daily, NOW, NOW.plusSeconds(3601))).isPresent();
    assertThat(Clocks.refusal(all, daily, NOW, NOW.minusSeconds(3601))).isPresent();
  }

  /** Days of chance: failures, proofs that never came, backups by hand, pins and leases. */
  private static List<Held> some(RandomGenerator random, Instant until) {
    List<Held> all = new ArrayList<>();
    int days = random.nextInt(800);
    for (int i = 0; i < days; i++) {
      Instant at = until.minus(DAY.multipliedBy(i)).minusSeconds(random.nextInt(80_000));
      int kind = random.nextInt(40);
      if (kind < 12) {
        continue;
      }
      all.add(
          new Held(
              "b" + i,
              kind == 12 ? null : at,
              kind > 15,
              kind != 16,
              kind == 17 ? "wanted" : "",
              kind == 18 ? "in use" : ""));
    }
    return all;
  }

  private static Keep policy(RandomGenerator random) {
    return new Keep(
        1 + random.nextInt(40), random.nextInt(14), 1 + random.nextInt(5), 1 + random.nextInt(3));
  }

  private static Set<String> gone(List<Held> all, Keep keep, Instant now) {
    return Retention.of(all, keep, now).goes().stream().map(Ruling::id).collect(Collectors.toSet());
  }

  private static List<Held> without(List<Held> all, Set<String> ids) {
    return all.stream().filter(one -> !ids.contains(one.id())).toList();
  }

  @Test
  void theFloorStandsAndRulingTwiceRemovesNothingMore() {
    Cases.check(
        400,
        random -> {
          Keep keep = policy(random);
          List<Held> all = some(random, NOW.minus(DAY.multipliedBy(random.nextInt(500))));
          List<Held> left = without(all, gone(all, keep, NOW));
          long verified = all.stream().filter(Held::verified).count();
          assertThat(left.stream().filter(Held::verified).count())
              .isGreaterThanOrEqualTo(Math.min(verified, keep.atLeast()));
          assertThat(gone(left, keep, NOW)).isEmpty();
          // So it is when only some of them are gone.
          Set<String> some =
              Retention.of(all, keep, NOW).goesNow().stream()
                  .map(Ruling::id)
                  .collect(Collectors.toSet());
          assertThat(gone(all, keep, NOW)).containsAll(gone(without(all, some), keep, NOW));
        });
  }

  @Test
  void whatIsGoneStaysGoneAsTimeGoesOn() {
    Cases.check(
        400,
        random -> {
          Keep keep = policy(random);
          List<Held> all = some(random, NOW);
          Instant later = NOW.plusSeconds(random.nextInt(90_000_000));
          assertThat(gone(all, keep, later)).containsAll(gone(all, keep, NOW));
        });
  }

  @Test
  void anotherBackupPushesOutNoneThatIsNewerAndOneThatFailedPushesOutNone() {
    Cases.check(
        400,
        random -> {
          Keep keep = policy(random);
          List<Held> all = some(random, NOW);
          Instant at = NOW.minus(DAY.multipliedBy(random.nextInt(800))).minusSeconds(7);
          List<Held> more = new ArrayList<>(all);
          Held good = held("new", at, true, random.nextBoolean());
          more.add(good);
          Set<String> pushed = new HashSet<>(gone(more, keep, NOW));
          pushed.removeAll(gone(all, keep, NOW));
          pushed.remove("new");
          assertThat(all)
              .filteredOn(one -> pushed.contains(one.id()) && one.verified())
              .allMatch(one -> one.at() != null && one.at().isBefore(at));
          more.set(more.size() - 1, held("new", random.nextBoolean() ? at : null, false, true));
          Set<String> bad = gone(more, keep, NOW);
          bad.remove("new");
          assertThat(bad).isEqualTo(gone(all, keep, NOW));
        });
  }

  @Test
  void twoYearsOfDailyBackupsLeaveThirtyDaysAndTwelveMonths() {
    Cases.check(
        5,
        random -> {
          List<Held> all = new ArrayList<>();
          List<Held> ever = new ArrayList<>();
          Instant now = Instant.parse("2024-11-19T20:15:00Z");
          Instant end = Instant.parse("2026-11-20T00:00:00Z");
          for (; now.isBefore(end); now = now.plus(DAY)) {
            int luck = random.nextInt(20);
            Held one = held("b" + now, now.minusSeconds(900), luck > 1, true);
            if (luck > 0) { // one in twenty is not even taken
              all.add(one);
              ever.add(one);
              Set<String> going =
                  Retention.of(all, Keep.USUAL, now).goesNow().stream()
                      .map(Ruling::id)
                      .collect(Collectors.toSet());
              all.removeIf(each -> going.contains(each.id()));
            }
          }
          Instant last = now.minus(DAY);
          assertThat(Retention.of(all, Keep.USUAL, last).goes()).isEmpty();
          List<Held> good = ever.stream().filter(Held::verified).toList();
          Instant month = last.minus(Duration.ofDays(30));
          List<Held> wanted =
              good.stream()
                  .filter(one -> at(one).isAfter(month) || isNewestOfItsMonth(one, good))
                  .filter(one -> !month(one).isBefore(YearMonth.of(2025, 11)))
                  .toList();
          assertThat(all.stream().filter(Held::verified)).containsExactlyElementsOf(wanted);
          assertThat(all.stream().map(RetentionTest::month).distinct()).hasSize(13);
        });
  }

  private static boolean isNewestOfItsMonth(Held one, List<Held> all) {
    return all.stream()
        .filter(other -> month(other).equals(month(one)))
        .max(Comparator.comparing(RetentionTest::at))
        .filter(one::equals)
        .isPresent();
  }

  private static Instant at(Held one) {
    Instant at = one.at();
    return at == null ? Instant.MIN : at;
  }

  private static YearMonth month(Held one) {
    return YearMonth.from(at(one).atZone(ZoneOffset.UTC));
  }
}
