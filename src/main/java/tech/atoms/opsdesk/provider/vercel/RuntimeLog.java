package tech.atoms.opsdesk.provider.vercel;

import java.time.Instant;

/**
 * One line of a deployment's runtime logs. Texts are empty where the platform does not tell.
 *
 * @param at when
 * @param level e.g. "info", "warning", "error", "fatal"
 * @param message as the function or the platform wrote it
 * @param method of the request
 * @param path of the request, without query
 * @param status of the answer; 0: not told, or not answered
 */
public record RuntimeLog(
    Instant at, String level, String message, String method, String path, int status) {

  /** Whether something went wrong on the server's side. */
  public boolean isError() {
    return level.equals("error") || level.equals("fatal") || status >= 500;
  }
}
