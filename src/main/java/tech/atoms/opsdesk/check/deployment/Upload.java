package tech.atoms.opsdesk.check.deployment;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.ignore.IgnoreNode;
import org.jspecify.annotations.Nullable;

/** What {@code vercel --prod} would upload that it should not. Pure. */
final class Upload {
  private Upload() {}

  /**
   * Files of variables that would be uploaded with the source.
   *
   * @param files names in the checkout's directory
   * @param vercelIgnore null where there is none: git's is used then, as the platform's command
   *     does
   * @param gitIgnore null where there is none
   */
  static List<String> leaked(
      List<String> files, @Nullable String vercelIgnore, @Nullable String gitIgnore) {
    String rules = vercelIgnore != null ? vercelIgnore : gitIgnore == null ? "" : gitIgnore;
    IgnoreNode ignore = new IgnoreNode();
    try {
      ignore.parse(new ByteArrayInputStream(rules.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException | RuntimeException e) {
      ignore = new IgnoreNode();
    }
    List<String> leaked = new ArrayList<>();
    for (String file : files) {
      boolean variables = file.equals(".env") || file.startsWith(".env.");
      boolean builtIn = file.equals(".env.local") || file.matches("\\.env\\..*\\.local");
      boolean template = file.matches("\\.env\\.(example|sample|template)");
      if (variables
          && !builtIn
          && !template
          && ignore.isIgnored(file, false) != IgnoreNode.MatchResult.IGNORED) {
        leaked.add(file);
      }
    }
    return leaked;
  }
}
