package tech.atoms.opsdesk.desktop.metrics;

import java.util.List;
import java.util.Map;
import javafx.scene.control.Label;
import javafx.scene.layout.Pane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.metric.Metric;

/** One group of charts: large ones three in a row, small ones below, as many in a row as fit. */
final class ChartSection extends VBox {
  private static final int LARGE_WIDTH = 340;
  private static final int SMALL_WIDTH = 172;

  private final Metric.Group group;
  private final Pane large = new CardGrid(LARGE_WIDTH, 178, 3);
  private final Pane small = new CardGrid(SMALL_WIDTH, 78, 6);

  /** An empty section. */
  ChartSection(Metric.Group group) {
    this.group = group;
    Label title =
        new Label(
            switch (group) {
              case APPLICATION -> "App";
              case INFRASTRUCTURE -> "Infrastructure";
              case BUSINESS -> "Business";
            });
    title.getStyleClass().addAll("section-title");
    getChildren().addAll(title, large, small);
    getStyleClass().add("chart-section");
  }

  /**
   * Takes the charts of its group.
   *
   * @param cards all there are
   * @param only the one group that is shown; null: all
   */
  void fill(Map<ChartSpec, ChartCard> cards, Metric.@Nullable Group only) {
    large.getChildren().setAll(of(cards, true));
    small.getChildren().setAll(of(cards, false));
    boolean visible =
        (only == null || only == group)
            && !(large.getChildren().isEmpty() && small.getChildren().isEmpty());
    setVisible(visible);
    setManaged(visible);
  }

  private List<ChartCard> of(Map<ChartSpec, ChartCard> cards, boolean isLarge) {
    return cards.entrySet().stream()
        .filter(entry -> entry.getKey().group() == group && entry.getKey().large() == isLarge)
        .map(Map.Entry::getValue)
        .toList();
  }
}
