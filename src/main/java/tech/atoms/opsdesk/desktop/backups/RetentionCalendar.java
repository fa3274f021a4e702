package tech.atoms.opsdesk.desktop.backups;

import java.util.List;
import java.util.Locale;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.backup.store.Stored;
import tech.atoms.opsdesk.desktop.backups.Days.Day;

/** Which of the last 30 days and 12 months have a backup, and how it stands. */
final class RetentionCalendar extends VBox {
  private final Row daily = new Row("Daily, last 30 days");
  private final Row monthly = new Row("Monthly, last 12 months");

  RetentionCalendar() {
    getStyleClass().addAll("panel", "retention");
    Label title = new Label("Retention");
    title.getStyleClass().add("panel-title");
    HBox legend = new HBox();
    legend.getStyleClass().add("retention-legend");
    for (Stored.State state : Stored.State.values()) {
      legend.getChildren().add(meaning(state, false, Texts.word(state)));
    }
    legend.getChildren().add(meaning(null, false, "none"));
    legend.getChildren().add(meaning(null, true, "planned"));
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    HBox head = new HBox(title, space, legend);
    head.getStyleClass().add("panel-title-row");
    Region divider = new Region();
    divider.getStyleClass().add("divider-vertical");
    HBox.setHgrow(daily, Priority.ALWAYS);
    monthly.getStyleClass().add("retention-months");
    HBox rows = new HBox(daily, divider, monthly);
    rows.getStyleClass().add("retention-rows");
    getChildren().addAll(head, rows);
    setAccessibleText("Retention");
  }

  /**
   * Shows them.
   *
   * @param days null: they are not known
   * @param months null: they are not known
   * @param chosen the backup that is selected: its day is marked, or its month where that is older
   */
  void show(@Nullable List<Day> days, @Nullable List<Day> months, @Nullable String chosen) {
    boolean among = days != null && days.stream().anyMatch(day -> day.ids().contains(chosen));
    daily.show(days, chosen);
    monthly.show(months, among ? null : chosen);
  }

  private static Label meaning(Stored.@Nullable State state, boolean planned, String word) {
    DayMark mark = new DayMark();
    mark.set(state, planned);
    mark.getStyleClass().add("day-legend");
    Label label = new Label(word, mark);
    label.getStyleClass().add("meta");
    label.setMinWidth(USE_PREF_SIZE);
    return label;
  }

  private static final class Row extends VBox {
    private final String title;
    private final Label counts = new Label();
    private final HBox cells = new HBox();

    Row(String title) {
      this.title = title;
      getStyleClass().add("retention-row");
      Label name = new Label(title);
      name.getStyleClass().addAll("small", "strong");
      name.setMinWidth(USE_PREF_SIZE);
      counts.getStyleClass().add("meta");
      counts.setMinWidth(0);
      HBox head = new HBox(name, counts);
      head.setAlignment(Pos.CENTER_LEFT);
      cells.getStyleClass().add("retention-cells");
      getChildren().addAll(head, cells);
    }

    void show(@Nullable List<Day> days, @Nullable String chosen) {
      if (days == null) {
        say("not known");
        cells.getChildren().clear();
        return;
      }
      say(Days.summary(days));
      while (cells.getChildren().size() < days.size()) {
        DayCell cell = new DayCell();
        HBox.setHgrow(cell, Priority.ALWAYS);
        cells.getChildren().add(cell);
      }
      for (int i = 0; i < days.size(); i++) {
        Day day = days.get(i);
        ((DayCell) cells.getChildren().get(i))
            .show(day, chosen != null && day.ids().contains(chosen));
      }
    }

    private void say(String words) {
      counts.setText(" · " + words);
      setAccessibleText(title.toLowerCase(Locale.ROOT) + ": " + words);
    }
  }
}
