package tech.atoms.opsdesk.desktop.backups;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.backup.store.Catalogue;
import tech.atoms.opsdesk.desktop.Screen;
import tech.atoms.opsdesk.desktop.ScreenEntry;
import tech.atoms.opsdesk.desktop.backups.BackupsModel.Only;
import tech.atoms.opsdesk.desktop.control.Views;
import tech.atoms.opsdesk.desktop.run.RunOperations;
import tech.atoms.opsdesk.desktop.run.Runs;
import tech.atoms.opsdesk.desktop.task.Ticker;
import tech.atoms.opsdesk.provider.supabase.PlatformBackups;
import tech.atoms.opsdesk.workflow.Run;

/** The Backups screen: what there is, and what of it was proven. Reads only while shown. */
public final class BackupsScreen implements Screen {
  private static final String NOT_VERIFIED = "not-verified";
  private static final String FAILED = "failed";
  private static final String STALE = "stale";

  /** Ages are written anew every so many seconds. */
  private static final int AGES = 15;

  private final Runs runs;
  private final InstantSource clock;
  private final BackupsModel model;
  private final @Nullable RecoveryModel recovery;
  private final BackupStrip strip;
  private final RetentionCalendar calendar = new RetentionCalendar();
  private final BackupsView view;
  private final Runnable practise;
  private final Parent root;
  private Ticker.@Nullable Ticking ticking;
  private @Nullable Runnable unsubscribe;
  private Runnable hintsChanged = () -> {};
  private @Nullable String holder;
  private boolean canVerify;
  private boolean canRestore;
  private int seconds;

  @FXML private VBox head;
  @FXML private StackPane content;

  /**
   * Builds the screen, unread.
   *
   * @param catalogue where the backups are read from
   * @param runs what is run here
   * @param operations begins runs
   * @param clock the present
   */
  public BackupsScreen(
      Catalogue catalogue, Runs runs, RunOperations operations, InstantSource clock) {
    this(catalogue, null, runs, operations, clock);
  }

  /**
   * Builds the screen, unread.
   *
   * @param platform reads what the database's own platform keeps; blocks; null where there is none
   */
  public BackupsScreen(
      Catalogue catalogue,
      @Nullable Callable<PlatformBackups> platform,
      Runs runs,
      RunOperations operations,
      InstantSource clock) {
    this.runs = runs;
    this.clock = clock;
    model = new BackupsModel(catalogue, runs.jobs(), clock);
    root = Views.load("backups", this);
    practise = () -> operations.drill("");
    strip = new BackupStrip(operations::backUp, practise);
    view = new BackupsView(model, operations, clock);
    head.getChildren().setAll(strip, calendar);
    content.getChildren().setAll(view.root());
    model.onChange(this::update);
    recovery = platform == null ? null : new RecoveryModel(platform, runs.jobs(), clock);
    if (recovery != null) {
      strip.addRecovery();
      recovery.onChange(this::update);
    }
    view.onSelect(this::selected);
    update();
  }

  /** What the palette finds. */
  public static List<ScreenEntry.Place> places() {
    return List.of(
        new ScreenEntry.Place(NOT_VERIFIED, "not verified", "taken, never restored, verify"),
        new ScreenEntry.Place(FAILED, "failed", "broken, damaged, unsealed"));
  }

  @Override
  public void goTo(String place) {
    view.show(
        switch (place) {
          case NOT_VERIFIED -> Only.TAKEN;
          case FAILED -> Only.FAILED;
          default -> Only.ALL;
        });
  }

  @Override
  public Node root() {
    return root;
  }

  @Override
  public void shown() {
    if (ticking == null) {
      ticking = runs.ticker().every(this::tick);
      unsubscribe = runs.subscribe(this::told);
    }
    tickAll();
    update();
  }

  private void tickAll() {
    model.tick();
    if (recovery != null) {
      recovery.tick();
    }
  }

  @Override
  public void hidden() {
    if (ticking != null) {
      ticking.close();
      ticking = null;
    }
    if (unsubscribe != null) {
      unsubscribe.run();
      unsubscribe = null;
    }
    model.stop();
    if (recovery != null) {
      recovery.stop();
    }
    seconds = 0;
  }

  @Override
  public void refresh() {
    model.refresh();
    if (recovery != null) {
      recovery.refresh();
    }
  }

  @Override
  public List<KeyHint> hints() {
    List<KeyHint> hints = new ArrayList<>();
    hints.add(new KeyHint("/", "Filter"));
    hints.add(new KeyHint("Ctrl B", BackupStrip.BACK_UP));
    if (view.canRestore()) {
      hints.add(new KeyHint("R", "Restore…"));
    }
    if (view.canVerify()) {
      hints.add(new KeyHint("V", "Verify…"));
    }
    hints.add(new KeyHint("D", BackupStrip.DRILL));
    hints.add(new KeyHint("F5", "Refresh"));
    return hints;
  }

  @Override
  public List<KeyHint> shortcuts() {
    List<KeyHint> all = new ArrayList<>(hints());
    all.add(new KeyHint("↑ ↓", "Move through the rows"));
    return all;
  }

  @Override
  public void whenHintsChange(Runnable listener) {
    hintsChanged = listener;
  }

  @Override
  public boolean key(KeyEvent event) {
    if (event.isShortcutDown()) {
      return false;
    }
    return switch (event.getCode()) {
      case R -> view.restoreHere();
      case V -> view.verifyHere();
      case D -> practise();
      default -> false;
    };
  }

  private boolean practise() {
    practise.run();
    return true;
  }

  @Override
  public @Nullable Node filterField() {
    return view.filterField();
  }

  /** A run has changed: once it is over there may be one more backup, or one that is verified. */
  private void told() {
    Run held = runs.holder();
    String now = held == null ? null : held.id();
    if (holder != null && !holder.equals(now)) {
      model.refresh();
    }
    holder = now;
  }

  private void tick() {
    tickAll();
    if (++seconds % AGES == 0) {
      update();
    }
  }

  private void update() {
    boolean stale = model.problem() != null && model.lastRead() != null;
    if (stale != root.getStyleClass().contains(STALE)) {
      if (stale) {
        root.getStyleClass().add(STALE);
      } else {
        root.getStyleClass().remove(STALE);
      }
    }
    strip.show(model, clock.instant());
    if (recovery != null) {
      strip.show(RecoveryWords.of(recovery, clock.instant()));
    }
    view.update();
    selected();
  }

  private void selected() {
    Instant now = clock.instant();
    boolean known = model.lastRead() != null;
    calendar.show(
        known ? Days.daily(model.all(), model.settings().schedule(), now) : null,
        known ? Days.monthly(model.all(), model.settings().schedule(), now) : null,
        view.chosen());
    if (view.canVerify() != canVerify || view.canRestore() != canRestore) {
      canVerify = view.canVerify();
      canRestore = view.canRestore();
      hintsChanged.run();
    }
  }
}
