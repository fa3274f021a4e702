package tech.atoms.opsdesk.environment;

/**
 * One mistake in a profile, where it stands. Never holds a value of the file that could be a
 * secret.
 *
 * @param line from 1
 * @param column from 1
 * @param path e.g. {@code environments[0].server.baseUrl}; empty for the file as a whole
 * @param message what is wrong, with what is allowed instead
 */
public record Mistake(int line, int column, String path, String message) {

  /** Line, column, path and message on one line. */
  public String text() {
    String at = "line " + line + ", column " + column;
    return path.isEmpty() ? at + ": " + message : at + ", " + path + ": " + message;
  }
}
