package tech.atoms.opsdesk.desktop.deployments;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.desktop.control.Ages;
import tech.atoms.opsdesk.desktop.control.FilterField;
import tech.atoms.opsdesk.desktop.control.Segments;
import tech.atoms.opsdesk.desktop.control.StateLabel;
import tech.atoms.opsdesk.desktop.control.TablePage;
import tech.atoms.opsdesk.desktop.control.WordsCell;
import tech.atoms.opsdesk.desktop.control.WordsCell.Words;
import tech.atoms.opsdesk.desktop.deployments.DeploymentsModel.Only;
import tech.atoms.opsdesk.desktop.run.KeyedButton;
import tech.atoms.opsdesk.desktop.run.RunOperations;
import tech.atoms.opsdesk.provider.vercel.Deployment;

/** The tab of deployments. */
final class DeploymentsView {
  private final DeploymentsModel model;
  private final RunOperations operations;
  private final InstantSource clock;
  private final TablePage<DeploymentRow> page =
      new TablePage<>("Deployments", "Selected deployment", 300);
  private final TextField filter;
  private final Segments<Only> only;
  private final Button rollBack;
  private final Button deploy;
  private final Button anew;
  private final Label name = new Label();
  private final Label message = new Label();
  private final GridPane facts = new GridPane();
  private final Button here;
  private final VBox detail = new VBox();
  private @Nullable String chosen;
  private boolean updating;

