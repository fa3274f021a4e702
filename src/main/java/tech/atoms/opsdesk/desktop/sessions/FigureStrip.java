package tech.atoms.opsdesk.desktop.sessions;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.database.BlockingTree;
import tech.atoms.opsdesk.database.ConnectionFigures;
import tech.atoms.opsdesk.database.DatabaseActivity;
import tech.atoms.opsdesk.database.DatabaseSession;
import tech.atoms.opsdesk.desktop.control.Ages;

/** Four figures over all database sessions. */
final class FigureStrip {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final Figure connections = new Figure();
  private final Figure idle = new Figure();
  private final Figure blocked = new Figure();
  private final Figure oldest = new Figure();

  FigureStrip(HBox strip) {
    for (Figure figure : List.of(connections, idle, blocked, oldest)) {
      if (!strip.getChildren().isEmpty()) {
        Region divider = new Region();
        divider.getStyleClass().add("divider-vertical");
        strip.getChildren().add(divider);
      }
      HBox.setHgrow(figure, Priority.ALWAYS);
      strip.getChildren().add(figure);
    }
  }

  void show(@Nullable DatabaseActivity activity) {
    if (activity == null) {
      connections.unknown("connections");
      idle.unknown("idle in transaction");
      blocked.unknown("blocked");
      oldest.unknown("oldest transaction");
      return;
    }
    ConnectionFigures figures = activity.figures();
    connections.set(
        String.valueOf(figures.inUse()),
        figures.available() < 2
            ? "bad"
            : figures.available() * 5 < figures.usable() ? "warning" : "",
        "of " + figures.usable() + " connections",
        figures.available() + " free");
    Integer idleNow = figures.idleInTransaction();
    if (idleNow == null) {
      idle.noRights("idle in transaction");
    } else {
      idle.set(
          idleNow.toString(),
          idleNow > 0 ? "warning" : "",
          "idle in transaction",
          idleNow > 0 ? "hold connections, do no work" : "none holds a connection");
    }
    blocked.set(
        String.valueOf(figures.lockWaiting()),
        figures.lockWaiting() > 0 ? "bad" : "",
        "blocked",
        blockers(activity.blocking()));
    oldest(activity);
  }

  private void oldest(DatabaseActivity activity) {
    if (activity.hidden()) {
      oldest.noRights("oldest transaction");
      return;
    }
    Duration age =
        activity.sessions().stream()
            .filter(s -> !s.ownedByDesk())
            .map(DatabaseSession::transactionAge)
            .filter(Objects::nonNull)
            .max(Comparator.naturalOrder())
            .orElse(null);
    if (age == null) {
      oldest.set("–", "", "oldest transaction", "none is open");
    } else {
      oldest.set(
          Texts.clock(age),
          age.compareTo(LONG) > 0 ? "warning" : "",
          "oldest transaction",
          "since " + Ages.at(activity.at().minus(age), activity.at()));
    }
  }

  private static String blockers(BlockingTree tree) {
    List<BlockingTree.Node> roots = tree.roots();
    if (roots.isEmpty()) {
      return "nobody waits";
    }
    return roots.size() == 1
        ? "all by PID " + roots.getFirst().session().pid()
        : "by " + roots.size() + " sessions";
  }

  private static final class Figure extends HBox {
    private final Label number = new Label();
    private final Label what = new Label();
    private final Label more = new Label();
    private String look = "";

    Figure() {
      getStyleClass().add("strip-figure");
      number.getStyleClass().add("figure");
      number.setMinWidth(USE_PREF_SIZE);
      what.getStyleClass().add("small");
      more.getStyleClass().add("meta");
      VBox words = new VBox(what, more);
      words.setAlignment(Pos.CENTER_LEFT);
      getChildren().addAll(number, words);
    }

    void unknown(String name) {
      set("?", "unknown", name, "not known");
    }

    void noRights(String name) {
      set(Texts.NO_RIGHTS, "unknown", name, "the role needs pg_monitor");
    }

    void set(String value, String styleClass, String name, String detail) {
      if (!styleClass.equals(look)) {
        number.getStyleClass().remove(look);
        if (!styleClass.isEmpty()) {
          number.getStyleClass().add(styleClass);
        }
        look = styleClass;
      }
      number.setText(value);
      what.setText(name);
      more.setText(detail);
      setAccessibleText(value + " " + name + ", " + detail);
    }
  }
}
