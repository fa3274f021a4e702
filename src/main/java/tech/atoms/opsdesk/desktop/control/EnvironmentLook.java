package tech.atoms.opsdesk.desktop.control;

import javafx.scene.control.Label;
import tech.atoms.opsdesk.environment.EnvironmentKind;

/** Icon, style class and badge of an environment's kind. Never used for a state. */
public final class EnvironmentLook {
  private EnvironmentLook() {}

  /** Code of the icon. */
  public static String icon(EnvironmentKind kind) {
    return switch (kind) {
      case PRODUCTION -> "mdi2e-earth";
      case STAGING -> "mdi2d-drama-masks";
      case SANDBOX -> "mdi2t-test-tube";
    };
  }

  /** Style class under which {@code -ops-env-*} have the environment's colours. */
  public static String styleClass(EnvironmentKind kind) {
    return switch (kind) {
      case PRODUCTION -> "env-production";
      case STAGING -> "env-staging";
      case SANDBOX -> "env-sandbox";
    };
  }

  /**
   * The filled badge: says where one is.
   *
   * @param kind gives icon and colour
   * @param name the environment's name, shown in capitals
   */
  public static Label badge(EnvironmentKind kind, String name) {
    Label badge = new Label(name.toUpperCase(java.util.Locale.ROOT), Icons.icon(icon(kind)));
    badge.getStyleClass().addAll("environment-badge", styleClass(kind));
    badge.setMinWidth(Label.USE_PREF_SIZE);
    return badge;
  }
}
