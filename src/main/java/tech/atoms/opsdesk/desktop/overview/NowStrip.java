package tech.atoms.opsdesk.desktop.overview;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import tech.atoms.opsdesk.desktop.control.Look;
import tech.atoms.opsdesk.desktop.control.StateLabel;
import tech.atoms.opsdesk.desktop.task.Jobs;
import tech.atoms.opsdesk.metric.Metric;
import tech.atoms.opsdesk.metric.Metrics;
import tech.atoms.opsdesk.metric.Series;
import tech.atoms.opsdesk.monitor.CountHistory;
import tech.atoms.opsdesk.monitor.Monitor;
import tech.atoms.opsdesk.monitor.Snapshot;

/**
 * How the environment is while it is changed: three figures of the overview with their lines. Reads
 * nothing by itself: it is told to. On the JavaFX thread.
 */
public final class NowStrip extends HBox {
  private static final List<Metric> SHOWN =
      List.of(Metrics.P95_RESPONSE_TIME, Metrics.ERROR_RATE, Metrics.DATABASE_CONNECTIONS);
  private static final int POINTS = 180;

  private final Monitor monitor;
  private final Jobs jobs;
  private final InstantSource clock;
  private final TileReader reader;
  private final List<Cell> cells = new ArrayList<>();

  /**
   * Shows nothing yet.
   *
   * @param monitor whose snapshots it shows
   * @param jobs reads the history in the background
   */
  public NowStrip(Monitor monitor, Jobs jobs, InstantSource clock) {
    this.monitor = monitor;
    this.jobs = jobs;
    this.clock = clock;
    reader = new TileReader(monitor.environment().samplingInterval());
    getStyleClass().add("now-strip");
    for (TileSpec spec : TileSpec.ALL) {
      if (SHOWN.contains(spec.metric())) {
        Cell cell = new Cell(spec);
        cells.add(cell);
        HBox.setHgrow(cell, Priority.ALWAYS);
      }
    }
    getChildren().setAll(cells);
  }

  /** Reads what was before, and shows what is. */
  public void begin() {
    Instant now = clock.instant();
    for (Cell cell : cells) {
      jobs.run(
          "Read the history of " + cell.spec.metric().name(),
          () ->
              CountHistory.query(
                  monitor.history(),
                  monitor.snapshot(),
                  Series.of(cell.spec.metric()),
                  now.minus(Trail.SPAN),
                  now,
                  POINTS),
          data -> {
            cell.trail.recorded(Trail.dots(data));
            update();
          },
          problem -> update()); // the lines grow from now on
    }
    update();
  }

  /** Shows what is. */
  public void update() {
    Snapshot snapshot = monitor.snapshot();
    Instant now = clock.instant();
    cells.forEach(cell -> cell.show(snapshot, now));
  }

  /** One figure. */
  private final class Cell extends VBox {
    private final TileSpec spec;
    private final Trail trail = new Trail();
    private final Label figure = new Label();
    private final Label unit = new Label();
    private final StateLabel state = new StateLabel(Look.NO_DATA, "");
    private final Sparkline line = new Sparkline();

    Cell(TileSpec spec) {
      this.spec = spec;
      getStyleClass().add("now-cell");
      setMinWidth(0);
      setPrefWidth(150);
      Label name = new Label(spec.name());
      name.getStyleClass().add("tile-name");
      figure.getStyleClass().addAll("title", "now-figure");
      figure.setMinWidth(USE_PREF_SIZE);
      unit.getStyleClass().add("meta");
      state.getStyleClass().add("small");
      Region space = new Region();
      HBox.setHgrow(space, Priority.ALWAYS);
      HBox second = new HBox(4, figure, unit, space, state);
      second.setAlignment(Pos.BASELINE_LEFT);
      VBox.setVgrow(line, Priority.ALWAYS);
      line.setPrefHeight(28);
      getChildren().addAll(name, second, line);
    }

    void show(Snapshot snapshot, Instant now) {
      var sample = snapshot.latest(spec.metric());
      if (sample != null) {
        trail.add(sample.at(), sample.value(), reader.holds(spec, snapshot));
      }
      TileView view = reader.view(spec, snapshot, trail, now);
      figure.setText(view.figure());
      unit.setText(view.unit());
      String word = view.word().replace(" target", "");
      state.set(view.look(), word.isEmpty() ? view.word() : word);
      line.show(reader.line(spec, snapshot, trail, view.look(), now));
      setAccessibleText(
          "%s %s %s, %s".formatted(view.name(), view.figure(), view.unit(), view.word()));
    }
  }
}
