package tech.atoms.opsdesk.desktop.backups;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.backup.Drill;
import tech.atoms.opsdesk.backup.Proof;
import tech.atoms.opsdesk.backup.store.Stored;
import tech.atoms.opsdesk.desktop.control.Ages;
import tech.atoms.opsdesk.desktop.control.Look;
import tech.atoms.opsdesk.desktop.control.StateLabel;
import tech.atoms.opsdesk.desktop.run.KeyedButton;
import tech.atoms.opsdesk.environment.DueTimes;

/** How old the newest backup is, how old the newest that was verified, and the next one. */
final class BackupStrip extends HBox {
  static final String BACK_UP = "Back up now…";
  static final String DRILL = "Start drill…";

  /** A backup takes its time. */
  private static final Duration GRACE = Duration.ofMinutes(15);

  private final Figure last = new Figure("Last backup");
  private final Figure verified = new Figure("Newest verified");
  private final Figure next = new Figure("Next due");
  private final Figure recovery = new Figure("Point-in-time recovery");
  private final Figure drill = new Figure("Last restore drill");

  BackupStrip(Runnable backUp, Runnable practise) {
    getStyleClass().addAll("panel", "backup-strip");
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    getChildren()
        .addAll(
            last,
            divider(),
            verified,
            next,
            divider(),
            drill,
            space,
            KeyedButton.of(BACK_UP, "mdi2d-database-outline", "Ctrl B", backUp, "accent"),
            KeyedButton.of(DRILL, "mdi2c-clipboard-check-outline", "D", practise));
  }

  private static Region divider() {
    Region divider = new Region();
    divider.getStyleClass().add("divider-vertical");
    return divider;
  }

  /** Has a place for what the database's own platform can recover to. */
  void addRecovery() {
    int after = getChildren().indexOf(next) + 1;
    getChildren().addAll(after, List.of(divider(), recovery));
  }

  /** Shows what the platform told last. */
  void show(RecoveryWords words) {
    recovery.set(words.value(), words.look(), words.words());
  }

  /** Shows what was read last. */
  void show(BackupsModel model, Instant now) {
    fit(model.settings().schedule() != null);
    if (model.lastRead() == null) {
      String why = model.problem() == null ? "Reading…" : "Not known";
      last.set(Texts.NONE, Look.NO_DATA, why);
      verified.set(Texts.NONE, Look.NO_DATA, why);
      next.set(Texts.NONE, Look.NO_DATA, why);
      drill.set(Texts.NONE, Look.NO_DATA, why);
      return;
    }
    if (model.all().isEmpty()) {
      last.set("None", Look.NO_DATA, "Never taken");
    } else {
      showLast(model.all().getFirst(), now);
    }
    showVerified(model.newestVerified(), model.settings().maxAge(), now);
    DueTimes schedule = model.settings().schedule();
    if (schedule != null) {
      showNext(schedule, model.all(), now);
    }
    showDrill(model.drill(), now);
  }

  /** Where backups have a time, that stands in place of how fresh the newest is. */
  private void fit(boolean scheduled) {
    verified.setVisible(!scheduled);
    verified.setManaged(!scheduled);
    next.setVisible(scheduled);
    next.setManaged(scheduled);
  }

  private void showNext(DueTimes schedule, List<BackupRow> all, Instant now) {
    Instant due = schedule.last(now).orElse(Instant.MIN);
    boolean there =
        all.stream()
            .map(row -> row.isScheduled() ? row.taken() : null)
            .anyMatch(taken -> taken != null && !taken.isBefore(due));
    Instant after = schedule.next(now);
    if (there || due.equals(Instant.MIN)) {
      next.set("in " + Ages.age(Duration.between(now, after)), Look.HEALTHY, schedule.words());
    } else if (now.isBefore(due.plus(GRACE))) {
      next.set("Now", Look.NO_DATA, schedule.words());
    } else {
      next.set("Overdue by " + Ages.age(due, now), Look.WARNING, schedule.words());
    }
  }

  private void showDrill(@Nullable Drill newest, Instant now) {
    if (newest == null) {
      drill.set("None", Look.WARNING, "Never practised");
      return;
    }
    Duration left = Duration.between(now, newest.until());
    String ago = Texts.ago(newest.at(), now);
    if (!newest.passed()) {
      drill.set(ago, Look.FAILED, "Not passed");
    } else if (left.isNegative()) {
      drill.set(ago, Look.WARNING, "Overdue by " + Ages.age(left.negated()));
    } else {
      drill.set(ago, Look.HEALTHY, "Back in " + Texts.took(newest.recoveryMillis()));
    }
  }

  private void showLast(BackupRow row, Instant now) {
    Instant taken = row.taken();
    Proof proof = row.stored().proof();
    String words =
        row.state() == Stored.State.VERIFIED && proof != null
            ? "Verified " + Ages.minute(proof.at(), now)
            : Texts.checked(row).text();
    last.set(
        taken == null ? "Not known when" : Texts.ago(taken, now), Texts.look(row.state()), words);
  }

  private void showVerified(@Nullable BackupRow row, Duration maxAge, Instant now) {
    Instant taken = row == null ? null : row.taken();
    if (taken == null) {
      verified.set("None", Look.WARNING, "Wanted: younger than " + Ages.age(maxAge));
      return;
    }
    Duration left = maxAge.minus(Duration.between(taken, now));
    if (Texts.isAhead(taken, now)) {
      verified.set(Texts.ago(taken, now), Look.WARNING, "Clocks differ: its age is not known");
    } else if (left.isNegative()) {
      verified.set(Texts.ago(taken, now), Look.WARNING, "Overdue by " + Ages.age(left.negated()));
    } else {
      verified.set(Texts.ago(taken, now), Look.HEALTHY, "Fresh for " + Ages.age(left));
    }
  }

  private static final class Figure extends VBox {
    private final String title;
    private final Label value = new Label();
    private final StateLabel state = new StateLabel(Look.NO_DATA, "");

    Figure(String title) {
      this.title = title;
      getStyleClass().add("backup-figure");
      Label name = new Label(title);
      name.getStyleClass().add("meta");
      value.getStyleClass().add("title");
      value.setMinWidth(USE_PREF_SIZE);
      state.getStyleClass().add("small");
      getChildren().addAll(name, value, state);
    }

    void set(String text, Look look, String words) {
      value.setText(text);
      state.set(look, words);
      setAccessibleText(title + ": " + text + ", " + words);
    }
  }
}
