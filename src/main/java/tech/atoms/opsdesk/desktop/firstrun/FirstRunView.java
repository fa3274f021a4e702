package tech.atoms.opsdesk.desktop.firstrun;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.control.TextField;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.desktop.control.Look;
import tech.atoms.opsdesk.desktop.control.StateLabel;
import tech.atoms.opsdesk.desktop.control.Views;
import tech.atoms.opsdesk.desktop.firstrun.FirstRunActions.TestLine;
import tech.atoms.opsdesk.desktop.task.Jobs;
import tech.atoms.opsdesk.environment.EnvironmentKind;
import tech.atoms.opsdesk.environment.NewEnvironment;
import tech.atoms.opsdesk.environment.Secret;

/** The window's content while there is no usable profile. JavaFX thread only. */
public final class FirstRunView {
  private final FirstRunActions actions;
  private final Jobs jobs;
  private final Path profile;
  private final Parent root;

  @FXML private Label intro;
  @FXML private VBox troublePanel;
  @FXML private Label troubleTitle;
  @FXML private VBox troubleLines;
  @FXML private Button again;
  @FXML private Button sandbox;
  @FXML private Button stop;
  @FXML private Label progress;
  @FXML private GridPane form;
  @FXML private TextField name;
  @FXML private ComboBox<EnvironmentKind> kind;
  @FXML private TextField baseUrl;
  @FXML private TextField mcpPath;
  @FXML private PasswordField token;
  @FXML private TextField databaseUrl;
  @FXML private TextField databaseUser;
  @FXML private PasswordField databasePassword;
  @FXML private VBox results;
  @FXML private Button test;
  @FXML private Button connect;
  @FXML private Label formNote;

  private Jobs.@Nullable Job starting;

  /**
   * Builds the view.
   *
   * @param profile where a profile is written to, and was looked for
   * @param actions does what is asked for
   * @param jobs for what blocks
   */
  public FirstRunView(Path profile, FirstRunActions actions, Jobs jobs) {
    this.profile = profile;
    this.actions = actions;
    this.jobs = jobs;
    root = Views.load("first_run", this);
  }

  @FXML
  private void initialize() {
    intro.setText("There is no profile yet at " + profile + ".");
    troublePanel.managedProperty().bind(troublePanel.visibleProperty());
    stop.managedProperty().bind(stop.visibleProperty());
    kind.getItems().setAll(EnvironmentKind.STAGING, EnvironmentKind.PRODUCTION);
    kind.setValue(EnvironmentKind.PRODUCTION);
    kind.setConverter(
        new StringConverter<>() {
          @Override
          public String toString(EnvironmentKind value) {
            return value.name().charAt(0) + value.name().substring(1).toLowerCase(Locale.ROOT);
          }

          @Override
          public EnvironmentKind fromString(String text) {
            return EnvironmentKind.valueOf(text.toUpperCase(Locale.ROOT));
          }
        });
    for (int i = 0; i < 4; i++) {
      ColumnConstraints column = new ColumnConstraints();
      column.setHgrow(i % 2 == 0 ? Priority.NEVER : Priority.ALWAYS);
      column.setMinWidth(Region.USE_PREF_SIZE);
      form.getColumnConstraints().add(column);
    }
    for (TextField field :
        List.of(name, baseUrl, mcpPath, token, databaseUrl, databaseUser, databasePassword)) {
      field.textProperty().subscribe(text -> offer());
    }
  }

  /** The view itself. */
  public Parent root() {
    return root;
  }

  /**
   * Shows what is wrong with the profile that was found.
   *
   * @param problem in words
   * @param lines every mistake with line and column; empty where there is only the problem
   */
  public void showTrouble(Problem problem, List<String> lines) {
    intro.setText("The profile at " + profile + " cannot be used as it is.");
    troubleTitle.setText(problem.what() + ": " + problem.where());
    List<String> shown = lines.isEmpty() ? List.of(problem.why()) : lines;
    troubleLines.getChildren().clear();
    for (String line : shown) {
      troubleLines.getChildren().add(wrapped(line, "mono"));
    }
    troubleLines.getChildren().add(wrapped(problem.next(), "muted"));
    troublePanel.setVisible(true);
    again.requestFocus();
  }

  @FXML
  private void openAgain() {
    actions.open(profile);
  }

  @FXML
  private void startSandbox() {
    sandbox.setDisable(true);
    stop.setVisible(true);
    progress.setText("Starting the database and the server…");
    starting =
        jobs.run(
            "Start the sandbox",
            () -> actions.startSandbox(line -> jobs.onFx(() -> progress.setText(line))),
            ready -> {
              idle("The sandbox is ready.");
              actions.open(ready);
            },
            problem -> idle(problem.line() + " " + problem.next()));
  }

  @FXML
  private void stopSandbox() {
    if (starting != null) {
      starting.cancel();
    }
    idle("Stopped. Nothing is running.");
  }

  private void idle(String text) {
    starting = null;
    sandbox.setDisable(false);
    stop.setVisible(false);
    progress.setText(text);
  }

  @FXML
  private void testConnection() {
    NewEnvironment entered = entered();
    test.setDisable(true);
    formNote.setText("Asking…");
    results.getChildren().clear();
    jobs.run(
        "Test the connection",
        () -> actions.test(entered),
        lines -> {
          test.setDisable(false);
          formNote.setText("");
          lines.forEach(line -> results.getChildren().add(row(line)));
        },
        problem -> {
          test.setDisable(false);
          formNote.setText(problem.line() + " " + problem.next());
        });
  }

  @FXML
  private void connect() {
    NewEnvironment entered = entered();
    connect.setDisable(true);
    jobs.run(
        "Write the profile",
        () -> actions.write(entered),
        actions::open,
        problem -> {
          connect.setDisable(false);
          formNote.setText(problem.line() + " " + problem.next());
        });
  }

  private void offer() {
    boolean missing = name.getText().isBlank() || baseUrl.getText().isBlank();
    test.setDisable(missing);
    connect.setDisable(missing);
    formNote.setText(missing ? "Needs a name and a base URL." : "");
    results.getChildren().clear(); // they were about what was entered before
  }

  private NewEnvironment entered() {
    String url = databaseUrl.getText().strip();
    NewEnvironment.NewDatabase database =
        url.isEmpty()
            ? null
            : new NewEnvironment.NewDatabase(
                url, databaseUser.getText().strip(), secret(databasePassword), null);
    String path = mcpPath.getText().strip();
    return new NewEnvironment(
        name.getText().strip(),
        kind.getValue(),
        baseUrl.getText().strip(),
        path.isEmpty() ? null : path,
        secret(token),
        database);
  }

  private static @Nullable Secret secret(PasswordField field) {
    return field.getText().isEmpty() ? null : new Secret(field.getText());
  }

  private static HBox row(TestLine line) {
    Look look =
        switch (line.outcome()) {
          case WORKS -> Look.HEALTHY;
          case FAILS -> Look.FAILED;
          case SKIPPED -> Look.NEUTRAL;
        };
    StateLabel state = new StateLabel(look, line.subject());
    Label text = wrapped(line.text(), "muted");
    HBox.setHgrow(text, Priority.ALWAYS);
    HBox row = new HBox(12, state, text);
    row.setAccessibleText(line.subject() + ": " + line.outcome() + ", " + line.text());
    return row;
  }

  private static Label wrapped(String text, String styleClass) {
    Label label = new Label(text);
    label.getStyleClass().add(styleClass);
    label.setWrapText(true);
    label.setMinHeight(Region.USE_PREF_SIZE);
    return label;
  }
}
