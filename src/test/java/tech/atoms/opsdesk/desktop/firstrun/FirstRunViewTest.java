package tech.atoms.opsdesk.desktop.firstrun;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.desktop.FxTest;
import tech.atoms.opsdesk.desktop.shell.Theme;
import tech.atoms.opsdesk.desktop.task.FxJobs;
import tech.atoms.opsdesk.environment.NewEnvironment;

class FirstRunViewTest {
  private static final Path PROFILE = Path.of("profile.yaml");
  private final FxJobs jobs = new FxJobs(InstantSource.system());
  private final Recorded actions = new Recorded();
  private final FirstRunView view = FxTest.call(() -> new FirstRunView(PROFILE, actions, jobs));

  @AfterEach
  void close() {
    FxTest.hideAll();
    jobs.close();
  }

  @Test
  void startsTheSandboxAndOpensTheProfileThatItWrote() {
    Stage stage = show();
    FxTest.run(() -> button(stage, "Open the sandbox").fire());
    FxTest.until("opened", () -> actions.opened.contains(Path.of("sandbox.yaml")));
  }

  @Test
  void asksForNameAndAddressBeforeItConnects() {
    Stage stage = show();
    assertThat(FxTest.call(() -> button(stage, "Connect").isDisabled())).isTrue();
    FxTest.run(
        () -> {
          field(stage, "Name").setText("production");
          field(stage, "Base URL").setText("https://mcp.example.com");
          button(stage, "Test connection").fire();
        });
    FxTest.until("tested", () -> texts(stage).contains("Health endpoint"));
    FxTest.run(() -> button(stage, "Connect").fire());
    FxTest.until("opened", () -> actions.opened.contains(PROFILE));
    assertThat(actions.entered.getLast().baseUrl()).isEqualTo("https://mcp.example.com");
  }

  @Test
  void aMalformedProfileShowsEveryMistakeAndCanBeOpenedAgain() {
    Stage stage = show();
    FxTest.run(
        () ->
            view.showTrouble(
                new Problem("The profile is malformed", "profile.yaml", "2 mistakes", "Correct it"),
                List.of(
                    "3:7 environments[0].kind: use sandbox, staging or production", "9:1 name")));
    assertThat(texts(stage))
        .contains("3:7 environments[0].kind: use sandbox, staging or production", "9:1 name");
    FxTest.run(() -> button(stage, "Open again").fire());
    assertThat(actions.opened).containsExactly(PROFILE);
  }

  @Test
  void whatIsEnteredAnewMakesTheAnswersGo() {
    Stage stage = show();
    FxTest.run(
        () -> {
          field(stage, "Name").setText("production");
          field(stage, "Base URL").setText("https://mcp.example.com");
          button(stage, "Test connection").fire();
        });
    FxTest.until("tested", () -> texts(stage).contains("Health endpoint"));
    FxTest.run(() -> field(stage, "Base URL").setText("https://other.example.com"));
    assertThat(texts(stage)).doesNotContain("Health endpoint");
  }

  private Stage show() {
    return FxTest.show(view.root(), 1000, 800, Theme.LIGHT);
  }

  private static Button button(Stage stage, String text) {
    return nodes(stage, ".button").stream()
        .map(Button.class::cast)
        .filter(button -> button.getText().equals(text))
        .findFirst()
        .orElseThrow();
  }

  private static TextField field(Stage stage, String name) {
    return nodes(stage, ".text-field").stream()
        .map(TextField.class::cast)
        .filter(field -> name.equals(field.getAccessibleText()))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> texts(Stage stage) {
    return FxTest.call(
        () -> nodes(stage, ".label").stream().map(node -> ((Label) node).getText()).toList());
  }

  private static List<Node> nodes(Stage stage, String selector) {
    return new ArrayList<>(stage.getScene().getRoot().lookupAll(selector));
  }

  /** Notes what it is asked for. */
  private static final class Recorded implements FirstRunActions {
    private final List<Path> opened = new CopyOnWriteArrayList<>();
    private final List<NewEnvironment> entered = new CopyOnWriteArrayList<>();
    private final List<TestLine> lines =
        List.of(new TestLine("Health endpoint", Outcome.WORKS, "HTTP 200 in 12 ms"));

    @Override
    public Path startSandbox(Consumer<String> progress) {
      progress.accept("Sandbox: making the database up");
      return Path.of("sandbox.yaml");
    }

    @Override
    public List<TestLine> test(NewEnvironment tried) {
      entered.add(tried);
      return lines;
    }

    @Override
    public Path write(NewEnvironment written) {
      entered.add(written);
      return PROFILE;
    }

    @Override
    public void open(Path profile) {
      opened.add(profile);
    }
  }
}
