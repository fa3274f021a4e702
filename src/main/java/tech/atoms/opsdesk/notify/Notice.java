package tech.atoms.opsdesk.notify;

import java.time.Instant;
import java.util.List;

/**
 * What people are told, in a form that every kind of channel can write.
 *
 * @param kind what it is about, for programs, e.g. "run"
 * @param subject the id of that, e.g. a run's; unique within its kind
 * @param environment where it happened
 * @param title one line, e.g. "Roll back from v1.5.0 to v1.4.2"
 * @param mood how it should look
 * @param outcome how it stands, in a word or two, e.g. "done"
 * @param at when it came to that
 * @param changes what became of what; may be empty
 * @param facts all else, in order
 */
public record Notice(
    String kind,
    String subject,
    String environment,
    String title,
    Mood mood,
    String outcome,
    Instant at,
    List<Change> changes,
    List<Fact> facts) {

  /** Copies the lists. */
  public Notice {
    changes = List.copyOf(changes);
    facts = List.copyOf(facts);
  }

  /** How a notice should look. */
  public enum Mood {
    /** All is well. */
    GOOD("✅"),
    /** A person should look at it. */
    OPEN("⚠️"),
    /** Something has failed. */
    BAD("⛔");

    private final String sign;

    Mood(String sign) {
      this.sign = sign;
    }

    /** One character in front of a line. */
    String sign() {
      return sign;
    }
  }

  /**
   * One thing that is other than it was, or was to be.
   *
   * @param what e.g. "Point production to v1.4.2"
   * @param before how it was
   * @param after how it is, or was to be
   * @param state whether that has happened, e.g. "done"
   */
  public record Change(String what, String before, String after, String state) {}

  /**
   * One thing to know.
   *
   * @param name for programs, e.g. "durationMs"
   * @param label for people, e.g. "Duration"
   * @param text the same for both
   */
  public record Fact(String name, String label, String text) {}

  /** The first line: environment, what, and how it stands. */
  String headline() {
    return environment + ": " + title + ": " + outcome;
  }
}
