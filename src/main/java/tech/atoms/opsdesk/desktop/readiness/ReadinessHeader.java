package tech.atoms.opsdesk.desktop.readiness;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import javafx.fxml.FXML;
import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.check.Finding;
import tech.atoms.opsdesk.checklist.Readiness;
import tech.atoms.opsdesk.checklist.ReadinessSnapshot;
import tech.atoms.opsdesk.checklist.report.Reports;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.desktop.control.Icons;
import tech.atoms.opsdesk.desktop.control.KeyCap;
import tech.atoms.opsdesk.desktop.control.Segments;
import tech.atoms.opsdesk.desktop.control.Views;
import tech.atoms.opsdesk.desktop.task.Jobs;

/** The head of the screen: release, sum, filters, run, export, and what came of them. */
final class ReadinessHeader {
  private static final double GAP = 12;

  private final Readiness readiness;
  private final Jobs jobs;
  private final Parent root;
  private final Segments<Filter> segments;
  private @Nullable CompletableFuture<List<Finding>> run;

  @FXML private HBox toolbar;
  @FXML private Label title;
  @FXML private Label release;
  @FXML private Label sum;
  @FXML private Label sumBelow;
  @FXML private HBox filters;
  @FXML private Button runAll;
  @FXML private MenuButton exports;
  @FXML private Label told;
  @FXML private Label trouble;

  /**
   * Builds the head.
   *
   * @param filter hears which items are to be shown
   * @param export hears which report is wanted
   */
  ReadinessHeader(
      Readiness readiness, Jobs jobs, Consumer<Filter> filter, Consumer<Reports.Form> export) {
    this.readiness = readiness;
    this.jobs = jobs;
    root = Views.load("readiness-header", this);
    Map<Filter, String> words = new LinkedHashMap<>();
    Arrays.stream(Filter.values()).forEach(each -> words.put(each, each.word()));
    segments = new Segments<>("Show", words, filter);
    filters.getChildren().setAll(segments);
    for (Label line : List.of(trouble, told, sum, sumBelow)) {
      line.managedProperty().bind(line.visibleProperty());
    }
    told.visibleProperty().bind(told.textProperty().isNotEmpty());
    sumBelow.textProperty().bind(sum.textProperty());
    for (Reports.Form form : Reports.Form.values()) {
      MenuItem item = new MenuItem(form.title() + "…");
      item.setOnAction(e -> export.accept(form));
      exports.getItems().add(item);
    }
    exports.setGraphic(Icons.icon("mdi2e-export-variant"));
    runAll.setOnAction(e -> runOrStop());
    runs(false);
    toolbar.widthProperty().subscribe(width -> placeSum());
    sum.textProperty().subscribe(text -> placeSum());
  }

  Parent root() {
    return root;
  }

  /** What came of something, one line. */
  void tell(String line) {
    told.setText(line);
  }

  void filter(Filter wanted) {
    segments.choose(wanted);
  }

  /** Runs every passive check, unless that is under way. */
  void runAll() {
    if (run == null) {
      CompletableFuture<List<Finding>> begun = readiness.recheck(List.of());
      run = begun;
      runs(true);
      var _ =
          begun.whenComplete(
              (found, failure) ->
                  jobs.onFx(
                      () -> {
                        run = null;
                        runs(false);
                      }));
      follow(begun);
    }
  }

  /** Stops the run that {@link #runAll} began; what has answered by then counts. */
  void stop() {
    CompletableFuture<List<Finding>> going = run;
    if (going != null) {
      going.cancel(true);
    }
  }

  private void runOrStop() {
    if (run == null) {
      runAll();
    } else {
      stop();
    }
  }

  /** Tells what comes of a run that does not end as it should. */
  void follow(CompletableFuture<List<Finding>> going) {
    var _ =
        going.whenComplete(
            (found, failure) -> {
              if (failure != null) {
                jobs.onFx(() -> tell(ending(failure)));
              }
            });
  }

  private static String ending(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return switch (cause) {
      case CancellationException stopped ->
          "The run was stopped. What had answered by then counts.";
      case ProblemException known -> "The run ended early. " + known.problem().line();
      default -> "The run ended early; the log has the details.";
    };
  }

  private void runs(boolean running) {
    Label words = new Label(running ? "Stop the run" : "Run all checks");
    HBox content =
        new HBox(
            8,
            Icons.icon(running ? "mdi2s-stop" : "mdi2r-refresh"),
            words,
            new KeyCap(running ? "Ctrl ." : "F5"));
    content.setAlignment(Pos.CENTER_LEFT);
    runAll.setGraphic(content);
    runAll.setAccessibleText(words.getText());
    runAll.setMinWidth(Region.USE_PREF_SIZE);
  }

  void show(ReadinessSnapshot snapshot, ReadinessModel model) {
    release.setText(
        snapshot.deployment() == null
            ? "Release not known"
            : "Release " + snapshot.deployment().name());
    sum.setText(Texts.sum(snapshot.counts()));
    Problem problem = snapshot.storeProblem();
    trouble.setVisible(problem != null);
    trouble.setText(problem == null ? "" : problem.line() + " Nothing can be recorded now.");
    for (Filter filter : List.of(Filter.BLOCKERS, Filter.PERSON, Filter.STALE)) {
      segments.count(filter, Integer.toString(model.count(filter)));
    }
  }

  /** The sum stands among the buttons where there is room, else in a line of its own. */
  private void placeSum() {
    double others =
        List.of(title, release, filters, runAll, exports).stream()
            .mapToDouble(region -> region.prefWidth(-1) + GAP)
            .sum();
    boolean fits = others + sum.prefWidth(-1) + GAP <= toolbar.getWidth();
    sum.setVisible(fits);
    sumBelow.setVisible(!fits);
  }
}
