package tech.atoms.opsdesk.desktop.sessions;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javafx.geometry.VPos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.database.DatabaseSession;
import tech.atoms.opsdesk.database.HeldLock;
import tech.atoms.opsdesk.desktop.control.Look;
import tech.atoms.opsdesk.desktop.control.StateLabel;
import tech.atoms.opsdesk.desktop.control.TablePage;
import tech.atoms.opsdesk.desktop.control.WordsCell.Words;
import tech.atoms.opsdesk.desktop.run.KeyedButton;

/** Everything about the selected database session. */
final class SessionDetail {
  private static final double GAP = 24;

  /** At the right of the panel, for the scroll bar. */
  private static final double PADDING = 12;

  /** From this width on the facts stand beside the query. */
  private static final double TWO_COLUMNS = 640;

  private final TablePage<?> page;
  private final VBox query = new VBox();
  private final StateLabel state = new StateLabel(Look.NEUTRAL, "");
  private final Label sentence = new Label();
  private final Label text = new Label();
  private final GridPane facts = new GridPane();

  private final Label cancelWords = words();
  private final Button cancel;
  private final Label terminateWords = words();
  private final Button terminate;
  private final VBox cancelBox;
  private final VBox terminateBox;
  private final SessionEnds ends;
  private @Nullable DatabaseSession shown;

  SessionDetail(TablePage<?> page, SessionEnds ends) {
    this.page = page;
    this.ends = ends;
    cancel = KeyedButton.of("Cancel query…", "mdi2c-cancel", "C", this::cancelQuery);
    terminate =
        KeyedButton.of(
            "Terminate…", "mdi2p-power-plug-off-outline", "Del", this::terminate, "dangerous");
    cancelBox = new VBox(8, cancelWords, cancel);
    terminateBox = new VBox(8, terminateWords, terminate);
    cancelBox.getStyleClass().add("session-end");
    terminateBox.getStyleClass().add("session-end");
    sentence.getStyleClass().add("meta");
    text.getStyleClass().addAll("mono", "query");
    text.setMaxWidth(Double.MAX_VALUE);
    for (Label label : List.of(sentence, text)) {
      label.setWrapText(true);
      label.setMinHeight(Region.USE_PREF_SIZE);
    }
    facts.getStyleClass().add("facts");
    query.getStyleClass().add("detail");
    page.sideContent().getStyleClass().add("detail-content");
    page.sideContent().getChildren().setAll(query, facts, cancelBox, terminateBox);
    for (VBox box : List.of(cancelBox, terminateBox)) {
      box.managedProperty().bind(box.visibleProperty());
    }
    page.sideContent().widthProperty().subscribe(width -> arrange(width.doubleValue() - PADDING));
  }

  private void arrange(double width) {
    double each = width < TWO_COLUMNS ? width : Math.floor((width - GAP) / 2);
    query.setPrefWidth(each);
    facts.setPrefWidth(each);
    cancelBox.setPrefWidth(each);
    terminateBox.setPrefWidth(each);
  }

  private static Label words() {
    Label label = new Label();
    label.setWrapText(true);
    label.setMinHeight(Region.USE_PREF_SIZE);
    label.getStyleClass().add("small");
    return label;
  }

  boolean terminate() {
    DatabaseSession session = shown;
    boolean can = session != null && terminateBox.isVisible();
    if (session != null && can) {
      ends.terminate(session);
    }
    return can;
  }

  boolean cancelQuery() {
    DatabaseSession session = shown;
    boolean can = session != null && cancelBox.isVisible();
    if (session != null && can) {
      ends.cancel(session);
    }
    return can;
  }

  /** What ending it would do; nothing is offered that could not work. */
  private void offer(@Nullable DatabaseSession session, int victims) {
    shown = session;
    boolean other = session != null && !session.ownedByDesk() && session.connectedAt() != null;
    cancelBox.setVisible(other && session != null && "active".equals(session.state()));
    terminateBox.setVisible(other);
    cancelWords.setText("Stops the running query only; its transaction fails.");
    terminateWords.setText(
        "Closes the connection and rolls back its transaction."
            + (victims == 0 ? "" : " Unblocks " + victims + "."));
  }

  void show(
      @Nullable DatabaseSession session, int victims, @Nullable List<HeldLock> locks, Instant now) {
    offer(session, victims);
    if (session == null) {
      page.sideTitle("No session selected", "");
      sentence.setText("Choose one with ↑ and ↓ to see its query and its locks.");
      query.getChildren().setAll(sentence);
      facts.getChildren().clear();
      return;
    }
    page.sideTitle("PID " + session.pid(), "");
    Words words = Texts.state(session);
    Look look = words.look() == null ? Look.NEUTRAL : words.look();
    if (victims > 0) {
      state.set(Look.WARNING, "Blocks " + victims + (victims == 1 ? " session" : " sessions"));
    } else if (session.blocked()) {
      state.set(Look.BLOCKED, "Blocked by PID " + pids(session.blockedBy()));
    } else {
      state.set(look, words.text());
    }
    String since = session.duration() == null ? "" : " for " + Texts.duration(session.duration());
    String does = words.text().substring(0, 1).toUpperCase(Locale.ROOT) + words.text().substring(1);
    sentence.setText(does + since + ". " + Texts.from(session) + ".");
    text.setText(
        session.query() == null
            ? "No rights to see the query: the role needs pg_monitor."
            : session.query().isBlank() ? "No query yet." : session.query());
    text.setAccessibleText("Query: " + text.getText());
    facts.getChildren().clear();
    int row = 0;
    row = fact(row, "User", session.user().isEmpty() ? "not told" : session.user());
    row = fact(row, "Client", session.client().isEmpty() ? "not told" : session.client());
    row =
        fact(
            row,
            "Connected",
            session.connectedAt() == null
                ? Texts.NO_RIGHTS
                : Texts.time(session.connectedAt(), now));
    if (!session.waitsFor().isEmpty()) {
      row = fact(row, "Waits for", session.waitsFor());
    } else if (!session.waitEvent().isEmpty()) {
      row = fact(row, "Waits for", session.waitEvent());
    }
    if (session.blocked() && victims > 0) {
      row = fact(row, "Blocked by", "PID " + pids(session.blockedBy()));
    }
    fact(row, "Holds", holds(locks));
    query.getChildren().setAll(state, sentence, text);
  }

  private static String pids(List<Integer> pids) {
    return pids.stream()
        .map(p -> p == 0 ? "prepared transaction" : p.toString())
        .collect(Collectors.joining(", "));
  }

  private static String holds(@Nullable List<HeldLock> locks) {
    if (locks == null) {
      return "reading…";
    }
    String held =
        locks.stream()
            .filter(HeldLock::granted)
            .map(l -> l.mode() + " on " + l.object())
            .collect(Collectors.joining("\n"));
    return held.isEmpty() ? "no locks" : held;
  }

  private int fact(int row, String name, String value) {
    Label left = new Label(name);
    left.getStyleClass().add("meta");
    left.setMinWidth(Label.USE_PREF_SIZE);
    Label right = new Label(value);
    right.getStyleClass().add("small");
    right.setWrapText(true);
    right.setAccessibleText(name + ": " + value);
    facts.addRow(row, left, right);
    GridPane.setValignment(left, VPos.TOP);
    return row + 1;
  }
}
