package tech.atoms.opsdesk.common;

/**
 * Something that went wrong, in words for a person: the shape of every error the desk shows or
 * prints.
 *
 * <p>None of the members may hold a secret; {@link Masking} has removed them before.
 *
 * @param what what failed, e.g. "The health endpoint did not answer"
 * @param where the thing it happened to, e.g. a URL, a file with line and column, a table
 * @param why the cause, as found, e.g. "connection refused"
 * @param next what to do about it
 */
public record Problem(String what, String where, String why, String next) {

  /** One line: what, where, why. */
  public String line() {
    return what + " (" + where + "): " + ended(why);
  }

  /** The same with what to do, for where one line is all that a person sees. */
  public String advice() {
    return line() + " " + ended(next);
  }

  /** As a sentence; what others say has its full stop already. */
  public static String ended(String text) {
    return text.endsWith(".") ? text : text + ".";
  }
}
