package tech.atoms.opsdesk.desktop.deployments;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.desktop.control.Ages;
import tech.atoms.opsdesk.desktop.control.FilterField;
import tech.atoms.opsdesk.desktop.control.StateLabel;
import tech.atoms.opsdesk.desktop.control.TablePage;
import tech.atoms.opsdesk.desktop.control.WordsCell;
import tech.atoms.opsdesk.desktop.control.WordsCell.Words;
import tech.atoms.opsdesk.desktop.run.KeyedButton;
import tech.atoms.opsdesk.desktop.run.RunTexts;
import tech.atoms.opsdesk.desktop.run.Runs;
import tech.atoms.opsdesk.workflow.Run;

/** The tab of runs: everything that was begun here, whatever came of it. */
final class RunsView {
  private final RunsModel model;
  private final Runs runs;
  private final Consumer<String> open;
  private final TablePage<Run> page = new TablePage<>("Runs", "Selected run", 300);
  private final TextField filter;
  private final VBox detail = new VBox();
  private final Button opens;
  private @Nullable String chosen;
  private boolean updating;

  RunsView(RunsModel model, Runs runs, Consumer<String> open) {
    this.model = model;
    this.runs = runs;
    this.open = open;
    filter = FilterField.make("Filter by what, who or why", model::find);
    opens = KeyedButton.of("Open run", "", "Enter", this::openSelected);
    page.toolbar().getChildren().add(filter);
    page.columns(
        List.of(
            WordsCell.column("State", 176, Texts::state),
            WordsCell.column("Run", 92, run -> Words.plain(run.id()), "mono"),
            WordsCell.column("What", 300, run -> Words.plain(run.plan().title())),
            WordsCell.column("By", 120, run -> Words.plain(run.by())),
            WordsCell.column(
                "Started", 112, run -> Words.quiet(Ages.at(run.created(), runs.now())), "right"),
            WordsCell.column("Took", 76, run -> Words.quiet(Texts.took(run, runs.now())), "right"),
            WordsCell.column("Why", 200, run -> Words.quiet(run.reason()))));
    table()
        .getSelectionModel()
        .selectedItemProperty()
        .subscribe(
            run -> {
              if (!updating) {
                chosen = run == null ? null : run.id();
                detail();
              }
            });
    table()
        .addEventHandler(
            KeyEvent.KEY_PRESSED,
            event -> {
              if (event.getCode() == KeyCode.ENTER) {
                openSelected();
                event.consume();
              }
            });
    table()
        .setOnMouseClicked(
            event -> {
              if (event.getButton() == MouseButton.PRIMARY && event.getClickCount() == 2) {
                openSelected();
              }
            });
    detail.getStyleClass().add("deployment-detail");
    page.sideContent().getChildren().setAll(detail);
    page.sideContent()
        .widthProperty()
        .subscribe(width -> detail.setPrefWidth(width.doubleValue() - 12));
    update();
  }

  Parent root() {
    return page.root();
  }

  TextField filterField() {
    return filter;
  }

  private TableView<Run> table() {
    return page.table();
  }

  /** The ages in the rows go on. */
  void age() {
    WordsCell.renewAll(table());
  }

  private void openSelected() {
    String run = chosen;
    if (run != null) {
      open.accept(run);
    }
  }

  void update() {
    Instant now = runs.now();
    page.outcome(model.problem(), model.lastRead(), "Nothing was run here yet", now);
    List<Run> rows = model.rows();
    if (!rows.equals(table().getItems())) {
      updating = true;
      try {
        table().getItems().setAll(rows);
        table().getSelectionModel().clearSelection();
        for (int i = 0; i < rows.size(); i++) {
          if (rows.get(i).id().equals(chosen)) {
            table().getSelectionModel().select(i);
          }
        }
      } finally {
        updating = false;
      }
    }
    Instant at = model.lastRead();
    page.footer(
        at == null ? "" : "Showing " + rows.size() + " of " + model.total() + " · newest first",
        at == null ? "Times in UTC" : "Read at " + Ages.seconds(at) + " · times in UTC");
    detail();
  }

  private void detail() {
    String id = chosen;
    Run run = model.rows().stream().filter(one -> one.id().equals(id)).findFirst().orElse(null);
    if (run == null) {
      page.sideTitle("No run selected", "");
      Label hint = line("Choose one with ↑ and ↓; Enter opens it.");
      detail.getChildren().setAll(hint);
      return;
    }
    page.sideTitle("Run " + run.id(), "");
    List<javafx.scene.Node> parts = new ArrayList<>();
    parts.add(new StateLabel(RunTexts.look(run), RunTexts.word(run)));
    if (!run.why().isEmpty()) {
      parts.add(line(run.why()));
    }
    for (Run.RunStep step : run.steps()) {
      StateLabel state = new StateLabel(RunTexts.look(run, step), step.name());
      state.getStyleClass().addAll("small", "step-line");
      state.setWrapText(true);
      state.setMinWidth(0);
      state.setMinHeight(Region.USE_PREF_SIZE);
      parts.add(state);
    }
    parts.add(opens);
    detail.getChildren().setAll(parts);
  }

  private static Label line(String text) {
    Label label = new Label(text);
    label.getStyleClass().add("meta");
    label.setWrapText(true);
    label.setMinHeight(Region.USE_PREF_SIZE);
    return label;
  }
}
