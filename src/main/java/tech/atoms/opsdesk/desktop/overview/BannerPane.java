package tech.atoms.opsdesk.desktop.overview;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;
import tech.atoms.opsdesk.desktop.control.Icons;
import tech.atoms.opsdesk.desktop.control.Look;

/** The state of the whole: word, since when, and why, wrapped and never cut off. */
final class BannerPane extends HBox {
  private static final double LEAST_HEIGHT = 72;

  private final FontIcon icon = Icons.icon(Look.NO_DATA.icon(), "banner-icon");
  private final Label word = new Label();
  private final Label since = new Label();
  private final Label why = new Label();
  private String styleClass = "";

  BannerPane() {
    getStyleClass().addAll("panel", "banner");
    setFocusTraversable(true);
    word.getStyleClass().add("banner-word");
    since.getStyleClass().add("banner-since");
    why.getStyleClass().add("banner-why");
    why.setWrapText(true);
    why.setMinHeight(USE_PREF_SIZE);
    HBox first = new HBox(8, word, since);
    first.setAlignment(Pos.BASELINE_LEFT);
    VBox lines = new VBox(3, first, why);
    lines.setMinHeight(USE_PREF_SIZE);
    lines.setAlignment(Pos.CENTER_LEFT);
    HBox.setHgrow(lines, Priority.ALWAYS);
    getChildren().addAll(icon, lines);
  }

  /** As high as its words need: a least height of the style sheet would let them hang out. */
  @Override
  protected double computeMinHeight(double width) {
    return Math.max(LEAST_HEIGHT, computePrefHeight(width));
  }

  @Override
  protected double computePrefHeight(double width) {
    return Math.max(LEAST_HEIGHT, super.computePrefHeight(width));
  }

  void show(OverviewModel.@Nullable Banner banner) {
    if (banner == null) {
      return;
    }
    String next =
        switch (banner.state()) {
          case HEALTHY -> "banner-good";
          case DEGRADED -> "banner-warning";
          case DOWN -> "banner-bad";
          case UNKNOWN -> "banner-unknown";
        };
    if (!next.equals(styleClass)) {
      getStyleClass().remove(styleClass);
      getStyleClass().add(next);
      styleClass = next;
      icon.setIconLiteral(Look.of(banner.state()).icon());
    }
    word.setText(banner.word());
    since.setText(banner.since());
    why.setText(banner.why());
    setAccessibleText(banner.word() + " " + banner.since() + ". " + banner.why());
  }
}
