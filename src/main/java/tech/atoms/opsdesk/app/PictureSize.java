package tech.atoms.opsdesk.app;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;

/**
 * How large a picture is to be.
 *
 * @param width in pixels
 * @param height in pixels
 */
record PictureSize(int width, int height) {
  /** Below it nothing can be read. */
  private static final PictureSize LEAST = new PictureSize(320, 240);

  /** Beyond it the toolkit has no memory for a picture. */
  private static final PictureSize MOST = new PictureSize(7680, 4320);

  private static final Pattern FORM = Pattern.compile("(\\d{1,6})x(\\d{1,6})");

  /**
   * Reads {@code WxH}.
   *
   * @throws ProblemException where it is none, or too small or too large
   */
  static PictureSize of(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw refused("The size is not understood", text, "it is not WxH");
    }
    PictureSize size =
        new PictureSize(Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2)));
    if (size.width < LEAST.width || size.height < LEAST.height) {
      throw refused("The size is too small", text, "the least is " + LEAST.text());
    }
    if (size.width > MOST.width || size.height > MOST.height) {
      throw refused("The size is too large", text, "the most is " + MOST.text());
    }
    return size;
  }

  private String text() {
    return width + "x" + height;
  }

  private static ProblemException refused(String what, String text, String why) {
    return new ProblemException(
        new Problem(
            what,
            text,
            why,
            "Write a size from " + LEAST.text() + " to " + MOST.text() + ", e.g. 1440x900"));
  }
}
