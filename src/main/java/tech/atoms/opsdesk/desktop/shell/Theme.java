package tech.atoms.opsdesk.desktop.shell;

import java.util.List;
import java.util.Objects;

/** Dark or light. */
public enum Theme {
  /** AtlantaFX Primer Dark with the desk's own tokens. */
  DARK("/atlantafx/base/theme/primer-dark.css", "/styles/tokens-dark.css"),
  /** AtlantaFX Primer Light with the desk's own tokens. */
  LIGHT("/atlantafx/base/theme/primer-light.css", "/styles/tokens-light.css");

  private static final List<String> COMMON =
      List.of(
          "/styles/base.css", "/styles/shell.css", "/styles/overview.css", "/styles/overlays.css");

  private final String base;
  private final String tokens;

  Theme(String base, String tokens) {
    this.base = base;
    this.tokens = tokens;
  }

  /** URL of the theme that JavaFX itself uses. */
  public String userAgentStylesheet() {
    return url(base);
  }

  /** URLs of the style sheets of a scene: tokens first, then one file per family of controls. */
  public List<String> stylesheets() {
    return java.util.stream.Stream.concat(java.util.stream.Stream.of(tokens), COMMON.stream())
        .map(Theme::url)
        .toList();
  }

  /** The other one. */
  public Theme other() {
    return this == DARK ? LIGHT : DARK;
  }

  private static String url(String path) {
    return Objects.requireNonNull(Theme.class.getResource(path), path).toExternalForm();
  }
}
