package tech.atoms.opsdesk.check.source;

/** A text that is not what it should be, with the line. */
public final class Malformed extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int LONGEST = 200;

  private final int line;

  /**
   * A text is not what it should be.
   *
   * @param line from 1; 0 where no line can be named
   * @param why what is wrong, without the file's name
   */
  public Malformed(int line, String why) {
    super(shortened(why));
    this.line = line;
  }

  /** The line, from 1; 0 where no line can be named. */
  public int line() {
    return line;
  }

  /** What is wrong, with the line. */
  public String text() {
    return (line > 0 ? "line " + line + ": " : "") + getMessage();
  }

  private static String shortened(String why) {
    String plain = why.replaceAll("[\\p{Cntrl}]+", " ");
    return plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST) + " …";
  }
}
