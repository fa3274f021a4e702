package tech.atoms.opsdesk.check;

import tech.atoms.opsdesk.common.Masking;

/**
 * Something that was seen: a request with its answer, a header, a row, a line of a file. Without
 * secrets, and cut where it is long.
 *
 * @param label what it is, e.g. "GET /health" or "requirements.txt, line 12"
 * @param text what was there
 */
public record Evidence(String label, String text) {
  /** Longer texts are cut. */
  public static final int LONGEST = 2_000;

  /** Masks both, and cuts the text. */
  public Evidence {
    label = Masking.mask(label);
    text = Masking.mask(text);
    if (text.length() > LONGEST) {
      text = text.substring(0, LONGEST) + " … (" + (text.length() - LONGEST) + " more characters)";
    }
  }
}
