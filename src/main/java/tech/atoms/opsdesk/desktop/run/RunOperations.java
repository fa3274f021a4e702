package tech.atoms.opsdesk.desktop.run;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.desktop.Operations;
import tech.atoms.opsdesk.desktop.control.Ages;
import tech.atoms.opsdesk.desktop.control.Look;
import tech.atoms.opsdesk.workflow.Freeze;
import tech.atoms.opsdesk.workflow.Run;
import tech.atoms.opsdesk.workflow.backup.Backup;
import tech.atoms.opsdesk.workflow.deploy.Wanted;
import tech.atoms.opsdesk.workflow.pitr.Pitr;
import tech.atoms.opsdesk.workflow.recover.Recover;
import tech.atoms.opsdesk.workflow.restore.Restore;

/** What can be run in an environment, and what runs there, for the window's frame. */
public final class RunOperations implements Operations, Planning {
  /** The name of the screen that shows runs. */
  public static final String SCREEN = "deployments";

  /** The place of a run on that screen begins so. */
  public static final String PLACE = "run:";

  static final String ROLLBACK = "rollback";
  private static final String DEPLOY = "deploy";
  private static final String ROCKET = "mdi2r-rocket-launch-outline";
  private static final String UNDO = "rollback-undo";
  private static final String BACK = "mdi2h-history";
  private static final String DATABASE = "mdi2d-database-outline";
  private static final String PRACTICE = "mdi2c-clipboard-check-outline";

  private final Runs runs;
  private final Supplier<String> reason;
  private final List<Operation> offered = new ArrayList<>();
  private @Nullable Frame frame;
  private @Nullable Runnable leave;

  /**
   * Of an environment that nothing shows yet.
   *
   * @param runs what is run there
   * @param reason what the state of the environment suggests as a reason; empty: nothing
   */
  public RunOperations(Runs runs, Supplier<String> reason) {
    this.runs = runs;
    this.reason = reason;
    if (runs.environment().platform() != null) {
      offered.add(
          new Operation(
              "Deploy…",
              "Built without traffic, then your go or no-go.",
              ROCKET,
              "Ctrl D",
              this::deploy));
      offered.add(
          new Operation(
              "Roll back…", "To the version that served before.", BACK, "Ctrl R", this::rollBack));
      offered.add(
          new Operation(
              "Undo the rollback…", "Ends the pin.", "mdi2r-redo-variant", "", this::undo));
    }
    if (runs.environment().backup() != null) {
      offered.add(
          new Operation(
              "Back up now…",
              "Of one moment, sealed and encrypted.",
              DATABASE,
              "Ctrl B",
              this::backUp));
      offered.add(
          new Operation(
              "Start drill…",
              "Practises a recovery; changes nothing.",
              PRACTICE,
              "",
              () -> drill("")));
      if (runs.environment().platform() != null) {
        offered.add(
            new Operation(
                "Recover…",
                "Everything from the newest verified backup.",
                "mdi2l-lifebuoy",
                "",
                this::recover));
      }
    }
    if (runs.environment().supabase() != null) {
      offered.add(
          new Operation(
              "Recover to a point in time…",
              "By Supabase, the whole database, in place.",
              BACK,
              "",
              this::pointInTime));
    }
    int minutes = runs.environment().policy().unlockMinutes();
    if (minutes > 0) {
      offered.add(
          new Operation(
              "Unlock…",
              "You may change it for " + minutes + " min.",
              "mdi2l-lock-open-variant-outline",
              "",
              this::unlock));
      offered.add(
          new Operation(
              "Lock again", "Read-only at once.", "mdi2l-lock-outline", "", this::lockAgain));
    }
  }

  /** Plans the way back to the last version that served. */
  public void rollBack() {
    rollBackTo("");
  }

  /**
   * Plans the way back to a deployment.
   *
   * @param target its id; empty: the last one that served before
   */
  public void rollBackTo(String target) {
    ask(
        new PlanDialog.Ask(
            ROLLBACK, target, "Roll back · dry run", "Start rollback", BACK, reason.get()));
  }

