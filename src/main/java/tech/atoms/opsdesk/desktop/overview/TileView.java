package tech.atoms.opsdesk.desktop.overview;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.desktop.control.Look;

/**
 * What one tile says. Equal views need no repaint.
 *
 * @param name of the metric
 * @param look of the state; {@link Look#NEUTRAL} without a target
 * @param word beside the icon
 * @param figure the number; "–" where there is none
 * @param unit behind it
 * @param left lower left: the target
 * @param dashed whether the left text explains the dashed line
 * @param right lower right: the distance
 * @param stale whether the figure is a last value and not a current one
 * @param cells connections in use and possible; null for a line
 */
record TileView(
    String name,
    Look look,
    String word,
    String figure,
    String unit,
    String left,
    boolean dashed,
    String right,
    boolean stale,
    @Nullable Cells cells) {

  /** Connections: one cell each. */
  record Cells(int used, int possible) {}

  /**
   * The line of a tile.
   *
   * @param dots in order of time
   * @param end right edge of the picture
   * @param span time from the left edge to the right one
   * @param low value at the lower edge
   * @param high value at the upper edge
   * @param target where the dashed line lies; null without a target
   * @param look gives the colour
   * @param stale whether the line ends in dots
   */
  record Line(
      List<Trail.Dot> dots,
      Instant end,
      Duration span,
      double low,
      double high,
      @Nullable Double target,
      Look look,
      boolean stale) {}
}
