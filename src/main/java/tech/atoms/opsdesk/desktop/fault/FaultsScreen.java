package tech.atoms.opsdesk.desktop.fault;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.desktop.Screen;
import tech.atoms.opsdesk.desktop.control.Views;
import tech.atoms.opsdesk.desktop.task.Jobs;
import tech.atoms.opsdesk.desktop.task.Ticker;
import tech.atoms.opsdesk.provider.sandbox.FaultClient;
import tech.atoms.opsdesk.provider.sandbox.FaultClient.FaultState;

/** The fault panel: one row per fault, read again every two seconds while it is shown. */
public final class FaultsScreen implements Screen {
  private static final int SECONDS_BETWEEN_READS = 2;

  private final FaultClient client;
  private final Jobs jobs;
  private final Ticker ticker;
  private final InstantSource clock;
  private final Parent root;
  private final Map<String, FaultRow> known = new HashMap<>();

  @FXML private Label count;
  @FXML private Label trouble;
  @FXML private VBox rows;

  private Ticker.@Nullable Ticking ticking;
  private @Nullable String wanted;
  private boolean reading;
  private int seconds;

  /**
   * Builds the panel, unread.
   *
   * @param client talks to the sandbox
   * @param jobs for the calls
   * @param ticker paces the reading while the panel is shown
   * @param clock for the time a fault still lasts
   */
  public FaultsScreen(FaultClient client, Jobs jobs, Ticker ticker, InstantSource clock) {
    this.client = client;
    this.jobs = jobs;
    this.ticker = ticker;
    this.clock = clock;
    root = Views.load("faults", this);
    trouble.managedProperty().bind(trouble.visibleProperty());
  }

  @Override
  public Node root() {
    return root;
  }

  @Override
  public void shown() {
    ticking =
        ticker.every(
            () -> {
              if (++seconds % SECONDS_BETWEEN_READS == 0) {
                read();
              }
            });
    read();
  }

  @Override
  public void hidden() {
    if (ticking != null) {
      ticking.close();
      ticking = null;
    }
  }

  @Override
  public void refresh() {
    read();
  }

  @Override
  public void goTo(String place) {
    wanted = place;
    reveal();
  }

  /** The focus goes to the fault that was asked for, once it is there. */
  private void reveal() {
    FaultRow row = wanted == null ? null : known.get(wanted);
    if (row != null) {
      wanted = null;
      row.choose();
    }
  }

  @Override
  public List<KeyHint> hints() {
    return List.of(new KeyHint("Space", "Switch"), new KeyHint("F5", "Refresh"));
  }

  private void read() {
    if (reading) {
      return;
    }
    reading = true;
    jobs.run(
        "Read the faults",
        client::list,
        faults -> {
          reading = false;
          show(faults);
        },
        problem -> {
          reading = false;
          fail(problem);
        });
  }

  private void show(List<FaultState> faults) {
    trouble.setVisible(false);
    List<Node> order = new ArrayList<>();
    for (FaultState fault : faults) {
      FaultRow row = known.computeIfAbsent(fault.name(), name -> new FaultRow(fault, this::change));
      row.show(fault, clock.instant());
      order.add(row);
    }
    if (!order.equals(rows.getChildren())) {
      rows.getChildren().setAll(order);
    }
    reveal();
    long active = faults.stream().filter(FaultState::active).count();
    count.setText(active + " of " + faults.size() + " active");
  }

  private void change(String name, boolean on, @Nullable Double value) {
    jobs.run(
        "Switch " + name,
        () -> {
          if (on) {
            client.set(name, value, null);
          } else {
            client.clear(name);
          }
          return client.list();
        },
        this::show,
        problem -> {
          fail(problem);
          read();
        });
  }

  private void fail(Problem problem) {
    trouble.setText(problem.line() + " " + problem.next() + ".");
    trouble.setVisible(true);
    known.values().forEach(FaultRow::unknown);
    count.setText("not known");
  }
}