  /** Asks what to deploy, and plans it. */
  public void deploy() {
    Frame in = frame;
    if (in == null) {
      return;
    }
    SmallForm form =
        new SmallForm(
            "Deploy",
            "It is built without traffic and looked at first; you say go or no-go before it is"
                + " live.",
            "Plan it",
            ROCKET,
            in.dialogs());
    TextField ref = form.field("Branch or tag", "the branch of the live deployment", "");
    TextField commit = form.field("Commit", "the newest", "");
    TextField watch =
        form.field("Watch the metrics, minutes", "5", "" + Wanted.USUAL_WATCH.toMinutes());
    form.show(
        ref,
        typed -> watch.getText().strip().matches("\\d{1,4}"),
        typed -> {
          Duration watched = Duration.ofMinutes(Long.parseLong(watch.getText().strip()));
          String name = ref.getText().strip();
          form.close();
          plan(Wanted.ref(name, commit.getText().strip(), watched), name);
        });
  }

  /**
   * Plans to build a deployment anew.
   *
   * @param id at the platform
   * @param name for people
   */
  public void deployAnew(String id, String name) {
    plan(Wanted.deployment(id, Wanted.USUAL_WATCH), name);
  }

  private void plan(Wanted wanted, String name) {
    String what = name.isEmpty() ? "Deploy" : "Deploy " + name;
    begin(DEPLOY, wanted.target(), what, "Start deploy", ROCKET);
  }

  /** Plans the end of the rollback that pins production. */
  public void undo() {
    ask(
        new PlanDialog.Ask(
            UNDO, "", "Undo the rollback · dry run", "Undo rollback", "mdi2r-redo-variant", ""));
  }

  /** Plans a backup of the database. */
  public void backUp() {
    begin(
        Backup.Kind.TAKE.id(),
        "",
        "Back up " + runs.environment().name(),
        "Start backup",
        DATABASE);
  }

  /**
   * Plans to restore a backup into a server that is thrown away.
   *
   * @param id of the backup
   * @param name for people
   */
  public void verify(String id, String name) {
    begin(
        Backup.Kind.VERIFY.id(),
        id,
        "Verify the backup of " + name,
        "Verify",
        "mdi2s-shield-check");
  }

  /**
   * Plans to practise a recovery.
   *
   * @param id of the backup; empty: the newest that was verified
   */
  public void drill(String id) {
    begin(Backup.Kind.DRILL.id(), id, "Practise a recovery", "Start drill", PRACTICE);
  }

  /** Plans to bring everything back from the newest backup that was verified. */
  public void recover() {
    begin(
        Recover.ID, "", "Recover " + runs.environment().name(), "Start recovery", "mdi2l-lifebuoy");
  }

  /**
   * Plans to replace the rows of the database by those of a backup.
   *
   * @param id of the backup
   * @param name for people
   */
  public void restore(String id, String name) {
    begin(Restore.ID, id, "Restore the backup of " + name, "Start restore", BACK);
  }

  /** Asks for a time, and plans to put the database back to it. */
  public void pointInTime() {
    Frame in = frame;
    if (in == null) {
      return;
    }
    SmallForm form =
        new SmallForm(
            "Recover to a point in time",
            "Supabase puts the whole database back to how it was then. It is away for minutes; once"
                + " started, nothing ends it or takes it back.",
            "Plan it",
            BACK,
            in.dialogs());
    TextField time = form.field("Time", "UTC, e.g. 2026-11-30T12:00:00Z", "");
    form.show(
        time,
        typed -> instant(time.getText()) != null,
        typed -> {
          Instant target = instant(time.getText());
          form.close();
          if (target != null) {
            begin(Pitr.ID, target.toString(), "Recover to " + target, "Start recovery", BACK);
          }
        });
  }

  private static @Nullable Instant instant(String typed) {
    try {
      return OffsetDateTime.parse(typed.strip()).toInstant().truncatedTo(ChronoUnit.SECONDS);
    } catch (DateTimeException e) {
      return null;
    }
  }

