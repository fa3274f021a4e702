package tech.atoms.opsdesk.desktop.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.StackPane;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tech.atoms.opsdesk.common.Problem;
import tech.atoms.opsdesk.common.ProblemException;
import tech.atoms.opsdesk.desktop.FxTest;
import tech.atoms.opsdesk.desktop.Screen;
import tech.atoms.opsdesk.desktop.task.FxJobs;

class LaterScreenTest {
  private final FxJobs jobs = new FxJobs(InstantSource.system());
  private final List<String> told = new ArrayList<>();

  @AfterEach
  void close() {
    jobs.close();
  }

  @Test
  void aScreenThatCameAfterItWasLeftIsNotShown() {
    CountDownLatch ready = new CountDownLatch(1);
    Screen later =
        FxTest.call(
            () ->
                new LaterScreen(
                    jobs,
                    "Wait",
                    () -> {
                      ready.await();
                      return true;
                    },
                    got -> new Told()));
    FxTest.run(
        () -> {
          later.shown();
          later.goTo("DB-06");
          later.hidden();
        });
    ready.countDown();
    FxTest.until("it is there", () -> later.root().lookup("#told") != null);
    assertThat(told).isEmpty();
    FxTest.run(
        () -> {
          later.shown();
          later.goTo("DB-07");
          later.hidden();
        });
    assertThat(told).containsExactly("shown", "DB-07", "hidden");
  }

  @Test
  void whatWasAskedForMeanwhileIsBroughtToTheFront() {
    Screen later = FxTest.call(() -> new LaterScreen(jobs, "Get", () -> true, got -> new Told()));
    FxTest.run(
        () -> {
          later.shown();
          later.goTo("DB-06");
        });
    FxTest.until("it is there", () -> told.size() == 2);
    assertThat(told).containsExactly("shown", "DB-06");
    assertThat(FxTest.call(later::hints)).hasSize(1);
  }

  @Test
  void whatFailsIsToldAndTriedAgainOnAsking() {
    AtomicInteger tries = new AtomicInteger();
    Screen later =
        FxTest.call(
            () ->
                new LaterScreen(
                    jobs,
                    "Read",
                    () -> {
                      if (tries.incrementAndGet() == 1) {
                        throw new ProblemException(
                            new Problem("It is malformed", "line 3", "no list", "Mend it"));
                      }
                      return true;
                    },
                    got -> new Told()));
    FxTest.run(later::shown);
    FxTest.until("told", () -> texts(later.root()).contains("no list"));
    FxTest.run(() -> ((Button) later.root().lookup(".button")).fire());
    FxTest.until("it is there", () -> later.root().lookup("#told") != null);
    assertThat(told).containsExactly("shown");
  }

  private static List<String> texts(Node root) {
    return root.lookupAll(".label").stream().map(node -> ((Label) node).getText()).toList();
  }

  /** Notes what it was told. */
  private final class Told implements Screen {
    private final StackPane root = new StackPane();

    Told() {
      root.setId("told");
    }

    @Override
    public Node root() {
      return root;
    }

    @Override
    public void shown() {
      told.add("shown");
    }

    @Override
    public void hidden() {
      told.add("hidden");
    }

    @Override
    public void goTo(String place) {
      told.add(place);
    }

    @Override
    public void refresh() {
      told.add("refresh");
    }

    @Override
    public List<KeyHint> hints() {
      return List.of(new KeyHint("F5", "Refresh"));
    }
  }
}
