package tech.atoms.opsdesk.desktop.shell;

import javafx.scene.layout.Background;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.environment.EnvironmentKind;

/**
 * The window's bands in their colours, for the first picture: plain regions, no style sheet, no
 * font, no control, because those are what takes time. The shell takes their place a moment later.
 */
public final class FirstPaint extends Pane {
  private static final double LEFT = 8;
  private static final double EDGE = 3;
  private static final double HEADER = 56;
  private static final double SIDEBAR = 192;
  private static final double FOOTER = 28;

  private final Region header = band();
  private final Region sidebar = band();
  private final Region footer = band();
  private final Region content = band();

  /**
   * Paints for a theme.
   *
   * @param theme gives the grounds
   * @param kind gives the frame's colour; null where it is not known yet: grey
   */
  public FirstPaint(Theme theme, @Nullable EnvironmentKind kind) {
    boolean dark = theme == Theme.DARK;
    setBackground(fill(edge(dark, kind)));
    header.setBackground(fill(head(dark, kind)));
    sidebar.setBackground(fill(dark ? "#010409" : "#eaeef2"));
    footer.setBackground(sidebar.getBackground());
    content.setBackground(fill(dark ? "#0d1117" : "#f6f8fa"));
    getChildren().addAll(content, header, sidebar, footer);
  }

  @Override
  protected void layoutChildren() {
    double width = getWidth() - LEFT - EDGE;
    double height = getHeight() - 2 * EDGE;
    header.resizeRelocate(LEFT, EDGE, width, HEADER);
    sidebar.resizeRelocate(LEFT, EDGE + HEADER, SIDEBAR, height - HEADER - FOOTER);
    content.resizeRelocate(
        LEFT + SIDEBAR, EDGE + HEADER, width - SIDEBAR, height - HEADER - FOOTER);
    footer.resizeRelocate(LEFT, EDGE + height - FOOTER, width, FOOTER);
  }

  private static Region band() {
    Region band = new Region();
    band.setManaged(false);
    return band;
  }

  private static Background fill(String colour) {
    return Background.fill(Color.web(colour));
  }

  private static String edge(boolean dark, @Nullable EnvironmentKind kind) {
    if (kind == null) {
      return dark ? "#30363d" : "#d0d7de";
    }
    return switch (kind) {
      case PRODUCTION -> dark ? "#e5487f" : "#c2255c";
      case STAGING -> dark ? "#f0b429" : "#b47b00";
      case SANDBOX -> dark ? "#388bfd" : "#1769c2";
    };
  }

  private static String head(boolean dark, @Nullable EnvironmentKind kind) {
    if (kind == null) {
      return dark ? "#161b22" : "#f6f8fa";
    }
    return switch (kind) {
      case PRODUCTION -> dark ? "#230b16" : "#fbe4ec";
      case STAGING -> dark ? "#221a06" : "#fff3d1";
      case SANDBOX -> dark ? "#081a31" : "#e1efff";
    };
  }
}
