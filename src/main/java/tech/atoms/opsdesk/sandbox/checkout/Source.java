package tech.atoms.opsdesk.sandbox.checkout;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is to be built.
 *
 * @param commit 40 hexadecimal digits
 * @param message first line of the commit's message
 * @param author who wrote it
 * @param app text of {@code app.py}; null: there is none
 */
public record Source(String commit, String message, String author, @Nullable String app) {
  /** The file that the server is. */
  public static final String FILE = "app.py";

  private static final Pattern VERSION =
      Pattern.compile("(?m)^VERSION = \"([0-9A-Za-z.+-]{1,40})\"");

  /** The version as the source tells it, e.g. "v1.4.2"; null: it tells none. */
  public @Nullable String version() {
    Matcher match = VERSION.matcher(app == null ? "" : app);
    return match.find() ? "v" + match.group(1) : null;
  }

  /** Whether it takes connections from a pool and gives none back. */
  public boolean losesConnections() {
    return app != null && app.contains(".getconn(") && !app.contains(".putconn(");
  }
}
