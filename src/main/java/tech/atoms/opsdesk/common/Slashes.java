package tech.atoms.opsdesk.common;

import java.net.URI;

/** Joins addresses and paths. */
public final class Slashes {
  private Slashes() {}

  /** An address without the slashes at its end. */
  public static String trimmed(URI url) {
    return trimmed(url.toString());
  }

  /** A text without the slashes at its end. */
  public static String trimmed(String url) {
    int end = url.length();
    while (end > 0 && url.charAt(end - 1) == '/') {
      end--;
    }
    return url.substring(0, end);
  }
}
