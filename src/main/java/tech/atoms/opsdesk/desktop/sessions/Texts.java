package tech.atoms.opsdesk.desktop.sessions;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.database.AppSession;
import tech.atoms.opsdesk.database.AppSessionCounts;
import tech.atoms.opsdesk.database.AppSessionQuery.Expiry;
import tech.atoms.opsdesk.database.AppSessionQuery.Order;
import tech.atoms.opsdesk.database.DatabaseSession;
import tech.atoms.opsdesk.database.MonitoredDatabase;
import tech.atoms.opsdesk.desktop.control.Ages;
import tech.atoms.opsdesk.desktop.control.Look;
import tech.atoms.opsdesk.desktop.control.WordsCell.Words;

/** Words of the Sessions screen. */
final class Texts {
  static final String NO_RIGHTS = "no rights";
  private static final Duration SOON = Duration.ofHours(1);
  private static final Duration FOREVER = Duration.ofDays(36_500);

  private Texts() {}

  static String number(long value) {
    return String.format(Locale.ENGLISH, "%,d", value);
  }

  static Words expiry(AppSession session, Instant now) {
    Duration left = Duration.between(now, session.expiresAt());
    if (left.isNegative() || left.isZero()) {
      return Words.state(Look.WARNING, "expired " + Ages.age(left.negated()) + " ago");
    }
    if (left.compareTo(FOREVER) > 0) {
      return Words.state(Look.WARNING, "never");
    }
    return left.compareTo(SOON) < 0
        ? Words.state(Look.STALE, Ages.age(left))
        : Words.plain(Ages.age(left));
  }

  static Words ofUser(AppSession session) {
    if (session.orphan()) {
      return Words.state(Look.WARNING, "no user");
    }
    if (session.expired() && session.ofUser() == 0) {
      return Words.quiet("none live");
    }
    int limit = MonitoredDatabase.SESSIONS_PER_USER;
    String text = ofLimit(session.ofUser(), limit);
    Look look = look(session.ofUser(), limit);
    return look == null ? Words.plain(text) : Words.state(look, text);
  }

  static String ofLimit(int sessions, int limit) {
    String more = sessions >= AppSession.MOST_COUNTED ? "+" : "";
    return sessions + more + " of " + limit;
  }

  /** Null: neither at the limit nor near it. */
  static @Nullable Look look(int sessions, int limit) {
    if (sessions >= limit) {
      return Look.BAD;
    }
    return sessions >= AppSessionCounts.nearLimit(limit) ? Look.WARNING : null;
  }

  static String time(@Nullable Instant time, Instant now) {
    return time == null ? "not recorded" : Ages.at(time, now);
  }

  static String orNotTold(String text) {
    return text.isEmpty() ? "not told" : text;
  }

  static Words state(DatabaseSession session) {
    if (session.blocked()) {
      return Words.state(
          Look.BLOCKED, (session.state() == null ? NO_RIGHTS : session.state()) + ", blocked");
    }
    if (session.hidden()) {
      return Words.state(Look.NO_DATA, NO_RIGHTS);
    }
    String state = session.state();
    if (state == null) {
      return Words.state(Look.NO_DATA, "not tracked");
    }
    if (session.idleInTransaction() && !session.ownedByDesk()) {
      return Words.state(Look.HOLDING, state);
    }
    return state.equals("active")
        ? Words.state(Look.ACTIVE, state)
        : Words.state(Look.NEUTRAL, state);
  }

  static String expiry(Expiry expiry) {
    return switch (expiry) {
      case ANY -> "Expires: any time";
      case WITHIN_HOUR -> "Within 1 h";
      case WITHIN_DAY -> "Within 24 h";
      case LATER -> "In more than 24 h";
    };
  }

  static String order(Order order) {
    return switch (order) {
      case EXPIRES_SOONEST -> "Soonest first";
      case EXPIRES_LATEST -> "Latest first";
      case USER -> "By user";
    };
  }

  static String duration(@Nullable Duration duration) {
    if (duration == null) {
      return NO_RIGHTS;
    }
    long seconds = duration.toSeconds();
    if (seconds < 60) {
      return seconds < 10
          ? String.format(Locale.ENGLISH, "%.1f s", duration.toMillis() / 1000.0)
          : seconds + " s";
    }
    return seconds < 3600 ? seconds / 60 + " min " + seconds % 60 + " s" : Ages.age(duration);
  }

  /** "14:06" or "3:14:06". */
  static String clock(Duration duration) {
    long s = duration.toSeconds();
    return s < 3600
        ? String.format(Locale.ENGLISH, "%02d:%02d", s / 60, s % 60)
        : String.format(Locale.ENGLISH, "%d:%02d:%02d", s / 3600, s / 60 % 60, s % 60);
  }

  static String from(DatabaseSession session) {
    if (session.ownedByDesk()) {
      return "this desk";
    }
    String application = session.application();
    return application.isEmpty() ? session.user() : application;
  }

  static String oneLine(DatabaseSession session) {
    String query = session.query();
    return query == null ? NO_RIGHTS : query.strip().replaceAll("\\s+", " ");
  }
}
