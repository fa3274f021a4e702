package tech.atoms.opsdesk.check.deployment;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The {@code source} of a rewrite, a redirect or a header: a path in which {@code :name} stands for
 * a part, and groups are regular expressions. Pure.
 */
final class PathPattern {
  private static final int LONGEST = 4_096;

  /** A name, which what follows it in brackets or as *, + or ? belongs to. */
  private static final Pattern NAME = Pattern.compile("(?<![?(]):[A-Za-z0-9_]+(\\()?");

  private PathPattern() {}

  /** Whether the platform can read it. */
  static boolean reads(String source) {
    if (source.length() > LONGEST) {
      return false;
    }
    Matcher names = NAME.matcher(source);
    String plain = names.replaceAll(name -> name.group(1) == null ? "(?:x)" : "(?:");
    try {
      Pattern.compile(plain);
      return true;
    } catch (PatternSyntaxException | StackOverflowError e) {
      return false;
    }
  }
}
