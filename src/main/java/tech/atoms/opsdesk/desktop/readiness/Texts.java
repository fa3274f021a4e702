package tech.atoms.opsdesk.desktop.readiness;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import tech.atoms.opsdesk.checklist.Counts;
import tech.atoms.opsdesk.checklist.ItemView;
import tech.atoms.opsdesk.checklist.state.Result;
import tech.atoms.opsdesk.checklist.state.Signature;
import tech.atoms.opsdesk.checklist.state.State;
import tech.atoms.opsdesk.checklist.state.Tick;
import tech.atoms.opsdesk.checklist.state.Waiver;
import tech.atoms.opsdesk.desktop.control.Ages;
import tech.atoms.opsdesk.desktop.control.Figure;
import tech.atoms.opsdesk.desktop.control.Look;
import tech.atoms.opsdesk.metric.Unit;

/** The words and looks of items. */
final class Texts {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH).withZone(ZoneOffset.UTC);

  private Texts() {}

  static Look look(State state) {
    return switch (state) {
      case PASS, ATTESTED -> Look.HEALTHY;
      case FAIL, WAIVER_EXPIRED -> Look.FAILED;
      case UNKNOWN -> Look.NO_DATA;
      case STALE -> Look.STALE;
      case AWAITING -> Look.NEEDS_YOU;
      case WAIVED -> Look.WAIVED;
      case NOT_EVALUATED, NOT_APPLICABLE -> Look.NEUTRAL;
    };
  }

  static String word(State state) {
    return switch (state) {
      case PASS -> "Pass";
      case ATTESTED -> "Attested";
      case FAIL -> "Fail";
      case WAIVER_EXPIRED -> "Waiver over";
      case UNKNOWN -> "Unknown";
      case STALE -> "Stale";
      case AWAITING -> "Needs you";
      case WAIVED -> "Waived";
      case NOT_EVALUATED -> "Not yet run";
      case NOT_APPLICABLE -> "Not here";
    };
  }

  /** What is known of an item, one line. */
  static String evidence(ItemView view) {
    Result result = view.result();
    Tick tick = result.tick();
    Waiver waiver = result.waiver();
    if (result.state() == State.WAIVED && waiver != null) {
      return waiver.reason();
    }
    if (result.state() == State.ATTESTED && tick != null && !tick.note().isEmpty()) {
      return tick.note();
    }
    boolean one = result.findings().size() == 1;
    return one ? result.findings().getFirst().finding().found() : result.reason();
  }

  /** Who or what looked, and when. */
  static String checked(ItemView view, Instant now) {
    if (view.running()) {
      return "running…";
    }
    Result result = view.result();
    Tick tick = result.tick();
    Waiver waiver = result.waiver();
    Signature signature = result.signature();
    if (result.state() == State.WAIVED && waiver != null) {
      return "until " + day(waiver.until());
    }
    if (signature != null) {
      return signature.by() + ", " + day(signature.at());
    }
    if (tick != null && result.state() == State.ATTESTED) {
      return tick.by() + ", " + day(tick.at());
    }
    Instant at = result.at();
    if (at == null) {
      return result.state() == State.AWAITING ? "not done" : "–";
    }
    return "auto, " + Ages.age(at, now) + " ago";
  }

  static String day(LocalDate date) {
    return DAY.format(date.atStartOfDay(ZoneOffset.UTC));
  }

  static String day(Instant at) {
    return DAY.format(at);
  }

  /** "10 d left", "expired 14 Nov". */
  static String left(Waiver waiver, Instant now) {
    if (!waiver.holds(now)) {
      return "expired " + day(waiver.until());
    }
    long days = ChronoUnit.DAYS.between(now, waiver.ends());
    return days == 0 ? "ends today" : days + " d left";
  }

  /** "4 of 4 pass". */
  static String passing(Counts counts) {
    return counts.done() + " of " + (counts.total() - counts.notApplicable()) + " pass";
  }

  /** "92 of 148 pass · 3 fail · 1 waived · 12 open". */
  static String sum(Counts counts) {
    StringBuilder text = new StringBuilder(passing(counts));
    append(text, counts.failed(), "fail");
    append(text, counts.waived(), "waived");
    append(text, counts.open(), "open");
    return text.toString();
  }

  /** "12 kB", "5.2 MB". */
  static String size(long bytes) {
    return Figure.of(Unit.BYTES, (double) bytes).text();
  }

  private static void append(StringBuilder text, int count, String word) {
    if (count > 0) {
      text.append(" · ").append(count).append(' ').append(word);
    }
  }
}