  DeploymentsView(DeploymentsModel model, RunOperations operations, InstantSource clock) {
    this.model = model;
    this.operations = operations;
    this.clock = clock;
    filter = FilterField.make("Filter by version, commit or author", model::find);
    Map<Only, String> names = new LinkedHashMap<>();
    names.put(Only.ALL, "All");
    names.put(Only.PRODUCTION, "Production");
    names.put(Only.CANDIDATES, "Served before");
    names.put(Only.FAILED, "Failed");
    only = new Segments<>("Deployments", names, model::show);
    rollBack =
        KeyedButton.of("Roll back…", "mdi2h-history", "Ctrl R", operations::rollBack, "dangerous");
    deploy =
        KeyedButton.of(
            "Deploy…", "mdi2r-rocket-launch-outline", "Ctrl D", operations::deploy, "accent");
    anew = KeyedButton.of("Build it anew…", "mdi2r-rocket-launch-outline", "D", this::deployAnew);
    here =
        KeyedButton.of("Roll back to it…", "mdi2h-history", "R", this::rollBackHere, "dangerous");
    page.toolbar().getChildren().addAll(filter, only, deploy, rollBack);
    page.columns(
        List.of(
            WordsCell.column("Traffic", 124, Texts::traffic),
            WordsCell.column("Version", 112, row -> Words.plain(row.name()), "strong"),
            WordsCell.column("State", 104, row -> Texts.state(row.listed())),
            WordsCell.column("Commit", 88, row -> Words.plain(Texts.commit(of(row))), "mono"),
            WordsCell.column("Author", 148, row -> Words.plain(Texts.orNotTold(of(row).author()))),
            WordsCell.column(
                "Age",
                88,
                row -> Words.quiet(Texts.age(of(row).created(), clock.instant())),
                "right"),
            WordsCell.column("Message", 200, row -> Words.quiet(of(row).message()))));
    table()
        .getSelectionModel()
        .selectedItemProperty()
        .subscribe(
            row -> {
              if (!updating) {
                chosen = row == null ? null : row.id();
                detail();
              }
            });
    name.getStyleClass().add("title");
    message.getStyleClass().add("meta");
    for (Label label : List.of(name, message)) {
      label.setWrapText(true);
      label.setMinHeight(Region.USE_PREF_SIZE);
    }
    facts.getStyleClass().add("facts");
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

  TableView<DeploymentRow> table() {
    return page.table();
  }

  /** R: back to the one that is selected, where that can be. */
  boolean rollBackHere() {
    DeploymentRow row = selected();
    if (row == null || !row.candidate()) {
      return false;
    }
    operations.rollBackTo(row.id());
    return true;
  }

  /** D: the one that is selected, built anew. */
  boolean deployAnew() {
    DeploymentRow row = selected();
    if (row != null) {
      operations.deployAnew(row.id(), row.name());
    }
    return row != null;
  }

  /** The ages in the rows go on. */
  void age() {
    WordsCell.renewAll(table());
  }

  private @Nullable DeploymentRow selected() {
    String id = chosen;
    return model.all().stream().filter(row -> row.id().equals(id)).findFirst().orElse(null);
  }

  void update() {
    Problem problem = model.problem();
    Instant now = clock.instant();
    page.outcome(problem, model.lastRead(), "No deployment", now);
    if (!model.hasPlatform()) {
      table().setPlaceholder(nothing());
    }
    rollBack.setDisable(!model.hasPlatform());
    deploy.setDisable(!model.hasPlatform());
    List<DeploymentRow> rows = model.rows();
    if (!rows.equals(table().getItems())) {
      updating = true;
      try {
        table().getItems().setAll(rows);
        if (selected() == null) { // the one that matters most is told about first
          chosen =
              rows.stream()
                  .filter(DeploymentRow::live)
                  .map(DeploymentRow::id)
                  .findFirst()
                  .orElse(null);
        }
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
    boolean read = model.lastRead() != null;
    for (Only one : Only.values()) {
      only.count(one, read ? String.valueOf(model.count(one)) : "");
    }
    Instant at = model.lastRead();
    page.footer(
        read ? "Showing " + rows.size() + " of " + model.all().size() + " · newest first" : "",
        at == null ? "Times in UTC" : "As the platform told at " + Ages.seconds(at));
    detail();
  }

  private static Label nothing() {
    Label label = new Label("Not provided: the profile names no platform.");
    label.getStyleClass().addAll("muted", "table-nothing");
    return label;
  }

  private void detail() {
    DeploymentRow row = selected();
    if (row == null) {
      page.sideTitle("No deployment selected", "");
      message.setText("Choose one with ↑ and ↓.");
      detail.getChildren().setAll(message);
      return;
    }
    Deployment one = of(row);
    Instant now = clock.instant();
    page.sideTitle(row.name(), "");
    message.setText(one.message().isEmpty() ? "No commit message was told." : one.message());
    facts.getChildren().clear();
    int line = 0;
    line = fact(line, "Commit", one.commit().isEmpty() ? "not told" : one.commit());
    line = fact(line, "Author", Texts.orNotTold(one.author()));
    line = fact(line, "Created", Ages.at(one.created(), now) + " UTC");
    Instant moved = row.moved();
    line =
        fact(
            line,
            "Traffic",
            !one.servedBefore() && !row.live()
                ? "never had any"
                : (row.live() ? "has it" : "has had it")
                    + (moved == null ? "" : ", since " + Ages.at(moved, now) + " UTC"));
    line = fact(line, "Target", row.listed().target());
    line = fact(line, "Platform id", one.id());
    if (!row.listed().error().isEmpty()) {
      fact(line, "Error", row.listed().error());
    }
    List<Node> parts = new ArrayList<>();
    Words traffic = Texts.traffic(row);
    if (traffic.look() != null) {
      parts.add(new StateLabel(traffic.look(), traffic.text()));
    }
    parts.add(message);
    parts.add(facts);
    if (row.candidate()) {
      parts.add(here);
    }
    parts.add(anew);
    if (!detail.getChildren().equals(parts)) {
      detail.getChildren().setAll(parts);
    }
  }

  private int fact(int row, String title, String value) {
    Label left = new Label(title);
    left.getStyleClass().add("meta");
    left.setMinWidth(Region.USE_PREF_SIZE);
    Label right = new Label(value);
    right.getStyleClass().add("small");
    right.setWrapText(true);
    right.setMinWidth(0);
    GridPane.setHgrow(right, Priority.ALWAYS);
    right.setAccessibleText(title + ": " + value);
    facts.addRow(row, left, right);
    GridPane.setValignment(left, VPos.TOP);
    return row + 1;
  }

  private static Deployment of(DeploymentRow row) {
    return row.listed().deployment();
  }
}
