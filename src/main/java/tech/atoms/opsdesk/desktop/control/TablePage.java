package tech.atoms.opsdesk.desktop.control;

import java.time.Instant;
import java.util.List;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.IndexedCell;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Problem;

/**
 * What screens with a long table are made of: tools, a notice, a table with its footer, and a panel
 * beside it.
 */
public final class TablePage<R> {
  /** The room inside a window of 1440 pixels; below it the panel moves under the table. */
  private static final double TWO_COLUMNS = 1190;

  private static final double SIDE_HEIGHT = 196;

  private final Parent root;
  private final Notice trouble;
  private final Label placeholder = new Label("Reading…");
  private final FlowPane sideFoot = new FlowPane();

  /**
   * The rows that can be seen.
   *
   * @param first number of the first of them, from 0
   * @param last number of the last of them
   */
  public record Shown(int first, int last) {}

  @FXML private HBox figures;
  @FXML private FlowPane toolbar;
  @FXML private HBox notice;
  @FXML private StackPane body;
  @FXML private VBox main;
  @FXML private TableView<R> table;
  @FXML private Label showing;
  @FXML private Label remark;
  @FXML private VBox side;
  @FXML private Label sideTitle;
  @FXML private Label sideAside;
  @FXML private ScrollPane sideScroll;
  @FXML private FlowPane sideContent;

  /**
   * An empty page.
   *
   * @param title of the table, for screen readers
   * @param sideName of the panel beside it, for screen readers
   * @param sideWidth of that panel, in pixels
   */
  public TablePage(String title, String sideName, double sideWidth) {
    root = Views.load("table-page", this);
    trouble = new Notice(notice);
    body.getChildren().setAll(new Beside(main, side, sideWidth, SIDE_HEIGHT, TWO_COLUMNS));
    placeholder.setWrapText(true);
    placeholder.getStyleClass().addAll("muted", "table-nothing");
    table.setAccessibleText(title);
    table.setPlaceholder(placeholder);
    sideFoot.getStyleClass().add("side-foot");
    table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
    Scrolling.byKeys(sideScroll, sideName);
  }

  /** All of it. */
  public Parent root() {
    return root;
  }

  /** The strip above everything; shown once it is asked for. */
  public HBox figures() {
    figures.setVisible(true);
    figures.setManaged(true);
    return figures;
  }

  /** What finds and filters. */
  public FlowPane toolbar() {
    return toolbar;
  }

  /** The table. */
  public TableView<R> table() {
    return table;
  }

  /** The rows of the table that can be seen; of one that was never drawn, the first. */
  public Shown shown() {
    if (table.lookup(".virtual-flow") instanceof VirtualFlow<?> flow) {
      IndexedCell<?> first = flow.getFirstVisibleCell();
      IndexedCell<?> last = flow.getLastVisibleCell();
      if (first != null && last != null) {
        return new Shown(first.getIndex(), last.getIndex());
      }
    }
    return new Shown(0, 0);
  }

  /** What scrolls the content of the panel beside. */
  public ScrollPane sideScroll() {
    return sideScroll;
  }

  /** The content of the panel beside. */
  public FlowPane sideContent() {
    return sideContent;
  }

  /** The columns of the table. */
  public void columns(List<TableColumn<R, R>> columns) {
    table.getColumns().setAll(columns);
  }

  /** What stands under the table, left and right. */
  public void footer(String left, String right) {
    showing.setText(left);
    remark.setText(right);
  }

  /** Shows something else than words where rows would be; null: the words of {@link #outcome}. */
  public void instead(@Nullable Node node) {
    Node wanted = node == null ? placeholder : node;
    if (!wanted.equals(table.getPlaceholder())) {
      table.setPlaceholder(wanted);
    }
  }

  /** What stands below the content of the panel beside, and does not scroll with it. */
  public void sideFoot(List<? extends Node> parts) {
    if (!sideFoot.getChildren().equals(parts)) {
      sideFoot.getChildren().setAll(parts);
    }
    if (parts.isEmpty()) {
      side.getChildren().remove(sideFoot);
    } else if (!side.getChildren().contains(sideFoot)) {
      side.getChildren().add(sideFoot);
    }
  }

  /** Heads the panel beside. */
  public void sideTitle(String title, String aside) {
    sideTitle.setText(title);
    sideAside.setText(aside);
  }

  /**
   * Says how the newest reading went: a failed one greys what is shown and says why.
   *
   * @param problem why it failed; null where it did not
   * @param lastRead the newest reading that worked; null: none yet
   * @param nothing what an empty table means then, e.g. "No sessions"
   * @param now the present
   */
  public void outcome(
      @Nullable Problem problem, @Nullable Instant lastRead, String nothing, Instant now) {
    trouble.show(problem, lastRead, now);
    boolean stale = problem != null;
    if (stale != root.getStyleClass().contains("stale")) {
      if (stale) {
        root.getStyleClass().add("stale");
      } else {
        root.getStyleClass().remove("stale");
      }
    }
    if (problem != null) {
      placeholder.setText("Not known: " + problem.what() + ".");
    } else if (lastRead != null) {
      placeholder.setText(nothing + ". Checked at " + Ages.seconds(lastRead) + " UTC.");
    }
  }
}
