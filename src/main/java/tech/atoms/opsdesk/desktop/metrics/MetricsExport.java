package tech.atoms.opsdesk.desktop.metrics;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.SnapshotParameters;
import javafx.scene.control.Label;
import javafx.scene.image.ImageView;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.VBox;
import javafx.scene.paint.Color;
import tech.atoms.opsdesk.desktop.control.Png;
import tech.atoms.opsdesk.desktop.task.Jobs;

/** Saves what the charts show, as values or as a picture. */
final class MetricsExport {
  private final Jobs jobs;
  private final MetricsScreen.SaveDialog files;
  private final Consumer<String> tell;

  MetricsExport(Jobs jobs, MetricsScreen.SaveDialog files, Consumer<String> tell) {
    this.jobs = jobs;
    this.files = files;
    this.tell = tell;
  }

  void csv(Map<ChartSpec, ChartData> charts, TimeAxis axis) {
    Path file = files.choose(name(axis) + ".csv");
    if (file != null) {
      jobs.run(
          "Export values",
          () -> MetricsCsv.write(charts, file),
          points -> tell.accept(String.format(Locale.ROOT, "Wrote %,d points to %s", points, file)),
          problem -> tell.accept(problem.line() + " " + problem.next()));
    }
  }

  /**
   * Saves a picture of the charts.
   *
   * @param title what they show, and when
   */
  void png(Node charts, String title, TimeAxis axis) {
    Path file = files.choose(name(axis) + ".png");
    if (file != null) {
      WritableImage image = picture(charts, title);
      jobs.run(
          "Export picture",
          () -> Png.write(image, file),
          written -> tell.accept("Wrote " + written),
          problem -> tell.accept(problem.line() + " " + problem.next()));
    }
  }

  /** The charts below their title, on the ground that the theme has for them. */
  private static WritableImage picture(Node charts, String title) {
    SnapshotParameters clear = new SnapshotParameters();
    clear.setFill(Color.TRANSPARENT);
    Label words = new Label(title);
    words.getStyleClass().add("title");
    VBox page = new VBox(words, new ImageView(charts.snapshot(clear, null)));
    page.getStyleClass().add("picture");
    Scene scene = new Scene(page);
    scene.getStylesheets().setAll(charts.getScene().getStylesheets());
    return scene.snapshot(null);
  }

  /** An instant as time of day with seconds. */
  static String time(Instant at) {
    return DateTimeFormatter.ofPattern("d MMM HH:mm:ss", Locale.ENGLISH)
        .withZone(ZoneOffset.UTC)
        .format(at);
  }

  /** A step in words, e.g. "30 s" or "2 h". */
  static String words(Duration step) {
    if (step.compareTo(Duration.ofMinutes(2)) < 0) {
      return step.toSeconds() + " s";
    }
    return step.compareTo(Duration.ofHours(2)) < 0
        ? step.toMinutes() + " min"
        : step.toHours() + " h";
  }

  private static String name(TimeAxis axis) {
    return "metrics-" + axis.to().truncatedTo(ChronoUnit.SECONDS).toString().replace(":", "");
  }
}
