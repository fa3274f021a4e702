package tech.atoms.opsdesk.desktop.audit;

import java.time.Instant;
import java.util.function.LongConsumer;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.audit.Verification;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.desktop.control.Ages;
import tech.atoms.opsdesk.desktop.control.KeyCap;
import tech.atoms.opsdesk.desktop.control.Look;
import tech.atoms.opsdesk.desktop.control.StateLabel;

/** The state of the chain: verified up to which row and when, or broken where and why. */
final class ChainStrip {
  private final HBox box;
  private final StateLabel state = new StateLabel(Look.NEUTRAL, "Chain not verified yet");
  private final Label words = new Label();
  private final Button show = new Button();
  private final Button verify = new Button();
  private final Label verifyWord = new Label("Verify");

  /**
   * Fills the strip.
   *
   * @param open brings a row to the front, by its number
   */
  ChainStrip(HBox box, ChainModel chain, LongConsumer open) {
    this.box = box;
    words.getStyleClass().addAll("small", "default-text");
    words.setWrapText(true);
    words.setMinWidth(0);
    words.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(words, Priority.ALWAYS);
    show.getStyleClass().add("small-button");
    show.managedProperty().bind(show.visibleProperty());
    show.setMinWidth(Region.USE_PREF_SIZE);
    show.setVisible(false);
    show.setOnAction(
        e -> {
          Verification found = chain.found();
          if (found != null && found.firstBad() != null) {
            open.accept(found.firstBad());
          }
        });
    HBox content = new HBox(8, verifyWord, new KeyCap("V"));
    content.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
    verify.setGraphic(content);
    verify.setAccessibleText("Verify the whole chain");
    verify.getStyleClass().add("small-button");
    verify.setMinWidth(Region.USE_PREF_SIZE);
    verify.setOnAction(e -> chain.verify());
    box.getChildren().setAll(state, words, show, verify);
  }

  /**
   * Shows how the chain is.
   *
   * @param newest number of the newest row that is there; smaller than 1: not known
   * @param away why the trail cannot be read now; null: it can
   */
  void show(ChainModel chain, long newest, @Nullable Problem away, Instant now) {
    Verification found = chain.found();
    Problem problem = away == null ? chain.problem() : away;
    Instant at = chain.at();
    boolean broken = found != null && !found.intact();
    box.getStyleClass().removeAll("broken");
    if (broken) {
      box.getStyleClass().add("broken");
    }
    show.setVisible(broken);
    if (found == null || at == null) {
      boolean failed = problem != null;
      state.set(
          failed ? Look.NO_DATA : chain.isRunning() ? Look.RUNNING : Look.NEUTRAL,
          chain.isRunning() ? "Verifying the chain…" : "Chain not verified");
      words.setText(problem == null ? "" : problem.line());
    } else if (broken) {
      state.set(Look.DOWN, "Chain broken at row " + Texts.number(firstBad(found)));
      words.setText(Texts.sentence(found.what()) + " " + upTo(found, at, now) + stale(problem));
      show.setText("Show row " + Texts.number(firstBad(found)));
    } else if (found.rows() == 0) {
      state.set(Look.NEUTRAL, "Nothing to verify");
      words.setText(upTo(found, at, now) + stale(problem));
    } else {
      state.set(
          problem == null ? Look.VERIFIED : Look.STALE,
          problem == null ? "Chain intact" : "Chain was intact");
      long later = newest - found.rows();
      words.setText(
          upTo(found, at, now)
              + (later > 0 ? " " + Texts.rows(later) + " since, not verified." : "")
              + stale(problem));
    }
    box.setAccessibleText(state.getText() + ". " + words.getText());
  }

  private static long firstBad(Verification found) {
    Long first = found.firstBad();
    return first == null ? found.rows() + 1 : first;
  }

  private static String upTo(Verification found, Instant at, Instant now) {
    String when =
        " at " + Ages.seconds(at) + " UTC" + (sameDay(at, now) ? "" : ", " + Texts.day(at));
    return found.rows() == 0
        ? "No row was there" + when + "."
        : "Verified" + when + " up to row " + Texts.number(found.rows()) + ".";
  }

  private static boolean sameDay(Instant one, Instant other) {
    return Texts.day(one).equals(Texts.day(other));
  }

  private static String stale(@Nullable Problem problem) {
    return problem == null ? "" : " It cannot be verified now: " + problem.why() + ".";
  }
}
