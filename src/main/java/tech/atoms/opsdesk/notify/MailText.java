package tech.atoms.opsdesk.notify;

/** A notice as the text of a mail. */
final class MailText {
  private static final int MOST_IN_SUBJECT = 200;

  private MailText() {}

  /** One line, whatever people wrote. */
  static String subject(Notice notice) {
    String line = "[" + notice.environment() + "] " + notice.title() + ": " + notice.outcome();
    return SlackText.cut(line.replaceAll("\\p{Cntrl}+", " "), MOST_IN_SUBJECT, false);
  }

  static String body(Sending sending) {
    Notice notice = sending.notice();
    StringBuilder text = new StringBuilder(notice.headline()).append("\n\n");
    if (sending.again()) {
      text.append(Sending.AGAIN).append("\n\n");
    }
    for (Notice.Change change : notice.changes()) {
      text.append(
          "- %s: %s -> %s (%s)\n"
              .formatted(change.what(), change.before(), change.after(), change.state()));
    }
    if (!notice.changes().isEmpty()) {
      text.append('\n');
    }
    for (Notice.Fact fact : notice.facts()) {
      text.append(fact.label()).append(": ").append(fact.text()).append('\n');
    }
    return text.append("\n-- \nAtoms Ops Desk, ")
        .append(notice.at())
        .append("\n")
        .append(sending.key())
        .append('\n')
        .toString();
  }
}
