package tech.atoms.opsdesk.desktop.overview;

import eu.hansolo.tilesfx.Tile;
import javafx.scene.control.Skin;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.desktop.control.Look;

/**
 * A TilesFX tile in the look of the design guide: its title, figure (description), unit, text and
 * graphic are TilesFX's own; the skin is ours, because none of TilesFX's takes its colours from the
 * style sheet. Not animated, no threads.
 */
final class MetricTile extends Tile {
  private final Sparkline line = new Sparkline();
  private final ConnectionCells cells = new ConnectionCells();
  private final MetricTileSkin skin;
  private @Nullable TileView shown;

  MetricTile(TileSpec spec) {
    super(SkinType.CUSTOM);
    setAnimated(false);
    // TilesFX's and AtlantaFX's rules for .tile both mean something else.
    getStyleClass().setAll("panel", "metric-tile");
    setTitle(spec.name());
    setGraphic(spec.kind() == TileSpec.Kind.CONNECTIONS ? cells : line);
    setFocusTraversable(true);
    skin = new MetricTileSkin(this);
    setSkin(skin);
  }

  void show(@Nullable TileView view) {
    if (view == null) {
      return;
    }
    TileView before = shown;
    shown = view;
    setDescription(view.figure());
    setUnit(view.unit());
    setText(view.left());
    skin.show(view);
    cells.show(view.cells(), view.look());
    // More connections than cells can be told apart: a line then.
    if (view.cells() == null && getGraphic() instanceof ConnectionCells) {
      setGraphic(line);
    } else if (view.cells() != null && getGraphic() instanceof Sparkline) {
      setGraphic(cells);
    }
    if (before == null || before.stale() != view.stale()) {
      getStyleClass().remove("stale");
      if (view.stale()) {
        getStyleClass().add("stale");
      }
    }
    if (before == null || before.dashed() != view.dashed()) {
      getStyleClass().remove("undashed");
      if (!view.dashed()) {
        getStyleClass().add("undashed");
      }
    }
    setAccessibleText(
        "%s %s %s, %s. %s %s"
            .formatted(
                view.name(), view.figure(), view.unit(), view.word(), view.left(), view.right()));
  }

  void show(TileView.@Nullable Line data) {
    line.show(data);
  }

  /** The look it has at the moment. */
  Look look() {
    TileView view = shown;
    return view == null ? Look.NO_DATA : view.look();
  }

  @Override
  protected Skin<?> createDefaultSkin() {
    return new MetricTileSkin(this);
  }

  @Override
  public @Nullable String getUserAgentStylesheet() {
    return null;
  }
}
