package tech.atoms.opsdesk.desktop.run;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import tech.atoms.opsdesk.workflow.Run;

/** One part for each step, in the colour of how it stands. */
final class StepBar extends Pane {
  private static final double HEIGHT = 6;
  private static final double GAP = 3;

  private List<String> shown = List.of();

  StepBar() {
    getStyleClass().add("run-progress");
    setMinHeight(HEIGHT);
    setPrefHeight(HEIGHT);
    setMaxHeight(HEIGHT);
  }

  void show(Run run) {
    List<String> classes = new ArrayList<>();
    for (Run.RunStep step : run.steps()) {
      classes.add("part-" + RunTexts.look(run, step).styleClass());
    }
    if (!classes.equals(shown)) {
      shown = classes;
      getChildren().clear();
      for (String styleClass : classes) {
        Region part = new Region();
        part.getStyleClass().addAll("run-part", styleClass);
        getChildren().add(part);
      }
      int step = RunTexts.step(run);
      setAccessibleText("Step " + step + " of " + run.steps().size());
    }
  }

  @Override
  protected void layoutChildren() {
    int parts = getChildren().size();
    double each = (getWidth() - GAP * (parts - 1)) / Math.max(1, parts);
    for (int i = 0; i < parts; i++) {
      double left = snapPositionX(i * (each + GAP));
      double right = snapPositionX(i * (each + GAP) + each);
      getChildren().get(i).resizeRelocate(left, 0, Math.max(1, right - left), HEIGHT);
    }
  }
}
