package tech.atoms.opsdesk.desktop.audit;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.audit.Audit;
import tech.atoms.opsdesk.audit.AuditQuery;
import tech.atoms.opsdesk.desktop.FileDialogs;
import tech.atoms.opsdesk.desktop.Screen;
import tech.atoms.opsdesk.desktop.ScreenEntry;
import tech.atoms.opsdesk.desktop.control.Views;
import tech.atoms.opsdesk.desktop.task.Jobs;
import tech.atoms.opsdesk.desktop.task.Ticker;

/** The Audit log. Reads only while it is shown. */
public final class AuditScreen implements Screen {
  private static final String VERIFY = "verify";

  private final Audit audit;
  private final Jobs jobs;
  private final Ticker ticker;
  private final InstantSource clock;
  private final FileDialogs files;
  private final AuditModel model;
  private final AuditRowsView rows;
  private final ChainStrip strip;
  private final Parent root;
  private Ticker.@Nullable Ticking ticking;

  @FXML private Label told;
  @FXML private HBox chain;
  @FXML private StackPane body;

  /**
   * Builds the screen, unread.
   *
   * @param audit what is shown
   * @param environment whose rows are shown first
   * @param jobs for reading
   * @param ticker the rhythm of looking for new rows while shown
   * @param clock the present
   * @param files asks where an export goes
   */
  public AuditScreen(
      Audit audit,
      String environment,
      Jobs jobs,
      Ticker ticker,
      InstantSource clock,
      FileDialogs files) {
    this.audit = audit;
    this.jobs = jobs;
    this.ticker = ticker;
    this.clock = clock;
    this.files = files;
    model = new AuditModel(audit, environment, jobs, clock);
    root = Views.load("audit", this);
    rows = new AuditRowsView(model, environment, clock);
    strip = new ChainStrip(chain, model.chain(), rows::reveal);
    body.getChildren().setAll(rows.root());
    model.onChange(this::update);
    update();
  }

  /** What the palette finds. */
  public static List<ScreenEntry.Place> places() {
    return List.of(
        new ScreenEntry.Place(VERIFY, "verify the chain", "hash, tampered, intact"),
        new ScreenEntry.Place("refused", "what was refused", "not allowed, too late"),
        new ScreenEntry.Place("failed", "what failed", "tried without success"),
        new ScreenEntry.Place("checklist.tick", "ticks", "checklist.tick, who ticked what"),
        new ScreenEntry.Place("checklist.waive", "waivers", "checklist.waive, exceptions"),
        new ScreenEntry.Place("checklist.sign", "sign-offs", "checklist.sign, signatures"));
  }

  @Override
  public void goTo(String place) {
    if (place.equals(VERIFY)) {
      model.chain().verify();
    } else {
      rows.find(place);
    }
  }

  @Override
  public Node root() {
    return root;
  }

  @Override
  public void shown() {
    if (ticking == null) {
      ticking = ticker.every(model::tick);
    }
    model.begin();
  }

  @Override
  public void hidden() {
    if (ticking != null) {
      ticking.close();
      ticking = null;
    }
    model.stop();
  }

  @Override
  public void refresh() {
    model.refresh();
  }

  @Override
  public List<KeyHint> hints() {
    return List.of(
        new KeyHint("V", "Verify"), new KeyHint("/", "Filter"), new KeyHint("F5", "Refresh"));
  }

  @Override
  public List<KeyHint> shortcuts() {
    return List.of(
        new KeyHint("V", "Verify the whole chain"),
        new KeyHint("↑ ↓", "Move through the rows"),
        new KeyHint("/", "Filter"),
        new KeyHint("F5", "Refresh"));
  }

  @Override
  public boolean key(KeyEvent event) {
    if (event.getCode() == KeyCode.V && !event.isShortcutDown()) {
      model.chain().verify();
      return true;
    }
    return false;
  }

  @Override
  public Node filterField() {
    return rows.filterField();
  }

  @FXML
  private void exportCsv() {
    export(AuditExport.Form.CSV);
  }

  @FXML
  private void exportJson() {
    export(AuditExport.Form.JSON);
  }

  private void export(AuditExport.Form form) {
    Instant now = clock.instant();
    String time = now.truncatedTo(ChronoUnit.SECONDS).toString().replace(":", "");
    Path file = files.save("audit-" + time + "." + form.ending());
    if (file == null) {
      return;
    }
    AuditQuery asked = model.query();
    told.setText("Writing…");
    jobs.run(
        "Export the audit trail",
        () ->
            new AuditExport(audit)
                .write(
                    asked,
                    form,
                    now,
                    file,
                    count -> jobs.onFx(() -> told.setText("Writing, " + Texts.rows(count) + "…"))),
        count -> told.setText("Wrote " + Texts.rows(count) + " to " + file),
        problem -> told.setText(problem.line() + " " + problem.next()));
  }

  private void update() {
    strip.show(model.chain(), model.newest(), model.problem(), clock.instant());
    rows.update();
  }
}
