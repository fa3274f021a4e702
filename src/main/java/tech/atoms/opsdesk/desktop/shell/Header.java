package tech.atoms.opsdesk.desktop.shell;

import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import tech.atoms.opsdesk.desktop.control.EnvironmentLook;
import tech.atoms.opsdesk.desktop.control.Icons;
import tech.atoms.opsdesk.desktop.control.KeyCap;
import tech.atoms.opsdesk.desktop.control.Look;
import tech.atoms.opsdesk.desktop.control.StateLabel;
import tech.atoms.opsdesk.environment.Environment;

/** The strip at the top: where one is, how it is, how fresh that is, what time it is. */
final class Header extends HBox {
  private static final double ROLE_WIDTH = 110;

  private final Button switcher = new Button();
  private final Label host = text("", "shell-host");
  private final StateLabel state = new StateLabel(Look.NO_DATA, "Connecting");
  private final HBox about = new HBox(12);
  private final HBox freshness = new HBox(12);
  private final HBox role = new HBox(10);
  private final Label product = text(ShellModel.PRODUCT, "title", "shell-product");

  Header(ShellModel model, Runnable switchEnvironment, Runnable openPalette) {
    getStyleClass().add("shell-header");
    switcher.getStyleClass().add("environment-switcher");
    switcher.setMinWidth(USE_PREF_SIZE);
    switcher.setOnAction(e -> switchEnvironment.run());
    host.setMinWidth(60);

    HBox keys = new HBox(text("Switch environment", "meta"), new KeyCap("Ctrl E"));
    keys.getStyleClass().add("header-keys");
    keys.setMinWidth(USE_PREF_SIZE);
    VBox where = new VBox(host, keys);
    where.getStyleClass().add("header-lines");
    about.getChildren().addAll(switcher, where, divider(), state);
    about.setAlignment(Pos.CENTER_LEFT);
    show(about, false);

    freshness.getChildren().addAll(freshness(model));
    freshness.setAlignment(Pos.CENTER_LEFT);
    show(freshness, false);

    role.setAlignment(Pos.CENTER_LEFT);
    role.setMinWidth(USE_PREF_SIZE);
    show(role, false);

    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    getChildren()
        .addAll(product, about, space, search(openPalette), freshness, clocks(model), role);

    model
        .stateProperty()
        .subscribe(
            line -> {
              state.set(line.look(), line.text());
              state.setAccessibleText("State: " + line.text());
            });
  }

  /** Shows another environment. */
  void show(Environment environment) {
    HBox content =
        new HBox(
            10,
            Icons.icon(EnvironmentLook.icon(environment.kind())),
            new Label(environment.name().toUpperCase(java.util.Locale.ROOT)),
            Icons.icon("mdi2m-menu-down"));
    content.setAlignment(Pos.CENTER_LEFT);
    content.getStyleClass().add("switcher-content");
    switcher.setGraphic(content);
    switcher.setAccessibleText("Environment " + environment.name() + ". Switch environment.");
    host.setText(ShellModel.host(environment));
    host.setTooltip(new Tooltip(environment.server().baseUrl().toString()));
    role.getChildren().setAll(role(environment.policy().mayChange()));
    show(product, false);
    for (HBox part : List.of(about, freshness, role)) {
      show(part, true);
    }
  }

  private static void show(Node part, boolean wanted) {
    part.setVisible(wanted);
    part.setManaged(wanted);
  }

  /** Who may change the environment, by its policy. */
  private static List<Node> role(List<String> mayChange) {
    boolean nobody = mayChange.isEmpty();
    StackPane round =
        new StackPane(
            Icons.icon(nobody ? "mdi2e-eye-outline" : "mdi2a-account-key-outline", "role-icon"));
    round.getStyleClass().add("role-round");
    String first = nobody ? "Read only" : mayChange.getFirst();
    String more = mayChange.size() > 1 ? " +" + (mayChange.size() - 1) : "";
    Label who = text(first + more, "strong");
    who.setMaxWidth(ROLE_WIDTH);
    Label may = text(nobody ? "nobody may change" : "may change", "meta");
    VBox lines = new VBox(who, may);
    lines.getStyleClass().add("header-lines");
    String whole =
        nobody
            ? "By the profile's policy nobody may change this environment."
            : "May change this environment: " + String.join(", ", mayChange) + ".";
    Tooltip.install(round, new Tooltip(whole));
    who.setTooltip(new Tooltip(whole));
    lines.setAccessibleText(whole);
    return List.of(round, lines);
  }

  private static VBox freshness(ShellModel model) {
    Region dot = new Region();
    dot.getStyleClass().add("live-dot");
    Label live = text("", "small", "default-text");
    HBox first = new HBox(7, dot, live);
    first.setAlignment(Pos.CENTER_LEFT);
    Label fresh = text("", "meta");
    StateLabel stale = new StateLabel(Look.STALE, "");
    stale.getStyleClass().add("small");
    fresh.managedProperty().bind(fresh.visibleProperty());
    stale.managedProperty().bind(stale.visibleProperty());
    VBox lines = new VBox(first, fresh, stale);
    lines.getStyleClass().add("header-lines");
    lines.setMinWidth(USE_PREF_SIZE);
    model
        .liveProperty()
        .subscribe(
            line -> {
              String is = line.live().name().toLowerCase(java.util.Locale.ROOT);
              // The age changes every second, the dot hardly ever: a class set anew is drawn anew.
              if (!dot.getStyleClass().equals(List.of("live-dot", is))) {
                dot.getStyleClass().setAll("live-dot", is);
              }
              live.setText(line.text());
              fresh.setText(line.staleText());
              fresh.setVisible(line.stale() == 0);
              stale.set(Look.STALE, line.staleText());
              stale.setVisible(line.stale() > 0);
              lines.setAccessibleText(line.text() + ", " + line.staleText());
            });
    return lines;
  }

  private static VBox clocks(ShellModel model) {
    Label utc = text("", "clock");
    utc.textProperty().bind(model.utcProperty());
    HBox first = new HBox(5, utc, text("UTC", "muted"));
    first.setAlignment(Pos.BASELINE_RIGHT);
    Label local = text("", "meta");
    local.textProperty().bind(model.localProperty());
    VBox lines = new VBox(first, local);
    lines.getStyleClass().add("header-lines-right");
    lines.setMinWidth(USE_PREF_SIZE);
    return lines;
  }

  private static Button search(Runnable openPalette) {
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    HBox content =
        new HBox(
            Icons.icon("mdi2m-magnify"),
            text("Search or run…", "muted"),
            space,
            new KeyCap("Ctrl K"));
    content.getStyleClass().add("search-content");
    Button search = new Button();
    search.getStyleClass().add("search-button");
    search.setGraphic(content);
    content.prefWidthProperty().bind(search.widthProperty().subtract(20));
    search.setAccessibleText("Search or run, Ctrl K");
    search.setOnAction(e -> openPalette.run());
    return search;
  }

  private static Region divider() {
    Region divider = new Region();
    divider.getStyleClass().add("divider-vertical");
    return divider;
  }

  private static Label text(String text, String... styleClasses) {
    Label label = new Label(text);
    label.getStyleClass().addAll(styleClasses);
    return label;
  }
}
