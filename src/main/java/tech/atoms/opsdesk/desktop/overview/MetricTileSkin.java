package tech.atoms.opsdesk.desktop.overview;

import eu.hansolo.tilesfx.Tile;
import eu.hansolo.tilesfx.skins.TileSkin;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.shape.Line;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.desktop.control.Look;
import tech.atoms.opsdesk.desktop.control.StateLabel;

/**
 * Four rows: name and state; figure and unit; the graphic; target and distance. TilesFX asks its
 * tiles for a {@link TileSkin}; what that would draw and listen to is left out.
 */
final class MetricTileSkin extends TileSkin {
  private static final double WIDTH = 196;
  private static final double HEIGHT = 132;

  private final StateLabel state = new StateLabel(Look.NO_DATA, "");
  private final Label plain = new Label();
  private final Line dash = new Line(0, 0, 18, 0);
  private final Label right = new Label();
  private final StackPane graphic = new StackPane();

  MetricTileSkin(Tile tile) {
    super(tile);
    Label name = new Label();
    name.getStyleClass().add("tile-name");
    // Beside a long state it takes two lines: it is never cut, and the line below gives way.
    name.setWrapText(true);
    name.setMinHeight(Region.USE_PREF_SIZE);
    name.textProperty().bind(tile.titleProperty());
    state.getStyleClass().add("small");
    plain.getStyleClass().add("meta");
    for (Label each : new Label[] {state, plain}) {
      each.managedProperty().bind(each.visibleProperty());
      each.setMinWidth(Region.USE_PREF_SIZE);
    }
    HBox first = new HBox(name, space(), plain, state);
    first.setAlignment(Pos.CENTER_LEFT);

    Label figure = new Label();
    figure.getStyleClass().add("figure");
    figure.textProperty().bind(tile.descriptionProperty());
    figure.setMinWidth(Region.USE_PREF_SIZE);
    Label unit = new Label();
    unit.getStyleClass().add("unit");
    unit.textProperty().bind(tile.unitProperty());
    HBox second = new HBox(5, figure, unit);
    second.setAlignment(Pos.BASELINE_LEFT);
    second.getStyleClass().add("tile-figure");

    graphic.getStyleClass().add("tile-graphic");
    VBox.setVgrow(graphic, Priority.ALWAYS);
    tile.graphicProperty().subscribe(this::host);

    dash.getStyleClass().add("spark-target");
    dash.managedProperty().bind(dash.visibleProperty());
    Label left = new Label();
    left.getStyleClass().addAll("meta", "tile-target");
    left.textProperty().bind(tile.textProperty());
    right.getStyleClass().add("tile-distance");
    right.setMinWidth(Region.USE_PREF_SIZE);
    HBox fourth = new HBox(dash, left, space(), right);
    fourth.setAlignment(Pos.CENTER_LEFT);

    VBox rows = new VBox(first, second, graphic, fourth);
    rows.getStyleClass().add("tile-rows");
    getChildren().add(rows);
  }

  void show(TileView view) {
    boolean neutral = view.look() == Look.NEUTRAL;
    plain.setVisible(neutral);
    plain.setText(view.word());
    state.setVisible(!neutral);
    state.set(view.look(), view.word());
    dash.setVisible(view.dashed());
    right.setText(view.right());
  }

  /** Nothing: the rows are laid out by the toolkit and coloured by the style sheet. */
  @Override
  protected void initGraphics() {}

  /** Nothing: the tile tells this skin what changed. */
  @Override
  protected void registerListeners() {}

  @Override
  protected double computePrefWidth(
      double height, double top, double right, double bottom, double left) {
    return WIDTH;
  }

  @Override
  protected double computePrefHeight(
      double width, double top, double right, double bottom, double left) {
    return HEIGHT;
  }

  @Override
  protected double computeMinWidth(
      double height, double top, double right, double bottom, double left) {
    return WIDTH;
  }

  @Override
  protected double computeMinHeight(
      double width, double top, double right, double bottom, double left) {
    return HEIGHT;
  }

  private void host(@Nullable Node node) {
    if (node == null) {
      graphic.getChildren().clear();
    } else {
      graphic.getChildren().setAll(node);
    }
  }

  private static Region space() {
    Region space = new Region();
    space.getStyleClass().add("tile-space");
    HBox.setHgrow(space, Priority.ALWAYS);
    return space;
  }
}
