package tech.atoms.opsdesk.desktop.backups;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.Parent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tech.atoms.opsdesk.desktop.FxTest;
import tech.atoms.opsdesk.desktop.control.Look;

/**
 * The strip has a place for the platform's recovery where the profile names one, and only there.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RecoveryStripTest {
  private static List<String> told(Parent parent) {
    List<String> all = new ArrayList<>();
    for (Node child : parent.getChildrenUnmodifiable()) {
      if (child.getStyleClass().contains("backup-figure")) {
        all.add(String.valueOf(child.getAccessibleText()));
      }
    }
    return all;
  }

  @Test
  void itTellsHowFarBack() {
    List<String> figures =
        FxTest.call(
            () -> {
              BackupStrip strip = new BackupStrip(() -> {}, () -> {});
              List<String> without = told(strip);
              int count = without.size();
              strip.addRecovery();
              strip.show(new RecoveryWords("7 days back", Look.HEALTHY, "WAL 38 s behind"));
              List<String> with = told(strip);
              assertThat(with).hasSize(count + 1);
              return with;
            });
    assertThat(figures).contains("Point-in-time recovery: 7 days back, WAL 38 s behind");
  }
}
