package tech.atoms.opsdesk.desktop.metrics;

import java.util.List;
import java.util.Map;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.metric.Metric;

/** A title and charts of one group: large ones three in a row, or small ones, as many as fit. */
final class ChartSection extends VBox {
  private static final int LARGE_WIDTH = 340;
  private static final int LARGE_HEIGHT = 172;
  private static final int SMALL_WIDTH = 172;
  private static final int SMALL_HEIGHT = 74;

  private final Metric.Group group;
  private final boolean large;
  private final CardGrid grid;

  /**
   * An empty section.
   *
   * @param title above it
   * @param group whose charts it takes
   * @param large whether it takes the large ones or the small ones
   */
  ChartSection(String title, Metric.Group group, boolean large) {
    this.group = group;
    this.large = large;
    grid =
        large
            ? new CardGrid(LARGE_WIDTH, LARGE_HEIGHT, 3)
            : new CardGrid(SMALL_WIDTH, SMALL_HEIGHT, 6);
    Label heading = new Label(title);
    heading.getStyleClass().add("section-title");
    getChildren().addAll(heading, grid);
    getStyleClass().add("chart-section");
  }

  /**
   * Takes its charts.
   *
   * @param cards all there are
   * @param only the one group that is shown; null: all
   */
  void fill(Map<ChartSpec, ChartCard> cards, Metric.@Nullable Group only) {
    grid.getChildren().setAll(of(cards));
    boolean visible = (only == null || only == group) && !grid.getChildren().isEmpty();
    setVisible(visible);
    setManaged(visible);
  }

  private List<ChartCard> of(Map<ChartSpec, ChartCard> cards) {
    return cards.entrySet().stream()
        .filter(entry -> entry.getKey().group() == group && entry.getKey().large() == large)
        .map(Map.Entry::getValue)
        .toList();
  }
}
