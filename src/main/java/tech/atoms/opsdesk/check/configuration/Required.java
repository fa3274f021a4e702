package tech.atoms.opsdesk.check.configuration;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A variable that section 1.1 of the specification asks for.
 *
 * @param item of the checklist, e.g. "ENV-01"
 * @param name of the variable
 * @param expected what its value should be, for people
 * @param secret whether its value is never shown
 */
public record Required(String item, String name, String expected, boolean secret) {

  /** All thirty, in the specification's order. */
  public static List<Required> all() {
    return Wanted.ALL.stream()
        .map(w -> new Required(w.item(), w.name(), w.expected(), w.secret()))
        .toList();
  }

  /**
   * Whether a value is what is asked for, as far as that can be told without asking the server.
   *
   * @param publicUrl as users reach the server; null: not known
   * @param mcpPath path of the MCP endpoint
   * @param production whether real users are served
   */
  public boolean isMetBy(
      String value, @Nullable URI publicUrl, String mcpPath, boolean production) {
    String plain = value.strip();
    return !plain.isEmpty()
        && !Rule.isPlaceholder(plain)
        && Wanted.ALL.stream()
            .filter(wanted -> wanted.name().equals(name))
            .allMatch(
                wanted ->
                    wanted
                            .rule()
                            .wrong(plain, new Rule.Context(publicUrl, mcpPath, null, production))
                        == null);
  }
}