  private void unlock() {
    Frame in = frame;
    if (in != null) {
      String name = runs.environment().name();
      SmallForm form =
          new SmallForm(
              "Unlock " + name,
              "You may change it for %d min; then it is read-only again."
                  .formatted(runs.environment().policy().unlockMinutes()),
              "Unlock",
              "mdi2l-lock-open-variant-outline",
              in.dialogs());
      TextField reason = form.field("Reason", "Why; stands in the audit trail", "");
      form.show(
          reason,
          typed -> !reason.getText().isBlank(),
          typed -> runs.unlock(reason.getText().strip(), form::close, form::refuse));
    }
  }

  private void lockAgain() {
    Frame in = frame;
    if (in != null) {
      runs.lock(
          problem -> {
            Label words = new Label(problem.why() + ". " + problem.next() + ".");
            words.setWrapText(true);
            words.getStyleClass().add("overlay-body");
            in.dialogs().show(problem.what(), words, words);
          });
    }
  }

  @Override
  public void begin(String workflow, String target, String what, String verb, String icon) {
    ask(new PlanDialog.Ask(workflow, target, what + " · dry run", verb, icon, ""));
  }

  private void ask(PlanDialog.Ask ask) {
    Frame in = frame;
    if (in != null) {
      new PlanDialog(runs, ask, in.dialogs(), this::open).show();
    }
  }

  private void open(String run) {
    Frame in = frame;
    if (in != null) {
      in.open(SCREEN, PLACE + run);
    }
  }

  @Override
  public List<Operation> offered() {
    return List.copyOf(offered);
  }

  @Override
  public @Nullable RunLine run() {
    Run held = runs.holder();
    if (held == null) {
      return null;
    }
    String does =
        switch (held.state()) {
          case PAUSED, NEEDS_YOU -> " needs you";
          case STOPPING -> " is stopping";
          case INTERRUPTED -> " interrupted";
          default -> " is running";
        };
    String took = RunTexts.clock(RunTexts.took(held, runs.now()));
    return new RunLine(
        RunTexts.look(held.state()),
        RunTexts.kind(held.plan().workflow()) + does,
        "Step %d of %d · %s".formatted(RunTexts.step(held), held.steps().size(), took),
        () -> open(held.id()));
  }

  @Override
  public @Nullable LockLine lock() {
    if (!runs.looked()) {
      return null;
    }
    Problem trouble = runs.trouble();
    if (trouble != null) {
      return new LockLine(Look.NO_DATA, "Lock not known");
    }
    Run held = runs.holder();
    String open = unlocked();
    Freeze freeze = runs.freeze();
    if (held == null && freeze != null) {
      return new LockLine(
          Look.HOLDING,
          "Frozen until " + Ages.at(freeze.until(), runs.now()) + " · " + freeze.by() + open);
    }
    return held == null
        ? new LockLine(Look.FREE, "No run in progress" + open)
        : new LockLine(Look.LOCKED, "Locked by run " + held.id() + " · " + held.by() + open);
  }

  /** How long the environment may be changed still; empty where it is never read-only. */
  private String unlocked() {
    if (runs.isReadOnly()) {
      return " · read-only";
    }
    Instant until = runs.unlockedUntil();
    return until == null
        ? ""
        : " · unlocked for " + RunTexts.clock(Duration.between(runs.now(), until));
  }

  @Override
  public void enter(Frame window) {
    leave();
    frame = window;
    Runnable end = runs.subscribe(window::changed);
    var seconds =
        runs.ticker()
            .every(
                () -> {
                  if (runs.holder() != null || runs.unlockedUntil() != null) {
                    window.changed(); // its time goes on
                  }
                });
    leave =
        () -> {
          end.run();
          seconds.close();
        };
    runs.begin();
  }

  @Override
  public void leave() {
    frame = null;
    if (leave != null) {
      leave.run();
      leave = null;
    }
    runs.end();
  }
}
