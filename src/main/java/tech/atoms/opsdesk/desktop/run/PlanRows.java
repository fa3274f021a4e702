package tech.atoms.opsdesk.desktop.run;

import java.util.List;
import java.util.Locale;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import tech.atoms.opsdesk.workflow.Plan;

/** What a plan does to the rows of each table: now, then, and the difference with a bar. */
final class PlanRows extends GridPane {
  private static final double BAR = 120;
  private static final double THIN = 2;

  PlanRows(List<Plan.Rows> rows) {
    getStyleClass().add("plan-rows");
    for (int i = 0; i < 4; i++) {
      ColumnConstraints column = new ColumnConstraints();
      column.setHgrow(i == 0 ? Priority.ALWAYS : Priority.NEVER);
      column.setMinWidth(i == 0 ? 0 : 110);
      getColumnConstraints().add(column);
    }
    ColumnConstraints bars = new ColumnConstraints();
    bars.setMinWidth(BAR + 16);
    getColumnConstraints().add(bars);
    addRow(0, cell("Table", "meta"), right("Rows now", "meta"), right("Afterwards", "meta"));
    add(right("Change", "meta"), 3, 0);
    add(cell("", "meta"), 4, 0);
    long most = rows.stream().mapToLong(row -> Math.abs(row.change())).max().orElse(0);
    int line = 1;
    for (Plan.Rows row : rows) {
      line(line++, row, most, "mono");
    }
    long now = rows.stream().mapToLong(Plan.Rows::now).sum();
    long then = rows.stream().mapToLong(Plan.Rows::then).sum();
    line(line, new Plan.Rows("Total", now, then), 0, "strong");
  }

  private void line(int line, Plan.Rows row, long most, String nameStyle) {
    long change = row.change();
    HBox number =
        right(signed(change), change < 0 ? "plan-less" : change > 0 ? "plan-more" : "meta");
    HBox table = cell(row.table(), nameStyle);
    table.setAccessibleText(
        "%s: %,d rows now, %,d afterwards".formatted(row.table(), row.now(), row.then()));
    HBox bar = new HBox();
    bar.setAlignment(Pos.CENTER_LEFT);
    bar.getStyleClass().add("plan-rows-cell");
    if (most > 0 && change != 0) {
      Region length = new Region();
      length.getStyleClass().add(change < 0 ? "plan-bar-less" : "plan-bar-more");
      double width = Math.max(THIN, BAR * Math.abs(change) / most);
      length.setMinSize(width, 8);
      length.setMaxSize(width, 8);
      bar.getChildren().add(length);
    }
    addRow(line, table, right(number(row.now()), ""), right(number(row.then()), ""), number, bar);
  }

  private static HBox cell(String text, String styleClass) {
    Label label = new Label(text);
    if (!styleClass.isEmpty()) {
      label.getStyleClass().add(styleClass);
    }
    label.setMinWidth(0);
    HBox cell = new HBox(label);
    cell.setAlignment(Pos.CENTER_LEFT);
    cell.getStyleClass().add("plan-rows-cell");
    return cell;
  }

  private static HBox right(String text, String styleClass) {
    HBox cell = cell(text, styleClass);
    cell.setAlignment(Pos.CENTER_RIGHT);
    return cell;
  }

  private static String number(long rows) {
    return String.format(Locale.ENGLISH, "%,d", rows);
  }

  private static String signed(long change) {
    return change == 0 ? "0" : (change < 0 ? "−" : "+") + number(Math.abs(change));
  }
}
