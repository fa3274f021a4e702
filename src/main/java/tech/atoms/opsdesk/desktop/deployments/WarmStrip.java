package tech.atoms.opsdesk.desktop.deployments;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.desktop.control.Ages;
import tech.atoms.opsdesk.desktop.control.Look;
import tech.atoms.opsdesk.desktop.control.StateLabel;
import tech.atoms.opsdesk.desktop.run.KeyedButton;
import tech.atoms.opsdesk.desktop.task.Jobs;
import tech.atoms.opsdesk.workflow.warm.ColdStarts;
import tech.atoms.opsdesk.workflow.warm.KeepWarm;
import tech.atoms.opsdesk.workflow.warm.Ping;
import tech.atoms.opsdesk.workflow.warm.Standing;

/**
 * Whether the server is kept warm, what that costs and does, and the button that switches it. Reads
 * while shown. On the JavaFX thread.
 */
final class WarmStrip extends HBox {
  private static final Duration INTERVAL = Duration.ofSeconds(15);
  private static final String ON = "Keep warm";
  private static final String OFF = "Stop keeping warm";

  private final KeepWarm keepWarm;
  private final Jobs jobs;
  private final InstantSource clock;
  private final StateLabel state = new StateLabel(Look.NO_DATA, "Kept warm: not known yet");
  private final Label words = new Label();
  private final Button switchOn = KeyedButton.of(ON, "mdi2f-fire", "W", () -> switchTo(true));
  private final Button switchOff =
      KeyedButton.of(OFF, "mdi2s-snowflake", "W", () -> switchTo(false));
  private @Nullable Standing standing;
  private Jobs.@Nullable Job reading;
  private boolean switching;
  private Instant next = Instant.MIN;

  WarmStrip(KeepWarm keepWarm, Jobs jobs, InstantSource clock) {
    this.keepWarm = keepWarm;
    this.jobs = jobs;
    this.clock = clock;
    getStyleClass().addAll("panel", "warm-strip");
    words.getStyleClass().add("meta");
    words.setWrapText(true);
    words.setMinHeight(Region.USE_PREF_SIZE);
    words.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(words, Priority.ALWAYS);
    getChildren().addAll(state, words, switchOn, switchOff);
    offer();
  }

  /** Switches it the other way; nothing happens where it is not known how it stands. */
  boolean press() {
    Standing known = standing;
    if (known == null || switching) {
      return false;
    }
    switchTo(!known.on());
    return true;
  }

  /** The button that is shown has the focus. */
  void focusButton() {
    (switchOn.isVisible() ? switchOn : switchOff).requestFocus();
  }

  /** Once a second while shown. */
  void tick() {
    Instant now = clock.instant();
    if (reading == null && !switching && !now.isBefore(next)) {
      next = now.plus(INTERVAL);
      reading = jobs.run("Read keep warm", keepWarm::standing, this::take, this::failed);
    }
  }

  void refresh() {
    next = Instant.MIN;
    tick();
  }

  void stop() {
    if (reading != null) {
      reading.cancel();
      reading = null;
      next = Instant.MIN;
    }
  }

  private void switchTo(boolean on) {
    switching = true;
    offer();
    jobs.run(
        on ? ON : OFF,
        () -> {
          keepWarm.switchTo(on, "from the window");
          return keepWarm.standing();
        },
        read -> {
          switching = false;
          take(read);
          focusButton();
        },
        problem -> {
          switching = false;
          failed(problem);
        });
  }

  private void take(Standing read) {
    reading = null;
    standing = read;
    Ping last = read.last();
    boolean failing = read.on() && last != null && !last.trouble().isEmpty();
    state.set(
        failing ? Look.WARNING : read.on() ? Look.HEALTHY : Look.NEUTRAL,
        failing ? "Kept warm, last request failed" : read.on() ? "Kept warm" : "Not kept warm");
    words.setText(words(read, clock.instant()));
    offer();
  }

  private void failed(Problem problem) {
    reading = null;
    state.set(Look.NO_DATA, "Kept warm: " + (standing == null ? "not known" : "not switched"));
    words.setText(problem.what() + ": " + problem.why() + ". " + problem.next() + ".");
    offer();
  }

  private void offer() {
    Standing known = standing;
    boolean on = known != null && known.on();
    show(switchOn, !on);
    show(switchOff, on);
    switchOn.setDisable(known == null || switching);
    switchOff.setDisable(switching);
  }

  private static void show(Button button, boolean wanted) {
    button.setVisible(wanted);
    button.setManaged(wanted);
  }

  private static String words(Standing read, Instant now) {
    Ping last = read.last();
    return "One request every "
        + Ages.age(read.interval())
        + (read.on() ? "" : " where it is on")
        + ", "
        + read.requestsPerDay()
        + " a day. "
        + (last == null
            ? ""
            : "Last "
                + Ages.age(last.at(), now)
                + " ago by "
                + last.host()
                + (last.trouble().isEmpty() ? "" : ": " + last.trouble())
                + ". ")
        + "Cold starts, 7 d: "
        + words(read.with())
        + " with it, "
        + words(read.without())
        + " without.";
  }

  private static String words(ColdStarts counted) {
    Double hour = counted.perHour();
    Double day = counted.perDay();
    return hour == null || day == null
        ? "not measured"
        : String.format(Locale.ROOT, "%.1f an hour, %.0f a day", hour, day);
  }
}
