package tech.atoms.opsdesk.check.python;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.check.source.Malformed;

/**
 * A package that is wanted (PEP 508), e.g. {@code uvicorn[standard]>=0.24 ; python_version > '3'}.
 *
 * @param name in the normal form of PEP 503: small letters and dashes
 * @param extras in small letters
 * @param versions which are wanted
 * @param url where it comes from; null: from an index
 * @param marker when it is wanted; null: always
 */
public record Requirement(
    String name,
    List<String> extras,
    Specifier versions,
    @Nullable String url,
    @Nullable Marker marker) {
  private static final int LONGEST = 8_000;
  private static final Pattern HEAD =
      Pattern.compile(
          "([A-Za-z0-9](?:[A-Za-z0-9._-]{0,200}[A-Za-z0-9])?)\\s*(?:\\[([^\\]]{0,1000})\\])?\\s*");
  private static final Pattern EXTRA =
      Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?");

  /** Copies the list. */
  public Requirement {
    extras = List.copyOf(extras);
  }

  /** The one name that all spellings of a package's name have. */
  public static String normal(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[-_.]+", "-");
  }

  /**
   * Reads a requirement.
   *
   * @throws Malformed where it is none
   */
  public static Requirement parse(String text) throws Malformed {
    String plain = text.strip();
    Matcher head = HEAD.matcher(plain);
    if (plain.length() > LONGEST || !head.lookingAt()) {
      throw new Malformed(0, "'" + plain + "' is no requirement, such as fastmcp>=2.12.2");
    }
    List<String> extras = new ArrayList<>();
    String listed = head.group(2);
    if (listed != null && !listed.isBlank()) {
      for (String extra : listed.split(",", -1)) {
        if (!EXTRA.matcher(extra.strip()).matches()) {
          throw new Malformed(0, "'" + extra.strip() + "' is no extra");
        }
        extras.add(normal(extra.strip()));
      }
    }
    String rest = plain.substring(head.end());
    String url = null;
    String versions;
    String condition;
    if (rest.startsWith("@")) {
      // The URL ends at white space; a condition after it needs some before its semicolon.
      String[] parts = rest.substring(1).strip().split("\\s+;|\\s+(?=;)", 2);
      url = parts[0].strip();
      if (url.isEmpty() || url.contains(" ")) {
        throw new Malformed(0, "'" + plain + "' names no URL after @");
      }
      versions = "";
      condition = parts.length > 1 ? parts[1] : "";
    } else {
      int semicolon = rest.indexOf(';');
      versions = (semicolon < 0 ? rest : rest.substring(0, semicolon)).strip();
      condition = semicolon < 0 ? "" : rest.substring(semicolon + 1);
      if (semicolon >= 0 && condition.isBlank()) {
        throw new Malformed(0, "'" + plain + "' has no condition after ;");
      }
    }
    if (versions.startsWith("(") && versions.endsWith(")") && versions.length() > 1) {
      versions = versions.substring(1, versions.length() - 1);
    }
    return new Requirement(
        normal(head.group(1)),
        extras,
        Specifier.parse(versions),
        url,
        condition.isBlank() ? null : Marker.parse(condition));
  }

  /** Whether it says which versions are wanted: a URL does not, nor a text that is no version. */
  public boolean namesVersions() {
    return url == null && versions.arbitrary() == null;
  }

  /** Whether it is wanted where the server runs. */
  public boolean inProduction() {
    Marker condition = marker;
    return condition == null || condition.holdsInProduction();
  }

  /** The same package in versions that another list admits too. */
  Requirement within(Specifier other) {
    return new Requirement(name, extras, Specifier.all(List.of(versions, other)), url, marker);
  }

  /** Without its condition, and without who signs in at its URL. */
  public String text() {
    return name
        + (extras.isEmpty() ? "" : "[" + String.join(",", extras) + "]")
        + (url == null ? versions.toString() : " @ " + url.replaceFirst("://[^/\\s]*@", "://"));
  }
}
