package tech.atoms.opsdesk.desktop.control;

import org.kordamp.ikonli.javafx.FontIcon;

/** Icons of the Material Design set. Colour and size come from the style sheet. */
public final class Icons {
  private Icons() {}

  /**
   * An icon with the style class {@code icon}.
   *
   * @param code e.g. {@code mdi2c-check-circle}; fails on a code that the set does not have
   * @param styleClasses further style classes
   */
  public static FontIcon icon(String code, String... styleClasses) {
    FontIcon icon = new FontIcon(code);
    icon.getStyleClass().add("icon");
    icon.getStyleClass().addAll(styleClasses);
    return icon;
  }
}
