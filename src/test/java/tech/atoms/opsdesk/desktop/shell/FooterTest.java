package tech.atoms.opsdesk.desktop.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.desktop.FxTest;
import tech.atoms.opsdesk.desktop.Screen;
import tech.atoms.opsdesk.desktop.Worlds;
import tech.atoms.opsdesk.environment.Environment;
import tech.atoms.opsdesk.environment.EnvironmentKind;
import tech.atoms.opsdesk.monitor.Snapshot;

/** What is weak or lost is told in few words that are never cut, and whole in their tooltips. */
class FooterTest {
  private static final String WEAK = "database connection is not verified (sslmode=require)";
  private static final String PLAIN = "platform's token is sent over plain http (http://x)";
  private static final String WHY = "the disk of the store is full";

  @AfterEach
  void close() {
    FxTest.hideAll();
  }

  @Test
  void remarksAreWholeAndTheKeysYield() {
    Environment environment = Worlds.environment(EnvironmentKind.PRODUCTION);
    ShellModel model = FxTest.call(() -> new ShellModel(ZoneOffset.UTC));
    Footer footer = FxTest.call(() -> new Footer(model));
    Stage stage = FxTest.show(FxTest.call(() -> new VBox(footer)), 1440, 200, Theme.DARK);
    FxTest.run(
        () -> {
          footer.show(environment, List.of(WEAK, PLAIN));
          footer.showHints(
              IntStream.range(0, 30)
                  .mapToObj(i -> new Screen.KeyHint("F" + i, "To " + i))
                  .toList());
          model.update(environment, withoutStore(Worlds.healthy(Worlds.NOW)), Worlds.NOW);
        });
    FxTest.pulses();

    whole(stage, "Weak: database, platform", WEAK);
    whole(stage, "History in memory only", WHY);
  }

  private static void whole(Stage stage, String words, String tooltip) {
    FxTest.run(
        () -> {
          Label label =
              stage.getScene().getRoot().lookupAll(".state-label").stream()
                  .filter(Node::isVisible)
                  .map(Label.class::cast)
                  .filter(one -> one.getText().equals(words))
                  .findFirst()
                  .orElseThrow();
          assertThat(label.getWidth()).isGreaterThanOrEqualTo(label.prefWidth(-1) - 1);
          assertThat(label.getTooltip().getText()).contains(tooltip);
          double right = label.localToScene(label.getBoundsInLocal()).getMaxX();
          assertThat(right).isLessThanOrEqualTo(stage.getScene().getWidth());
        });
  }

  private static Snapshot withoutStore(Snapshot s) {
    return new Snapshot(
        s.at(),
        s.state(),
        s.since(),
        s.reasons(),
        s.components(),
        s.latest(),
        s.sources(),
        s.sessions(),
        s.sessionsMissing(),
        s.deployment(),
        s.serverVersion(),
        s.changes(),
        new Problem("The store is away", "store", WHY, "Free some space"));
  }
}
