package tech.atoms.opsdesk.checklist;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import tech.atoms.opsdesk.checklist.state.Result;
import tech.atoms.opsdesk.checklist.template.Checklist;
import tech.atoms.opsdesk.checklist.template.Item;
import tech.atoms.opsdesk.checklist.template.Kind;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.Person;

/** What may not be done, told before anything is. */
final class Refusals {
  private static final int LONGEST_TEXT = 2_000;
  private static final int LONGEST_SUBJECT = 80;
  private static final int LONGEST_WAIVER_DAYS = 366;

  private Refusals() {}

  static Item item(Checklist checklist, String id) {
    return checklist
        .item(id)
        .orElseThrow(
            () ->
                refused(
                    "There is no such item",
                    id,
                    "the checklist has " + checklist.items().size() + " others",
                    "See 'opsdesk checklist show'"));
  }

  static void untickable(Item item, String note, NewFile file) {
    tooLong(item, "note", note);
    if (item.isSignOff()) {
      throw refused(
          "A sign-off cannot be ticked",
          item.id(),
          "a role signs it",
          "Sign it: " + item.signedBy());
    }
    if (!item.kind().byPerson()) {
      throw refused(
          "The item cannot be ticked",
          item.id(),
          item.kind() == Kind.ROLL_UP
              ? "it follows the items that it sums up"
              : "a check answers it, not a person",
          "Mend what it asks for, or record a waiver");
    }
    if (file.content().length > NewFile.MOST_BYTES) {
      throw refused(
          "The file is too large",
          file.name(),
          "it has " + file.content().length + " bytes, " + NewFile.MOST_BYTES + " are allowed",
          "Attach a smaller one, or name its address in the note");
    }
  }

  /** The approver's name, as the profile has it. */
  static String unwaivable(
      Item item,
      Environment environment,
      String reason,
      String approver,
      LocalDate until,
      Instant now) {
    if (item.isSignOff()) {
      throw refused(
          "A sign-off cannot be waived",
          item.id(),
          "only who holds the role " + item.signedBy() + " can vouch for it",
          "Have it signed");
    }
    if (reason.isBlank()) {
      throw refused("The waiver has no reason", item.id(), "a reason is required", "Say why");
    }
    tooLong(item, "reason", reason);
    LocalDate today = now.atZone(ZoneOffset.UTC).toLocalDate();
    if (until.isBefore(today) || until.isAfter(today.plusDays(LONGEST_WAIVER_DAYS))) {
      throw refused(
          "The waiver cannot end then",
          item.id(),
          until + " is not between today and a year from now",
          "Name a day from " + today + " to " + today.plusDays(LONGEST_WAIVER_DAYS));
    }
    return approver(item, environment.people(), approver.strip());
  }

  private static String approver(Item item, List<Person> people, String approver) {
    if (approver.isEmpty()) {
      throw refused(
          "The waiver has no approver", item.id(), "somebody has to approve it", "Name who did");
    }
    if (people.isEmpty()) {
      tooLong(item, "approver", approver);
      return approver;
    }
    return people.stream()
        .filter(
            person -> person.name().equalsIgnoreCase(approver) || person.login().equals(approver))
        .map(Person::name)
        .findFirst()
        .orElseThrow(
            () ->
                refused(
                    "Nobody of that name can approve",
                    approver,
                    "the profile names "
                        + people.stream().map(Person::name).collect(Collectors.joining(", ")),
                    "Name one of them"));
  }

  /** The role that is signed for. */
  static String unsignable(Item item, Me me, List<Result> failing, String note) {
    String role = item.signedBy();
    if (role == null) {
      throw refused("This is no sign-off", item.id(), "no role signs it", "Tick it instead");
    }
    if (!me.holds(role)) {
      throw refused(
          "Only who holds the role can sign",
          item.id() + ", " + role,
          me.name()
              + (me.roles().isEmpty()
                  ? " holds no role in this environment's profile"
                  : " holds " + String.join(", ", me.roles())),
          "Have it signed by somebody who is " + role + ", or correct 'people' in the profile");
    }
    tooLong(item, "note", note);
    if (!failing.isEmpty()) {
      throw refused(
          "It cannot be signed yet",
          item.id() + ", " + role,
          failing.size()
              + (failing.size() == 1
                  ? " item that it covers fails: "
                  : " items that it covers fail: ")
              + failing.stream()
                  .limit(5)
                  .map(one -> one.item().id())
                  .collect(Collectors.joining(", ")),
          "Mend or waive what fails");
    }
    return role;
  }

  static void tooLong(Item item, String what, String text) {
    if (text.length() > LONGEST_TEXT) {
      throw refused(
          String.format(Locale.ROOT, "The %s is too long", what),
          item.id(),
          "it has " + text.length() + " characters, " + LONGEST_TEXT + " are allowed",
          "Say it shorter, or attach a file");
    }
  }

  /** What was named, no longer than any name of an item: what is refused is recorded as well. */
  static String cut(String subject) {
    return subject.length() > LONGEST_SUBJECT
        ? subject.substring(0, LONGEST_SUBJECT - 1) + "…"
        : subject;
  }

  static ProblemException refused(String what, String where, String why, String next) {
    return new ProblemException(new Problem(what, where, why, next));
  }
}
